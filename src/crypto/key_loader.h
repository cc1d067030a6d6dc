// Loads many public keys from their numbers. What only depends on the curve (half of what loading a
// P-256 key costs) is worked out once and copied into each key. Shared by threads; copies share it
// too.
#pragma once

#include <memory>

#include "crypto/public_key.h"

namespace assay::crypto {

class KeyLoader {
 public:
  KeyLoader();

  /// As PublicKey::ec.
  [[nodiscard]] base::Result<PublicKey> ec(Curve curve, bytes::ByteSpan x, bytes::ByteSpan y) const;

 private:
  struct Curves;
  std::shared_ptr<const Curves> curves_;
};

}  // namespace assay::crypto
