// Plain text for terminals and logs: wraps, aligns, and colours only where asked. One place for
// what severities and verdicts look like.
#pragma once

#include <span>
#include <string>

#include "evidence/finding.h"

namespace assay::report {

struct TextStyle {
  bool color = false;
  std::size_t width = 100;
};

/// "CRITICAL boot.nonce.mismatch  quote" with why, do and cites wrapped beneath.
[[nodiscard]] std::string to_text(const evidence::Finding& finding, const TextStyle& style,
                                  std::string_view indent = "  ");
/// "platform team, due 2026-12-01, in-progress (REM-1, SEC-12); overdue".
[[nodiscard]] std::string to_text(const evidence::Remediation& remediation);
[[nodiscard]] std::string colored(std::string_view text, evidence::Severity severity,
                                  const TextStyle& style);
/// Wraps at spaces; continuation lines begin with `indent`. The first line is not indented.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width,
                                  std::string_view indent);
/// Columns that a terminal needs for UTF-8 `text` (each code point counts one).
[[nodiscard]] std::size_t columns(std::string_view text) noexcept;
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

}  // namespace assay::report
