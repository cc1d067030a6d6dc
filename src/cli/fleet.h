// What the verbs of `assay fleet` share: finding and loading DuckDB, opening the index, and how a
// server and its findings look as JSON.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/inputs.h"
#include "cli/run_verb.h"
#include "cli/ui.h"
#include "fleet/duckdb/open.h"
#include "fleet/index.h"

namespace assay::cli {

struct FleetOptions {
  std::string folder;  ///< --fleet
  std::string memory;  ///< --memory
  bool json = false;
};

/// The options that every verb of the fleet has.
void add_fleet_options(CLI::App& verb, FleetOptions& options);

[[nodiscard]] base::Result<std::unique_ptr<fleet::IndexReader>> open_fleet(
    const FleetOptions& options, bool locked = false, unsigned threads = 0);
[[nodiscard]] base::Result<std::unique_ptr<fleet::IndexWriter>> open_fleet_to_write(
    const FleetOptions& options, const std::string& folder);
/// Of an older version too: only its runs and its evidence may be asked for.
[[nodiscard]] base::Result<std::unique_ptr<fleet::IndexReader>> open_fleet_to_rebuild(
    const FleetOptions& options);
/// The end of an import into `folder`, which nobody has open.
[[nodiscard]] base::Result<void> note_siblings(const FleetOptions& options,
                                               const std::string& folder);

[[nodiscard]] formats::json::Value to_json(const fleet::ServerView& server);
/// RFC 3339; null for what has not ended.
[[nodiscard]] formats::json::Value time_json(fleet::Seconds at);

/// What import was given, as the index keeps it for a rebuild, and back.
[[nodiscard]] std::string to_text(const InputOptions& options);
[[nodiscard]] base::Result<InputOptions> parse_recorded(const std::string& text);

void add_fleet_import(CLI::App& fleet, const Context& context, int& code);
void add_fleet_rebuild(CLI::App& fleet, const Context& context, int& code);
void add_fleet_ls(CLI::App& fleet, const Context& context, int& code);
void add_fleet_show(CLI::App& fleet, const Context& context, int& code);
void add_fleet_diff(CLI::App& fleet, const Context& context, int& code);
void add_fleet_rare(CLI::App& fleet, const Context& context, int& code);
void add_fleet_sql(CLI::App& fleet, const Context& context, int& code);
void add_fleet_export(CLI::App& fleet, const Context& context, int& code);

}  // namespace assay::cli
