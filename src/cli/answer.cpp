// assay answer: what the fleet's evidence says to an allegation.
#include "answer/answer.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "answer/explain.h"
#include "bytes/text.h"
#include "cli/answer_statement.h"
#include "cli/fleet.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "report/answer_json.h"
#include "report/answer_text.h"

namespace assay::cli {
namespace {

struct Options {
  FleetOptions fleet;
  StatementOptions statement;
  std::string allegation, as_of;
  bool explain = false;
};

base::Result<answer::Allegation> read_allegation(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, 16ULL << 20U));
  ASSAY_TRY(auto out, answer::parse_allegation(bytes::as_chars(bytes), path));
  const auto folder = std::filesystem::path(path).parent_path();
  for (auto& claim : out.claims)
    for (std::size_t i = 0; i < claim.indicator_files.size(); ++i) {
      const auto file = (folder / claim.indicator_files[i]).string();
      ASSAY_TRY(const auto list, c.fs.read(file, 256ULL << 20U));
      if (auto added = answer::add_indicators(claim, i, bytes::as_chars(list)); !added)
        return base::in_file(std::move(added).error(), file);
    }
  return out;
}

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
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto answer, answer::answer(*index, allegation, as_of));
  if (is_wanted(o.statement))
    ASSAY_CHECK(write_statement(c, o.statement, o.allegation, *index, allegation, answer));
  const auto sink = [&](std::string_view part) { c.print(part); };
  if (o.fleet.json)
    report::write_json(allegation, answer, sink);
  else
    report::write_text(allegation, answer, c.style(), sink);
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
  verb->add_option("--as-of", o->as_of, "answer as of this time (RFC 3339); default: now");
  verb->add_flag("--explain", o->explain, "print how each claim was read, and answer nothing");
  add_statement_options(*verb, o->statement);
  run_verb(*verb, context, code, [o, &context] { return run(*o, context); });
}

}  // namespace assay::cli
