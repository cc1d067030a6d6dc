// assay fleet import and rebuild: evidence into the index, and the index anew from the evidence
// that it names.
#include <filesystem>
#include <fmt/format.h>

#include "answer/publish.h"
#include "appraise/audit_run.h"
#include "base/text.h"
#include "cli/fleet.h"
#include "crypto/digest.h"
#include "fleet/import.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct Options {
  FleetOptions fleet;
  InputOptions inputs;
  std::vector<std::string> paths;
  std::string ledger;
  unsigned jobs = 0;
  std::size_t batch = fleet::ImportSettings{}.batch;
};

// The index names what it was made from, wherever the next call is made.
std::string absolute(const std::string& path) {
  if (path.empty()) return path;
  std::error_code failed;
  auto whole = std::filesystem::absolute(path, failed).lexically_normal();
  if (failed) return path;
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.string();
}
void make_absolute(std::vector<std::string>& paths) {
  for (auto& p : paths) p = absolute(p);
}

base::Result<fleet::ImportReport> import_into(const Context& c, fleet::IndexWriter& writer,
                                              const std::vector<std::string>& evidence,
                                              const InputOptions& options, unsigned jobs,
                                              std::size_t batch) {
  ASSAY_TRY(const auto inputs, read_inputs(c, options));
  fleet::ImportSettings settings;
  settings.jobs = jobs;
  settings.batch = batch;
  settings.options = to_text(options);
  return fleet::import_evidence(
      c.fs, writer, evidence, inputs, inputs.assets != nullptr ? &inputs.assets->rows : nullptr,
      settings, [&](std::size_t done) {
        if (!c.err_terminal || evidence.size() < 200) return;
        fmt::print(c.err, "\r{} of {} collections{}", done, evidence.size(),
                   done == evidence.size() ? "\r\x1b[K" : "");
        std::fflush(c.err);
      });
}

void print_report(const Context& c, const fleet::ImportReport& r, bool json) {
  for (const auto& error : r.unreadable) c.complain(error);
  if (json) {
    Value out;
    out["found"] = r.found;
    out["added"] = r.added;
    out["known"] = r.known;
    out["unreadable"] = Value::array();
    for (const auto& error : r.unreadable)
      out["unreadable"].push_back(
          {{"path", base::printable(error.file)}, {"why", base::printable(error.describe())}});
    c.print_json(out);
    return;
  }
  c.print(fmt::format(
      "{}: {} added, {} known already{}\n", base::counted(r.found, "collection"), r.added, r.known,
      r.unreadable.empty() ? std::string{}
                           : fmt::format(", {} could not be read", r.unreadable.size())));
}

// Which servers there are now, so that nobody can say later that they were chosen for an answer.
base::Result<void> log_population(const Context& c, const Options& o) {
  std::string assets;
  if (!o.inputs.assets.empty()) {
    ASSAY_TRY(const auto bytes, c.fs.read(o.inputs.assets, kMostInput));
    crypto::HashEngine hash;
    assets = hash.hash(crypto::HashAlg::sha256, bytes).hex();
  }
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto logged, answer::log_population(c.fs, *index, o.ledger, assets));
  c.note(fmt::format("{}: the fleet's population is leaf {}", base::printable(o.ledger),
                     logged.index));
  return {};
}

base::Result<int> import(Options o, const Context& c) {
  pick_up(c, o.paths, true, o.inputs);
  make_absolute(o.paths);
  for_each_file_option(
      o.inputs, [](const char*, std::string& path) { path = absolute(path); },
      [](const char*, std::vector<std::string>& paths) { make_absolute(paths); });
  const auto evidence = appraise::find_evidence(c.fs, o.paths);
  fleet::ImportReport report;
  {
    ASSAY_TRY(const auto writer, open_fleet_to_write(o.fleet, o.fleet.folder));
    ASSAY_TRY(report, import_into(c, *writer, evidence, o.inputs, o.jobs, o.batch));
  }
  ASSAY_CHECK(note_siblings(o.fleet, o.fleet.folder));
  if (!o.ledger.empty()) ASSAY_CHECK(log_population(c, o));
  print_report(c, report, o.fleet.json);
  return report.unreadable.empty() ? kOk : kUsage;
}

// Into a folder of its own, which takes the index's place only when it is whole.
base::Result<int> rebuild(const Options& o, const Context& c) {
  std::vector<fleet::RunRow> runs;
  std::vector<fleet::EvidenceRow> evidence;
  {
    ASSAY_TRY(const auto reader, open_fleet_to_rebuild(o.fleet));
    ASSAY_TRY(runs, reader->runs());
    ASSAY_TRY(evidence, reader->all_evidence());
  }
  const auto aside = (std::filesystem::path(o.fleet.folder) / "rebuild").string();
  std::error_code failed;
  std::filesystem::remove_all(aside, failed);
  fleet::ImportReport all;
  {
    ASSAY_TRY(const auto writer, open_fleet_to_write(o.fleet, aside));
    for (const auto& run : runs) {
      std::vector<std::string> paths;
      for (const auto& e : evidence)
        if (e.run == run.run) paths.push_back(e.path);
      ASSAY_TRY(auto recorded, parse_recorded(run.options));
      recorded.as_of = base::to_rfc3339({run.as_of});
      ASSAY_TRY(auto report, import_into(c, *writer, paths, recorded, o.jobs, o.batch));
      all.found += report.found;
      all.added += report.added;
      all.known += report.known;
      for (auto& error : report.unreadable) all.unreadable.push_back(std::move(error));
    }
  }
  if (all.unreadable.empty()) {
    ASSAY_CHECK(note_siblings(o.fleet, aside));
    std::filesystem::rename(fleet::duckdb::index_path(aside),
                            fleet::duckdb::index_path(o.fleet.folder), failed);
    if (failed)
      return base::in_file(
          {base::ErrorKind::io, "cannot take the index's place: " + failed.message()},
          fleet::duckdb::index_path(aside));
  } else {
    c.note("the old index stays: a rebuild without this evidence would lose what it showed");
  }
  std::filesystem::remove_all(aside, failed);
  print_report(c, all, o.fleet.json);
  return all.unreadable.empty() ? kOk : kUsage;
}

}  // namespace

void add_fleet_import(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = fleet.add_subcommand("import", "appraise evidence and add it to the index");
  verb->add_option("path", o->paths,
                   "evidence: a directory, a .evidence file, one artefact, or a folder of these")
      ->required();
  add_fleet_options(*verb, o->fleet);
  add_input_options(*verb, o->inputs);
  verb->add_option(
      "--log-population", o->ledger,
      "log in this ledger which servers the index knows now: the population that later "
      "allegations are about");
  verb->add_option("--jobs", o->jobs, "threads; default: one a core");
  verb->add_option("--batch", o->batch,
                   "collections a transaction, each synced once (default: 8192)")
      ->check(CLI::Range(1, 1'000'000));
  run_verb(*verb, context, code, [o, &context] { return import(*o, context); });
}

void add_fleet_rebuild(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      fleet.add_subcommand("rebuild", "make the index anew from the evidence that it names");
  add_fleet_options(*verb, o->fleet);
  verb->add_option("--jobs", o->jobs, "threads; default: one a core");
  run_verb(*verb, context, code, [o, &context] { return rebuild(*o, context); });
}

}  // namespace assay::cli
