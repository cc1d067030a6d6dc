// One function per verb: adds its options to the program and, when it is called, leaves its exit
// code in `code`. main() calls them in order; that list is the table of contents.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/ui.h"

namespace assay::cli {

void add_inspect(CLI::App& app, const Context& context, int& code);
void add_check_quote(CLI::App& app, const Context& context, int& code);
void add_compare(CLI::App& app, const Context& context, int& code);
void add_audit(CLI::App& app, const Context& context, int& code);
void add_learn(CLI::App& app, const Context& context, int& code);
void add_collect(CLI::App& app, const Context& context, int& code);
void add_answer(CLI::App& app, const Context& context, int& code);
void add_sample(CLI::App& app, const Context& context, int& code);
void add_report(CLI::App& app, const Context& context, int& code);
void add_pack(CLI::App& app, const Context& context, int& code);
void add_fleet(CLI::App& app, const Context& context, int& code);
void add_findings(CLI::App& app, const Context& context, int& code);
void add_simulate(CLI::App& app, const Context& context, int& code);
void add_ledger(CLI::App& app, const Context& context, int& code);
void add_verify(CLI::App& app, const Context& context, int& code);
void add_key(CLI::App& app, const Context& context, int& code);

}  // namespace assay::cli
