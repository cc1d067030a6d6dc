// What becomes of a key, as the record of a ledger's leaf: another one takes its place, or nobody
// must believe it any more. Both are C2SP signed notes, so that who did it is shown by more than
// the ledger's word. docs/formats/keys.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "proof/note.h"

namespace assay::proof {

/// What a key is for: "statement", "collector", "enroller", "challenger", "witness", "log", "ear".
[[nodiscard]] bool is_key_use(std::string_view use) noexcept;

/// Signed by both: by the old key, since nobody else may give its place away, and by the new one,
/// since nobody may be given what he does not have.
struct KeyRotation {
  std::string use;
  VerifierKey old_key, new_key;
  base::Time at;
  std::string why;  ///< one line
};

/// Signed by the key itself, or by the ledger's, for who has lost a key cannot sign with it.
struct KeyLoss {
  std::string use;
  VerifierKey key;
  base::Time since;  ///< from when on somebody else may have it
  base::Time at;
  std::string why;
};

struct KeyRecord {
  bool loss = false;
  KeyRotation rotation;  ///< where `loss` is false
  KeyLoss lost;          ///< where it is true
};

/// The whole note. An error where `old_key` or `new_key` is not the signing key's other half, or
/// where use or reason cannot be written.
[[nodiscard]] base::Result<std::string> sign_rotation(const KeyRotation& rotation,
                                                      const SigningKey& old_key,
                                                      const SigningKey& new_key);
[[nodiscard]] base::Result<std::string> sign_loss(const KeyLoss& loss, const SigningKey& key);

/// Only what the two above write, with good signatures: a rotation's by both of its keys, a loss's
/// by its own key or one of `logs`.
[[nodiscard]] base::Result<KeyRecord> parse_key_record(std::string_view note,
                                                       const std::vector<VerifierKey>& logs);

}  // namespace assay::proof
