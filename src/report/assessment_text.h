// An assessment for the terminal: scope, methods, findings by severity, what to do, who mends it, and
// what was closed.
#pragma once

#include <functional>
#include <string_view>

#include "answer/assessment.h"
#include "report/terminal.h"

namespace assay::report {

void write_text(const answer::Assessment& assessment, const TextStyle& style,
                const std::function<void(std::string_view)>& sink);

/// "3 criticals and 12 warnings are open; 2 criticals were closed."
[[nodiscard]] std::string headline(const answer::Assessment& assessment);
/// "owner: …, due …, fixed (REM-1); 2 open, 1 closed" of one remediation record.
[[nodiscard]] std::string words(const answer::Assessment::Mending& mending);

}  // namespace assay::report
