// What `assay report` has beside documents of one server.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/ui.h"

namespace assay::cli {

void add_report_assessment(CLI::App& report, const Context& context, int& code);

}  // namespace assay::cli
