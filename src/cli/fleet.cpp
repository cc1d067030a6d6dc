// assay fleet: the index of a whole fleet's evidence, and the questions it answers.
#include "cli/fleet.h"

#include <filesystem>

#include "bytes/text.h"
#include "cli/verbs.h"
#include "fleet/duckdb/siblings.h"

namespace assay::cli {
namespace {

using formats::json::Value;

// Beside an installed program, in the tree that built it, else wherever the system looks.
std::vector<std::string> library_candidates() {
  std::vector<std::string> out;
  std::error_code failed;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    const auto prefix = self.parent_path().parent_path();
    out.push_back((prefix / "lib" / "libduckdb.so").string());
    out.push_back((prefix.parent_path() / "deps" / "duckdb" / "libduckdb.so").string());
  }
  out.emplace_back("libduckdb.so");
  return out;
}

Value text_or_null(const std::string& text) { return text.empty() ? Value(nullptr) : Value(text); }

}  // namespace

void add_fleet_options(CLI::App& verb, FleetOptions& o) {
  verb.add_option("--fleet", o.folder, "the fleet's folder: its index is in it")->required();
  verb.add_option("--memory", o.memory,
                  "most memory of the index, as 8GB; default: four fifths of the machine's");
  verb.add_flag("--json", o.json, "print one JSON object");
}

base::Result<std::unique_ptr<fleet::IndexReader>> open_fleet(const FleetOptions& o, bool locked,
                                                             unsigned threads) {
  ASSAY_TRY(auto functions, fleet::duckdb::load_library(library_candidates()));
  return fleet::duckdb::open_reader(
      std::move(functions), o.folder,
      {.memory_limit = o.memory, .threads = threads, .locked = locked});
}

base::Result<std::unique_ptr<fleet::IndexWriter>> open_fleet_to_write(const FleetOptions& o,
                                                                      const std::string& folder) {
  ASSAY_TRY(auto functions, fleet::duckdb::load_library(library_candidates()));
  return fleet::duckdb::open_writer(std::move(functions), folder,
                                    {.memory_limit = o.memory, .threads = 0, .locked = false});
}

base::Result<std::unique_ptr<fleet::IndexReader>> open_fleet_to_rebuild(const FleetOptions& o) {
  ASSAY_TRY(auto functions, fleet::duckdb::load_library(library_candidates()));
  return fleet::duckdb::open_reader(std::move(functions), o.folder,
                                    {.memory_limit = o.memory, .older = true});
}

base::Result<void> note_siblings(const FleetOptions& o, const std::string& folder) {
  ASSAY_TRY(const auto functions, fleet::duckdb::load_library(library_candidates()));
  return fleet::duckdb::note_siblings(functions, folder, {.memory_limit = o.memory});
}

Value time_json(fleet::Seconds at) {
  return at == fleet::kOpen ? Value(nullptr) : Value(base::to_rfc3339({at}));
}

Value to_json(const fleet::ServerView& v) {
  Value out;
  out["id"] = v.server.id;
  out["verdict"] = appraise::name(v.server.verdict);
  for (std::size_t d = 0; d < appraise::kDisciplines; ++d)
    out["disciplines"][std::string(appraise::name(static_cast<appraise::Discipline>(d)))] =
        appraise::name(v.server.disciplines[d]);
  out["group"] = text_or_null(v.group.name);
  out["manufacturer"] = text_or_null(v.group.manufacturer);
  out["product"] = text_or_null(v.group.product);
  out["board"] = text_or_null(v.group.board);
  out["board_revision"] = text_or_null(v.group.board_revision);
  out["serial"] = text_or_null(v.server.serial);
  out["uuid"] = text_or_null(v.server.uuid);
  out["board_serial"] = text_or_null(v.server.board_serial);
  out["lot"] = text_or_null(v.asset.lot);
  out["site"] = text_or_null(v.asset.site);
  out["role"] = text_or_null(v.asset.role);
  out["tenant"] = text_or_null(v.asset.tenant);
  out["received"] = text_or_null(v.asset.received);
  out["first_seen"] = time_json(v.server.first_seen);
  out["last_seen"] = time_json(v.server.last_seen);
  return out;
}

std::string to_text(const InputOptions& o) {
  Value out;
  for_each_file_option(
      o, [&](const char* name, const std::string& path) { out[name] = path; },
      [&](const char* name, const std::vector<std::string>& paths) { out[name] = paths; });
  return formats::json::to_text(out, -1);
}

base::Result<InputOptions> parse_recorded(const std::string& text) {
  bytes::Budget budget({.items = 100'000, .bytes = 64U << 20U, .depth = 4});
  ASSAY_TRY(const auto json, formats::json::parse(bytes::as_bytes(text), budget));
  InputOptions out;
  const auto one = [&](const char* key, std::string& into) {
    if (const auto* value = formats::json::string_member(json, key); value != nullptr)
      into = *value;
  };
  const auto several = [&](const char* key, std::vector<std::string>& into) {
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_array()) return;
    for (const auto& value : json.at(key))
      if (value.is_string()) into.push_back(value.get<std::string>());
  };
  for_each_file_option(out, one, several);
  return out;
}

void add_fleet(CLI::App& app, const Context& context, int& code) {
  CLI::App* fleet = app.add_subcommand("fleet", "index a fleet's evidence, and ask the index");
  fleet->require_subcommand(1);
  add_fleet_import(*fleet, context, code);
  add_fleet_ls(*fleet, context, code);
  add_fleet_show(*fleet, context, code);
  add_fleet_diff(*fleet, context, code);
  add_fleet_rare(*fleet, context, code);
  add_fleet_sql(*fleet, context, code);
  add_fleet_export(*fleet, context, code);
  add_fleet_rebuild(*fleet, context, code);
}

}  // namespace assay::cli
