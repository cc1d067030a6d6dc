// An SPDM certificate chain (DMTF DSP0274, 10.6.1, "Certificate chain format"): a length, the
// digest of the root certificate, and certificates in DER, the leaf last. A chain without the root
// itself is allowed: then RootHash alone names it. Views into the caller's bytes; certificates own
// theirs.
#pragma once

#include <vector>

#include "crypto/digest.h"
#include "formats/x509/certificate.h"

namespace assay::formats::spdm {

struct CertificateChain {
  bytes::ByteSpan root_hash;
  std::vector<x509::Certificate> certificates;  ///< root or its first child first, leaf last

  /// The first certificate is the one that RootHash names.
  [[nodiscard]] bool holds_root(crypto::HashAlg alg, crypto::HashEngine& hash) const;
};

/// The whole of `reader`; `alg` is the negotiated hash, whose size RootHash has. Costs what its
/// certificates cost.
[[nodiscard]] bytes::Parsed<CertificateChain> parse_certificate_chain(bytes::Reader reader,
                                                                      crypto::HashAlg alg,
                                                                      bytes::Budget& budget);

}  // namespace assay::formats::spdm
