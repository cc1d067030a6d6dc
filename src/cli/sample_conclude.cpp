// assay sample conclude: what the looks at the drawn servers say of all.
#include <algorithm>
#include <fmt/format.h>

#include "answer/sample_conclusion.h"
#include "answer/sight.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/answer_against.h"
#include "cli/fleet.h"
#include "cli/sample.h"

namespace assay::cli {
namespace {

using base::ErrorKind;
using formats::json::Value;

struct Options {
  FleetOptions fleet;
  std::string draw, plan, allegation;
};

constexpr std::size_t kMostNamed = 10;

Value to_json(const answer::SamplePlan& plan, const answer::SampleConclusion& r,
              base::Time drawn_at) {
  Value out;
  out["drawn_at"] = base::to_rfc3339(drawn_at);
  out["claim"] = plan.claim;
  out["confidence"] = plan.confidence;
  out["tolerate"] = plan.tolerate;
  out["servers"] = r.servers;
  out["drawn"] = r.drawn;
  out["affected"] = r.affected;
  out["cleared"] = r.cleared;
  out["not_examined"] = r.missing;
  out["affected_beside_the_draw"] = r.beside;
  out["at_most"] = r.at_most;
  out["at_most_if_the_rest_is_clear"] = r.at_most_if_clear;
  out["miss_probability"] = r.miss_probability;
  out["settled"] = r.settled;
  out["outside"] = {{"affected", r.outside_affected},
                    {"cleared", r.outside_cleared},
                    {"unknown", r.outside_unknown}};
  out["parts"] = Value::array();
  for (const auto& p : r.parts)
    out["parts"].push_back({{"name", p.name},
                            {"servers", p.servers},
                            {"drawn", p.drawn},
                            {"affected", p.affected},
                            {"cleared", p.cleared},
                            {"not_examined", p.missing()},
                            {"at_most", p.at_most}});
  out["found"] = r.found;
  out["to_examine"] = r.to_examine;
  return out;
}

std::string listed(const std::vector<std::string>& ids) {
  std::string out;
  for (std::size_t i = 0; i < ids.size() && i < kMostNamed; ++i)
    out += (i == 0 ? "" : ", ") + base::printable(ids[i], 120);
  if (ids.size() > kMostNamed)
    out += fmt::format(" and {} more (--json lists all)", ids.size() - kMostNamed);
  return out;
}

std::string words(const answer::SamplePlan& plan, const answer::SampleConclusion& r,
                  const answer::Claim& claim, base::Time drawn_at, const report::TextStyle& style) {
  std::string out =
      fmt::format("Claim {}: {} of {} were drawn\n\n", base::printable(plan.claim, 60), r.drawn,
                  base::counted(r.servers, "server"));
  out += "   servers    drawn affected  cleared  not yet  at most  of\n";
  for (const auto& p : r.parts)
    out += fmt::format("{:>10} {:>8} {:>8} {:>8} {:>8} {:>8}  {}\n", p.servers, p.drawn, p.affected,
                       p.cleared, p.missing(), p.at_most, base::printable(p.name, 120));
  out += '\n';
  const auto line = [&](const std::string& text) {
    out += report::wrapped(text, style.width, "  ") + "\n";
  };
  if (!r.found.empty()) line("Affected: " + listed(r.found) + ".");
  if (r.beside > 0)
    line(fmt::format("Affected as well: {} that were not drawn, by other looks.",
                     base::counted(r.beside, "server")));
  if (!r.to_examine.empty()) line("Still to examine: " + listed(r.to_examine) + ".");
  const auto sure = percent(plan.confidence);
  if (r.missing > 0) {
    line(
        fmt::format("With {} confidence at most {} of the {} are affected, if all that were not "
                    "examined are. If those are examined and clear, it is at most {}.",
                    sure, r.at_most, r.servers, r.at_most_if_clear));
  } else {
    line(fmt::format("With {} confidence at most {} of the {} are affected.", sure, r.at_most,
                     r.servers));
  }
  if (r.affected + r.missing == 0)
    line(
        fmt::format("Had {} of them been affected, the chance to draw none was {:.2g} % at the "
                    "most.",
                    plan.tolerate, 100 * r.miss_probability));
  line(r.settled
           ? fmt::format("That is fewer than the {} that the plan asked about: settled.",
                         plan.tolerate)
           : fmt::format("The plan asked whether it is {} or more: not settled.", plan.tolerate));
  if (r.parts.size() > 1) line("What a part has at most holds with that confidence for it alone.");
  line(fmt::format("Looks count that were taken since {}, when the draw was made.",
                   base::to_rfc3339(drawn_at)));
  if (r.outside_affected + r.outside_cleared + r.outside_unknown > 0)
    line(
        fmt::format("Nothing is said of the rest of the population, which was not drawn from: {} "
                    "affected, {} cleared, {} unknown.",
                    r.outside_affected, r.outside_cleared, r.outside_unknown));
  for (std::size_t i = 0; i < claim.query.sights.size(); ++i) {
    const auto d = claim.query.sights[i].discipline;
    const bool told = std::any_of(claim.query.sights.begin(),
                                  claim.query.sights.begin() + static_cast<std::ptrdiff_t>(i),
                                  [&](const fleet::Sight& s) { return s.discipline == d; });
    if (!told)
      line(fmt::format("It holds for what {} can see, which cannot exclude {}.", appraise::name(d),
                       answer::method_of(d).cannot));
  }
  return out;
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto plan, read_sample_plan(c, o.plan));
  ASSAY_TRY(const auto draw, read_sample_draw(c, o.draw, plan));
  ASSAY_TRY(const auto toml, c.fs.read(o.allegation, kMostInput));
  if (sha256_hex(bytes::as_chars(toml)) != plan.plan.allegation)
    return base::in_file({ErrorKind::refused, "is not the allegation that the plan is about"},
                         o.allegation);
  const auto drawn_at = answer::drawn_at(draw, plan.plan);
  ASSAY_TRY(auto given, read_allegation(c, o.allegation));
  const auto allegation = answer::since_draw(std::move(given), drawn_at);
  const auto it = std::ranges::find(allegation.claims, plan.plan.claim, &answer::Claim::id);
  if (it == allegation.claims.end())
    return base::in_file({ErrorKind::refused, "has no claim of the plan's id"}, o.allegation);
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto answer, answer::answer(*index, allegation, c.clock.now()));
  const auto result = answer::conclude(plan.plan, draw, answer,
                                       static_cast<std::size_t>(it - allegation.claims.begin()));
  if (o.fleet.json)
    c.print_json(to_json(plan.plan, result, drawn_at));
  else
    c.print(words(plan.plan, result, *it, drawn_at, c.style()));
  return result.affected + result.beside > 0 ? kFound : kOk;
}

}  // namespace

void add_sample_conclude(CLI::App& sample, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      sample.add_subcommand("conclude", "say what the looks at the drawn servers say of all");
  verb->add_option("draw", o->draw, "the draw's file")->required();
  verb->add_option("allegation", o->allegation, "the allegation that the plan is about")
      ->required();
  verb->add_option("--plan", o->plan, "the plan's file")->required();
  add_fleet_options(*verb, o->fleet);
  run_verb(*verb, context, code, [o, &context] { return run(*o, context); });
}

}  // namespace assay::cli
