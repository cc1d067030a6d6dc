// The appraisal policy: which rules apply at which severity, whom the appraiser trusts, which
// references hold for which servers. Read strictly: an unknown key, an unknown code or a reference
// that is not there is an error, never "accept". docs/policy.md explains every key.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "evidence/finding.h"
#include "proof/note.h"

namespace assay::appraise {

using Severities = std::map<std::string, evidence::Severity, std::less<>>;

struct Rule {
  std::vector<std::string> servers;     ///< ids or globs
  std::vector<std::string> references;  ///< names of references; empty: all
  Severities severities;
};

struct Policy {
  std::string name = "built-in";
  Severities severities;
  std::vector<Rule> rules;            ///< later ones win
  std::vector<std::string> required;  ///< disciplines without which a server is not affirmed

  // Trust, as paths relative to the policy's own folder, and keys.
  std::vector<std::string> ek_roots;
  std::vector<std::string> platform_roots;
  std::vector<std::string> device_roots;
  std::vector<proof::VerifierKey> enrollers;
  std::vector<std::string> enroller_files;
  std::vector<proof::VerifierKey> collectors;
  std::vector<std::string> collector_files;
  std::vector<proof::VerifierKey> challengers;  ///< whose signed challenges prove freshness
  std::vector<std::string> challenger_files;
  std::vector<proof::VerifierKey> ledgers;  ///< whose checkpoints do
  std::vector<std::string> ledger_files;
  std::vector<std::string> revocations;
  std::string minimum_sbat;

  /// What this policy says of a code for a server; nothing where it is silent.
  [[nodiscard]] const evidence::Severity* severity_of(std::string_view server,
                                                      std::string_view code) const;
  /// Names of the references that hold for a server; empty: all.
  [[nodiscard]] std::vector<std::string> references_for(std::string_view server) const;
};

[[nodiscard]] base::Result<Policy> parse_policy(std::string_view toml, const std::string& file);

/// An error for the first rule that names a reference which is not among `names`.
[[nodiscard]] base::Result<void> check_references(const Policy& policy,
                                                  const std::vector<std::string>& names);

}  // namespace assay::appraise
