// How an allegation and its answer changed since an earlier version, for the terminal: the words
// that changed, then claim by claim the counts before and after and the servers that moved.
#pragma once

#include <functional>
#include <string_view>

#include "answer/against.h"
#include "report/terminal.h"

namespace assay::report {

void write_text(const answer::History& history, const TextStyle& style,
                const std::function<void(std::string_view)>& sink);

}  // namespace assay::report
