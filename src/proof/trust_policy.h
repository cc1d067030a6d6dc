// Whom a verifier believes: the logs whose heads count, the witnesses, and how many of them must
// have cosigned a head. A text file as C2SP tlog-policy (c2sp.org/tlog-policy) defines it, with one
// kind of line more: `statement <vkey>` names a key whose statements are believed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proof/cosignature.h"
#include "proof/log_proof.h"

namespace assay::proof {

struct TrustPolicy {
  struct Witness {
    std::string name;  ///< as the file calls it; the key has a name of its own
    CosignerKey key;
  };
  /// A witness (by number) or a group of names of which `threshold` must hold.
  struct Rule {
    std::string name;
    std::optional<std::size_t> witness;  ///< index in `witnesses`
    std::size_t threshold = 0;
    std::vector<std::size_t> members;  ///< indexes in `rules`, each below this rule's own
  };

  std::vector<VerifierKey> logs;
  std::vector<Witness> witnesses;
  std::vector<Rule> rules;
  std::optional<std::size_t> quorum;  ///< index in `rules`; none: `quorum none`
  std::vector<VerifierKey> statement_keys;
};

/// An error names the line. At most 64 logs, 256 witnesses, 256 groups, 1 MiB.
[[nodiscard]] base::Result<TrustPolicy> parse_trust_policy(std::string_view text);

/// What a head's signatures show under a policy.
struct HeadVerdict {
  struct Cosigned {
    std::string witness;          ///< its name in the policy
    std::uint64_t timestamp = 0;  ///< seconds since 1970
  };
  std::string log;                       ///< name of the log's key that signed
  std::vector<Cosigned> witnesses;       ///< whose cosignatures hold
  std::vector<std::string> not_checked;  ///< names on lines of keys that the policy does not know
};

/// An error where no log of the policy signed, where the log that signed is not the one that the
/// origin names, where a known key's line does not verify, or where the quorum is not reached. With
/// a policy that names no log, `log` must have signed.
[[nodiscard]] base::Result<HeadVerdict> check_head(const TrustPolicy& policy,
                                                   const SignedHead& head,
                                                   const VerifierKey* log = nullptr);

}  // namespace assay::proof
