// An answer for the terminal: the population, then claim by claim how many servers are affected,
// cleared and unknown, what shows it, why others are unknown, and what no method used here can
// exclude.
#pragma once

#include <functional>
#include <string_view>

#include "answer/answer.h"
#include "report/terminal.h"

namespace assay::report {

void write_text(const answer::Allegation& allegation, const answer::Answer& answer,
                const TextStyle& style, const std::function<void(std::string_view)>& sink);

}  // namespace assay::report
