// Every finding code of Assay: its default severity, what it means, what to do, and whether it
// keeps a discipline from ever being affirmed even where a policy lowers its severity. Codes are a
// contract: they are never renamed or reused. docs/findings.md is printed from this table by `assay
// findings`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "evidence/finding.h"

namespace assay::evidence {

struct CodeRow {
  std::string_view code;
  Severity severity;
  bool blocks_affirmed;  ///< never `affirmed` while this stands, whatever a policy says
  std::string_view meaning;
  std::string_view action;
};

[[nodiscard]] std::span<const CodeRow> all_codes() noexcept;
/// Null for a code that does not exist.
[[nodiscard]] const CodeRow* find_code(std::string_view code) noexcept;
/// "boot" of "boot.pcr.unexplained".
[[nodiscard]] std::string_view family(std::string_view code) noexcept;

/// A finding with the table's severity and action. `code` must be in the table.
[[nodiscard]] Finding make_finding(std::string_view code, std::string subject, std::string why,
                                   std::vector<Cite> cites = {});

}  // namespace assay::evidence
