// assay answer: what the fleet's evidence says to an allegation.
#include "answer/answer.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "answer/explain.h"
#include "cli/answer_against.h"
#include "cli/answer_statement.h"
#include "cli/fleet.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "report/against_text.h"
#include "report/answer_json.h"
#include "report/answer_text.h"

namespace assay::cli {
namespace {

struct Options {
  FleetOptions fleet;
  StatementOptions statement;
  std::string allegation, as_of, against;
  bool explain = false;
};

base::Result<int> run(const Options& o, const Context& c) {
  if (!o.statement.reveal.empty()) return reveal(c, o.statement);
  ASSAY_CHECK(check(o.statement));
  if (o.allegation.empty())
    return base::fail(base::ErrorKind::usage, "answer: expected an ALLEGATION.toml");
  ASSAY_TRY(const auto allegation, read_allegation(c, o.allegation));
  if (o.explain) {
    c.print(answer::explain(allegation));
    return kOk;
  }
  if (o.fleet.folder.empty())
    return base::fail(base::ErrorKind::usage,
                      "answer: expected --fleet DIR, an index made by assay fleet import");
  ASSAY_TRY(const auto as_of, parse_as_of(c, o.as_of));
  // Who names a time wants what was known then; without one nothing is left out, whatever clock a
  // collector had.
  std::optional<fleet::Seconds> known_by;
  if (!o.as_of.empty()) known_by = as_of.seconds;
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto answer, answer::answer(*index, allegation, as_of, known_by));
  std::optional<answer::History> history;
  if (!o.against.empty()) {
    ASSAY_TRY(history, compare_with(c, o.against, *index, allegation, answer));
  }
  if (is_wanted(o.statement))
    ASSAY_CHECK(write_statement(c, o.statement, o.allegation, *index, allegation, answer,
                                history ? &*history : nullptr));
  const auto sink = [&](std::string_view part) { c.print(part); };
  if (o.fleet.json) {
    report::write_json(allegation, answer, history ? &*history : nullptr, sink);
  } else {
    report::write_text(allegation, answer, c.style(), sink);
    if (history) report::write_text(*history, c.style(), sink);
  }
  const bool affected = std::ranges::any_of(
      answer.claims, [](const answer::ClaimAnswer& a) { return a.counts.affected > 0; });
  return affected ? kFound : kOk;
}

}  // namespace

void add_answer(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand(
      "answer", "say which servers an allegation could be about, and what was found");
  verb->add_option("allegation", o->allegation, "the allegation (TOML)");
  add_fleet_options(*verb, o->fleet);
  verb->get_option("--fleet")->required(false);  // --explain needs none
  verb->add_option("--as-of", o->as_of,
                   "answer with what was known by then (RFC 3339); default: now, with all");
  verb->add_option("--against", o->against,
                   "say what changed since this earlier version: an allegation, or a statement");
  verb->add_flag("--explain", o->explain, "print how each claim was read, and answer nothing");
  add_statement_options(*verb, o->statement);
  run_verb(*verb, context, code, [o, &context] { return run(*o, context); });
}

}  // namespace assay::cli
