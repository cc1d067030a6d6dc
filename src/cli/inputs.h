// The options that audit shares with other verbs: policy, references, changes, nonces, trust. Turns
// files into appraise::Inputs; every mistake in them is exit code 2.
#pragma once

#include <CLI/CLI.hpp>

#include "appraise/appraise_server.h"
#include "cli/ui.h"

namespace assay::cli {

struct InputOptions {
  std::string policy, nonces, as_of;
  std::vector<std::string> references, changes, roots, enrollers, collectors, revocations;
  std::vector<std::string> challengers, ledgers, ledger_heads;
};

void add_input_options(CLI::App& verb, InputOptions& options);
[[nodiscard]] base::Result<appraise::Inputs> read_inputs(const Context& context,
                                                         const InputOptions& options);

}  // namespace assay::cli
