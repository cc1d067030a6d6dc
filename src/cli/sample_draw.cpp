// assay sample draw: the servers that the witness's cosignature draws.
#include "answer/sample_draw.h"

#include <fmt/format.h>

#include "answer/logged.h"
#include "answer/population_log.h"
#include "answer/sample_check.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "cli/sample.h"
#include "ledger/cosigned.h"
#include "ledger/layout.h"
#include "ledger/prove.h"
#include "store/store.h"

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

// The list of servers behind the population's leaf, which must hold all that the plan draws from.
base::Result<std::string> population_of(const Context& c, const DrawOptions& o,
                                        ledger::Reader& reader, const answer::SamplePlan& plan) {
  const auto record = statement::to_text(plan.population);
  ASSAY_TRY(const auto logged, reader.record(plan.population_leaf));
  if (logged.type != ledger::LeafType::asset_table || bytes::as_chars(logged.record) != record)
    return base::in_file({ErrorKind::refused, fmt::format("leaf {} is not the population that it "
                                                          "names",
                                                          plan.population_leaf)},
                         o.plan);
  const store::Store store(c.fs, ledger::Layout{o.ledger}.store());
  ASSAY_TRY(auto list, answer::population_list(store, record));
  if (auto ok = answer::check_frame(plan, list); !ok)
    return base::in_file(std::move(ok).error(), o.plan);
  return list;
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
  ASSAY_TRY(const auto list, population_of(c, o, reader, plan.plan));
  const auto write_proof = [&](std::uint64_t index, const std::string& file) -> base::Result<void> {
    ASSAY_TRY(const auto proof,
              ledger::prove(reader, index, {.head = head->note, .show_salt = true}));
    return c.fs.write_atomically(file, bytes::as_bytes(proof::to_text(proof)));
  };
  ASSAY_CHECK(write_proof(*leaf, o.output + ".tlog-proof"));
  ASSAY_CHECK(write_proof(plan.plan.population_leaf, o.output + ".population.tlog-proof"));
  ASSAY_CHECK(c.fs.write_atomically(o.output + ".population", bytes::as_bytes(list)));
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
  c.note(
      fmt::format("{0}: give it away with {1}, {0}.tlog-proof and {0}.population.tlog-proof; "
                  "anybody can draw again. {0}.population has all servers' names",
                  base::printable(o.output), base::printable(o.plan)));
  return kOk;
}

}  // namespace

void add_sample_draw(CLI::App& sample, const Context& context, int& code) {
  auto o = std::make_shared<DrawOptions>();
  CLI::App* verb =
      sample.add_subcommand("draw", "name the servers, as the witness's cosignature draws them");
  verb->add_option("plan", o->plan, "the plan's file")->required();
  verb->add_option("--ledger", o->ledger, "the ledger that the plan is in")->required();
  verb->add_option("-o,--output", o->output, "the draw's file; proofs and population go beside it")
      ->required();
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return draw(*o, context); });
}

}  // namespace assay::cli
