// assay sample verify: a draw made again by a stranger, who has files alone.
#include <fmt/format.h>
#include <functional>

#include "answer/sample_check.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "cli/sample.h"

namespace assay::cli {
namespace {

using base::ErrorKind;
using formats::json::Value;

struct Options {
  std::string draw, plan, proof, trust, population, population_proof, kept;
  bool json = false;
};

struct Outcome {
  std::vector<std::string> holds, not_checked;
};

base::Result<proof::LogProof> read_proof(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, 1U << 20U));
  auto proof = proof::parse_log_proof(bytes::as_chars(bytes));
  if (!proof) return base::in_file(std::move(proof).error(), path);
  return proof;
}

// The population's leaf and list, and the heads that the witness kept: whoever has them.
base::Result<void> check_beside(const Context& c, const Options& o,
                                const proof::TrustPolicy& policy, const answer::SamplePlan& plan,
                                const answer::SampleDraw& draw, Outcome& out) {
  const auto of = [](base::Result<void> result, const std::string& path) -> base::Result<void> {
    if (!result) return base::in_file(std::move(result).error(), path);
    return result;
  };
  const auto witness = base::printable(plan.witness.name, 100);
  if (o.population_proof.empty()) {
    out.not_checked.push_back(
        fmt::format("that leaf {} is the population (--population-proof)", plan.population_leaf));
  } else {
    ASSAY_TRY(const auto proof, read_proof(c, o.population_proof));
    ASSAY_CHECK(of(answer::check_population_leaf(policy, proof, plan, draw), o.population_proof));
    out.holds.push_back(fmt::format("the population is leaf {}, of {}, logged before the plan",
                                    plan.population_leaf,
                                    base::counted(plan.population.count, "server")));
  }
  if (o.population.empty()) {
    out.not_checked.emplace_back("that who is drawn from is in the population (--population)");
  } else {
    ASSAY_TRY(const auto list, c.fs.read(o.population, kMostInput));
    ASSAY_CHECK(of(answer::check_frame(plan, bytes::as_chars(list)), o.population));
    out.holds.push_back(
        fmt::format("all {} that are drawn from are in the population", plan.servers.size()));
  }
  if (o.kept.empty()) {
    out.not_checked.push_back(fmt::format(
        "that {} cosigned no head before this one with the plan in it, nor this one before; ask it "
        "(--kept)",
        witness));
  } else {
    ASSAY_CHECK(of(answer::check_first(c.fs, o.kept, plan, draw), o.kept));
    out.holds.push_back(fmt::format(
        "by what {} says that it cosigned, no head with the plan in it was to be had earlier",
        witness));
  }
  return {};
}

base::Result<Outcome> check(const Context& c, const Options& o) {
  Outcome out;
  ASSAY_TRY(const auto plan, read_sample_plan(c, o.plan));
  ASSAY_TRY(const auto draw, read_sample_draw(c, o.draw, plan));
  ASSAY_TRY(const auto policy, read_trust_policy(c, o.trust));
  ASSAY_TRY(const auto proof, read_proof(c, o.proof));
  auto proved = answer::check_plan_leaf(policy, proof, plan.plan, draw);
  if (!proved) return base::in_file(std::move(proved).error(), o.proof);
  out.holds.push_back(fmt::format("the plan is leaf {} of {}, of {}", draw.leaf,
                                  base::printable(proved->head.origin, 100),
                                  base::to_rfc3339(plan.plan.made)));
  out.holds.push_back(fmt::format(
      "{} of {} were drawn, those and no others, by the cosignature of {} of {}",
      draw.servers.size(), plan.plan.servers.size(), base::printable(plan.plan.witness.name, 100),
      base::to_rfc3339(answer::drawn_at(draw, plan.plan))));
  out.holds.push_back(
      fmt::format("with {} confidence one of them is affected if {} or more of all "
                  "are",
                  percent(plan.plan.confidence), plan.plan.tolerate));
  ASSAY_CHECK(check_beside(c, o, policy, plan.plan, draw, out));
  return out;
}

base::Result<int> verify(const Options& o, const Context& c) {
  const auto outcome = check(c, o);
  if (!outcome && outcome.error().kind != ErrorKind::refused)
    return std::unexpected(outcome.error());
  const auto why = outcome ? std::string() : outcome.error().describe();
  if (o.json) {
    c.print_json({{"draw", base::printable(o.draw)},
                  {"good", outcome.has_value()},
                  {"why", outcome ? Value(nullptr) : Value(why)},
                  {"holds", outcome ? outcome->holds : std::vector<std::string>{}},
                  {"not_checked", outcome ? outcome->not_checked : std::vector<std::string>{}}});
  } else if (!outcome) {
    c.print(fmt::format("{}: does not hold: {}\n", base::printable(o.draw), why));
  } else {
    auto text = fmt::format("{}: holds\n", base::printable(o.draw));
    for (const auto& line : outcome->holds) text += "  " + line + "\n";
    for (const auto& line : outcome->not_checked) text += "  not checked: " + line + "\n";
    c.print(text);
  }
  return outcome ? kOk : kFound;
}

}  // namespace

void add_sample_verify(CLI::App& sample, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = sample.add_subcommand("verify", "check a draw offline, without the ledger");
  verb->add_option("draw", o->draw, "the draw's file")->required();
  verb->add_option("--plan", o->plan, "the plan's file")->required();
  verb->add_option("--proof", o->proof, "the plan's proof, which came with the draw")->required();
  verb->add_option("--population-proof", o->population_proof,
                   "the population's proof, which came with the draw");
  verb->add_option("--population", o->population, "the population's list of servers");
  verb->add_option("--kept", o->kept,
                   "the heads that the witness kept, from itself: the folder STATE/….cosigned");
  verb->add_option("--trust", o->trust, "whom you trust: logs and witnesses (tlog-policy)")
      ->required();
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return verify(*o, context); });
}

}  // namespace assay::cli
