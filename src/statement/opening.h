// Two small text files around a redacted statement. The secret file stays with the operator: the
// statement's secret, and every value that was withheld. An opening is what he gives out of it: the
// salts and values of single facts, which anybody checks against the statement's commitments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "proof/leaf.h"
#include "statement/redact.h"

namespace assay::statement {

/// One value with the salt that opens its commitment: under a Hidden's label, or "leaf N" for the
/// record behind leaf N of the ledger.
struct Opened {
  std::string label;
  proof::Salt salt{};
  std::string value;
};

struct Opening {
  std::string statement;  ///< SHA-256 of statement.json, hex
  std::vector<Opened> values;
};

/// "assay opening 1\n", "statement HEX\n", then "LABEL SALT-HEX VALUE-BASE64\n" each.
[[nodiscard]] std::string to_text(const Opening& opening);
[[nodiscard]] base::Result<Opening> parse_opening(std::string_view text);

/// The secret file has the same form under another first line, so that nobody gives it away for
/// one; the secret itself need not be kept, since it is in the salts.
[[nodiscard]] std::string secret_text(const Opening& all);
[[nodiscard]] base::Result<Opening> parse_secret(std::string_view text);

/// What of `all` concerns one server: its row, the facts shown on it, the records of its evidence.
/// An error where no withheld row has that id.
[[nodiscard]] base::Result<Opening> open_server(const Opening& all, const Statement& statement,
                                                std::string_view id);

}  // namespace assay::statement
