// Withholding names while everything else can still be checked: what is private in a statement (ids
// of servers, the facts found on them) is replaced by commitments, SHA-256(salt ‖ value), each with
// a salt of its own that is derived from a secret of this one statement. One fact can be opened
// later by showing its salt; that tells nothing of the others, and without the salt nobody can try
// likely values.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "proof/leaf.h"
#include "statement/statement.h"

namespace assay::statement {

using Secret = std::array<std::byte, 32>;

/// The first 16 bytes of HMAC-SHA-256(secret, label).
[[nodiscard]] proof::Salt salt_of(const Secret& secret, std::string_view label);
/// SHA-256(salt ‖ value), in hexadecimal.
[[nodiscard]] std::string commitment_to(const proof::Salt& salt, std::string_view value);

/// What is committed to, under the label that its salt comes from: "row 5" (a server's id), "fact 0
/// 3" (claim and number in its `shown`), "answer 1 2" (question and number in its `answers`).
struct Hidden {
  std::string label;
  std::string value;
};

/// Replaces what is private, and says what that was.
[[nodiscard]] std::vector<Hidden> redact(Statement& statement, const Secret& secret);

/// The text that stands where `label` is, for whoever compares a commitment; empty: no such label.
[[nodiscard]] std::string_view committed_at(const Statement& statement,
                                            std::string_view label) noexcept;

}  // namespace assay::statement
