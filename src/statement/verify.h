// Checking a statement offline: nothing is believed but the keys in the reader's own trust policy.
// Every count is computed again from the rows, every row's evidence is looked for in the ledger,
// and what cannot be known from the file is said to be unknown. The words are for somebody who
// never saw the program that wrote it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "proof/trust_policy.h"
#include "statement/statement.h"

namespace assay::statement {

enum class Outcome : std::uint8_t {
  holds,
  fails,        ///< the statement must not be believed
  caution,      ///< true, and weakens what it is worth
  not_checked,  ///< cannot be known from the file and the policy
};
[[nodiscard]] std::string_view name(Outcome outcome) noexcept;

struct Check {
  Outcome outcome = Outcome::holds;
  std::string what;  ///< one sentence without a full stop, safe to print
};

struct Verification {
  std::vector<Check> checks;
  std::string signer;                  ///< name of the trusted key; empty: nothing is signed
  std::optional<Statement> statement;  ///< what was said, once the signature held

  /// Nothing fails.
  [[nodiscard]] bool holds() const noexcept;
  /// The first thing that fails; empty where it holds.
  [[nodiscard]] std::string_view why() const noexcept;
};

/// Limits for a statement over a million rows.
[[nodiscard]] bytes::Budget statement_budget() noexcept;

/// `opening`: single facts that the operator showed later; empty: none.
[[nodiscard]] Verification verify(bytes::ByteSpan file, const proof::TrustPolicy& policy,
                                  std::string_view opening, bytes::Budget& budget);

/// Several lines for people; `file` is how they called it.
[[nodiscard]] std::string to_text(const Verification& verification, std::string_view file);

}  // namespace assay::statement
