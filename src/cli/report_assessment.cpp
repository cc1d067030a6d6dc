// assay report assessment: the document that an outside assessor hands over.
#include <fmt/format.h>

#include "answer/assessment.h"
#include "bytes/text.h"
#include "cli/answer_statement.h"
#include "cli/fleet.h"
#include "cli/report.h"
#include "cli/trust.h"
#include "report/assessment_html.h"
#include "report/assessment_json.h"
#include "report/assessment_text.h"

namespace assay::cli {
namespace {

struct Options {
  FleetOptions fleet;
  std::vector<std::string> remediation;
  std::string ledger, as_of, html, title;
};

base::Result<std::vector<reference::RemediationRecord>> read_remediation(
    const Context& c, const std::vector<std::string>& files) {
  std::vector<reference::RemediationRecord> out;
  for (const auto& file : files) {
    ASSAY_TRY(const auto bytes, c.fs.read(file, 64ULL << 20U));
    ASSAY_TRY(auto records, reference::parse_remediation(bytes::as_chars(bytes), file));
    out.insert(out.end(), std::make_move_iterator(records.begin()),
               std::make_move_iterator(records.end()));
  }
  return out;
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto as_of, parse_as_of(c, o.as_of));
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  auto files = o.remediation;
  if (files.empty()) {
    // What the last import was given.
    ASSAY_TRY(const auto runs, index->runs());
    if (!runs.empty()) {
      ASSAY_TRY(const auto recorded, parse_recorded(runs.back().options));
      files = recorded.remediation;
    }
  }
  ASSAY_TRY(const auto records, read_remediation(c, files));
  ASSAY_TRY(auto assessment, answer::assess(c.fs, *index, records, o.ledger, as_of));
  std::string assets;
  ASSAY_TRY(assessment.scope.inputs, recorded_inputs(c, *index, assets));
  if (!o.html.empty()) {
    ASSAY_TRY(const auto file, c.fs.create_atomically(o.html));
    base::Result<void> written;
    report::write_html(assessment, o.title, [&](std::string_view part) {
      if (written) written = file->write(bytes::as_bytes(part));
    });
    ASSAY_CHECK(std::move(written));
    ASSAY_CHECK(file->commit());
  }
  if (o.fleet.json)
    c.print_json(report::to_json(assessment));
  else
    report::write_text(assessment, c.style(), [&](std::string_view part) { c.print(part); });
  return assessment.open.empty() ? kOk : kFound;
}

}  // namespace

void add_report_assessment(CLI::App& report, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = report.add_subcommand(
      "assessment", "scope, methods, findings, recommendations and what was closed, of a fleet");
  add_fleet_options(*verb, o->fleet);
  verb->add_option("--ledger", o->ledger, "the ledger that proves which evidence there was");
  verb->add_option("--remediation", o->remediation,
                   "who mends what, by when (TOML); default: what the last import was given");
  verb->add_option("--as-of", o->as_of, "the day that due days are compared with; default: now");
  verb->add_option("--html", o->html, "write it as one self-contained HTML file, to print or send");
  verb->add_option("--title", o->title, "title of the HTML file");
  run_verb(*verb, context, code, [o, &context] { return run(*o, context); });
}

}  // namespace assay::cli
