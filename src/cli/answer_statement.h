// assay answer -o and --reveal: the answer as a statement that others check, and single facts out
// of one that withholds names.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "answer/against.h"
#include "answer/answer.h"
#include "cli/ui.h"
#include "fleet/index.h"
#include "statement/statement.h"

namespace assay::cli {

struct StatementOptions {
  std::string output, ledger, key, secret;
  bool redact = false;
  std::vector<std::string> heads;
  std::string witness, witness_state;
  std::string reveal, server;
};

void add_statement_options(CLI::App& verb, StatementOptions& options);
/// A statement is wanted.
[[nodiscard]] inline bool is_wanted(const StatementOptions& o) { return !o.output.empty(); }
/// What is missing or does not go together, before anything is logged.
[[nodiscard]] base::Result<void> check(const StatementOptions& options);

/// What the index was made with, by digest, as far as it is still there to be read; `assets`: the
/// asset register's.
[[nodiscard]] base::Result<std::vector<statement::Input>> recorded_inputs(const Context& context,
                                                                          fleet::IndexReader& index,
                                                                          std::string& assets);

/// Logs, proves, signs and writes `options.output`. `history`: what the answer was compared with,
/// named among the inputs; may be null.
[[nodiscard]] base::Result<void> write_statement(
    const Context& context, const StatementOptions& options, const std::string& allegation_file,
    fleet::IndexReader& index, const answer::Allegation& allegation, const answer::Answer& answer,
    const answer::History* history);

/// Prints the opening of one server's row.
[[nodiscard]] base::Result<int> reveal(const Context& context, const StatementOptions& options);

}  // namespace assay::cli
