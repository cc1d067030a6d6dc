// assay sample draw and verify: the servers that the witness's cosignature draws, and the same
// again for a stranger.
#include "answer/sample_draw.h"

#include <fmt/format.h>

#include "answer/logged.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "cli/sample.h"
#include "ledger/cosigned.h"
#include "ledger/prove.h"

namespace assay::cli {
namespace {

using base::ErrorKind;
using base::fail;
using formats::json::Value;

struct DrawOptions {
  std::string plan, ledger, output;
  bool json = false;
};

Value to_json(const answer::SamplePlan& plan, const std::vector<answer::SamplePlan::Server>& list) {
  Value out = Value::array();
  for (const auto& s : list) out.push_back({{"id", s.id}, {"part", plan.parts[s.part].name}});
  return out;
}

base::Result<int> draw(const DrawOptions& o, const Context& c) {
  ASSAY_TRY(const auto plan, read_sample_plan(c, o.plan));
  ASSAY_TRY(auto reader, ledger::Reader::open(c.fs, o.ledger));
  ASSAY_TRY(const auto leaf,
            answer::find_record(c.fs, o.ledger, reader.size(), ledger::LeafType::sample,
                                answer::sample_record(plan.sha256)));
  if (!leaf)
    return base::in_file(
        {ErrorKind::refused, "is not the plan that was logged: no leaf of this ledger is it"},
        o.plan);
  ASSAY_TRY(const auto head, ledger::first_cosigned(c.fs, o.ledger, plan.plan.witness, *leaf + 1));
  if (!head)
    return fail(ErrorKind::refused,
                fmt::format("{} has not cosigned a head with the plan, leaf {}, in it; let it: "
                            "assay ledger witness {} --attach --key … --state …",
                            base::printable(plan.plan.witness.name, 100), *leaf,
                            base::printable(o.ledger, 200)));
  const auto out =
      answer::make_draw(plan.plan, plan.text, *leaf, answer::seed_head(head->text, head->line));
  ASSAY_CHECK(answer::check_draw(out, plan.plan, plan.text));
  ASSAY_TRY(const auto proof,
            ledger::prove(reader, *leaf, {.head = head->note, .show_salt = true}));
  const auto proof_file = o.output + ".tlog-proof";
  ASSAY_CHECK(c.fs.write_atomically(proof_file, bytes::as_bytes(proof::to_text(proof))));
  ASSAY_CHECK(c.fs.write_atomically(o.output, bytes::as_bytes(answer::to_text(out))));
  if (o.json) {
    c.print_json({{"plan", plan.sha256},
                  {"leaf", *leaf},
                  {"seed", sha256_hex(out.head)},
                  {"head_size", head->size},
                  {"cosigned", time_words(head->timestamp)},
                  {"servers", to_json(plan.plan, out.servers)}});
    return kOk;
  }
  std::string text =
      fmt::format("{} drawn by the head of {} leaves that {} cosigned at {}\n",
                  base::counted(out.servers.size(), "server"), head->size,
                  base::printable(plan.plan.witness.name, 100), time_words(head->timestamp));
  for (const auto& s : out.servers)
    text += fmt::format("  {}  ({})\n", base::printable(s.id, 120),
                        base::printable(plan.plan.parts[s.part].name, 120));
  c.print(text);
  c.note(fmt::format("{}: give it away with {} and {}; anybody can draw again",
                     base::printable(o.output), base::printable(proof_file),
                     base::printable(o.plan)));
  return kOk;
}

struct VerifyOptions {
  std::string draw, plan, proof, trust;
};

base::Result<ledger::ProvedLeaf> verify_proof(const Context& c, const VerifyOptions& o,
                                              const PlanFile& plan,
                                              const answer::SampleDraw& draw) {
  ASSAY_TRY(const auto policy, read_trust_policy(c, o.trust));
  ASSAY_TRY(const auto bytes, c.fs.read(o.proof, 1U << 20U));
  const auto proof = proof::parse_log_proof(bytes::as_chars(bytes));
  if (!proof) return base::in_file(proof.error(), o.proof);
  const auto record = answer::sample_record(plan.sha256);
  ASSAY_TRY(auto proved, ledger::verify_logged(policy, *proof, bytes::as_bytes(record)));
  const auto no = [&](std::string_view what) {
    return base::in_file({ErrorKind::refused, std::string(what)}, o.proof);
  };
  if (proved.logged.leaf.type != ledger::LeafType::sample || proved.index != draw.leaf)
    return no("is not of the leaf that the draw names");
  if (plan.plan.population >= draw.leaf) return no("the plan is older than its population");
  ASSAY_TRY(const auto head, ledger::cosigned_by(proof->checkpoint, plan.plan.witness));
  if (!head || answer::seed_head(head->text, head->line) != draw.head)
    return no("is not under the head that is the draw's seed");
  const auto known = [&](const proof::TrustPolicy::Witness& w) {
    return w.key == plan.plan.witness;
  };
  if (std::ranges::none_of(policy.witnesses, known))
    return base::in_file(
        {ErrorKind::refused, "does not know the plan's witness, whose cosignature is the seed"},
        o.trust);
  return proved;
}

base::Result<int> verify(const VerifyOptions& o, const Context& c) {
  const auto refuse = [&](const base::Error& error) {
    c.print(fmt::format("{}: does not hold: {}\n", base::printable(o.draw), error.describe()));
    return kFound;
  };
  ASSAY_TRY(const auto plan, read_sample_plan(c, o.plan));
  const auto draw = read_sample_draw(c, o.draw, plan);
  if (!draw && draw.error().kind == ErrorKind::refused) return refuse(draw.error());
  if (!draw) return std::unexpected(draw.error());
  const auto proved = verify_proof(c, o, plan, *draw);
  if (!proved && proved.error().kind == ErrorKind::refused) return refuse(proved.error());
  if (!proved) return std::unexpected(proved.error());
  c.print(fmt::format(
      "{}: holds\n"
      "  the plan is leaf {} of {}, of {}, and names leaf {} as the population before it\n"
      "  {} of {} were drawn, those and no others, by the cosignature of {}\n"
      "  with {} confidence one of them is affected if {} or more of all are\n"
      "  not checked: that {} cosigned no other head between the plan and this one; ask it\n",
      base::printable(o.draw), draw->leaf, base::printable(proved->head.origin, 100),
      base::to_rfc3339(plan.plan.made), plan.plan.population, draw->servers.size(),
      plan.plan.servers.size(), base::printable(plan.plan.witness.name, 100),
      percent(plan.plan.confidence), plan.plan.tolerate,
      base::printable(plan.plan.witness.name, 100)));
  return kOk;
}

}  // namespace

void add_sample_draw(CLI::App& sample, const Context& context, int& code) {
  auto o = std::make_shared<DrawOptions>();
  CLI::App* verb =
      sample.add_subcommand("draw", "name the servers, as the witness's cosignature draws them");
  verb->add_option("plan", o->plan, "the plan's file")->required();
  verb->add_option("--ledger", o->ledger, "the ledger that the plan is in")->required();
  verb->add_option("-o,--output", o->output, "the draw's file; its proof goes beside it")
      ->required();
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return draw(*o, context); });
}

void add_sample_verify(CLI::App& sample, const Context& context, int& code) {
  auto o = std::make_shared<VerifyOptions>();
  CLI::App* verb = sample.add_subcommand("verify", "check a draw offline, without the ledger");
  verb->add_option("draw", o->draw, "the draw's file")->required();
  verb->add_option("--plan", o->plan, "the plan's file")->required();
  verb->add_option("--proof", o->proof, "the proof that came with the draw")->required();
  verb->add_option("--trust", o->trust, "whom you trust: logs and witnesses (tlog-policy)")
      ->required();
  run_verb(*verb, context, code, [o, &context] { return verify(*o, context); });
}

}  // namespace assay::cli
