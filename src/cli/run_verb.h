// How a verb ends, in one place: what went wrong is said on standard error and is exit code 2.
#pragma once

#include <CLI/CLI.hpp>
#include <utility>

#include "cli/ui.h"

namespace assay::cli {

/// The usual end of a verb: complains where there is an error, else the code.
template <class Run>
void run_verb(CLI::App& verb, const Context& context, int& code, Run run) {
  verb.callback([run = std::move(run), &context, &code] {
    const base::Result<int> result = run();
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
