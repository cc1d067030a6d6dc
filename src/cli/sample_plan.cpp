// assay sample plan: how many servers of which lots and sites, logged before the draw.
#include "answer/sample_plan.h"

#include <algorithm>
#include <fmt/format.h>

#include "answer/publish.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/answer_against.h"
#include "cli/answer_statement.h"
#include "cli/fleet.h"
#include "cli/sample.h"
#include "ledger/cosigned.h"
#include "ledger/layout.h"
#include "ledger/writer.h"
#include "store/store.h"

namespace assay::cli {
namespace {

using base::ErrorKind;
using base::fail;
using formats::json::Value;

struct Options {
  FleetOptions fleet;
  answer::SampleSettings settings;
  std::string allegation, claim, ledger, witness, output;
  std::string by = "lot,site";
};

base::Result<std::size_t> find_claim(const answer::Allegation& a, const std::string& id) {
  if (id.empty() && a.claims.size() == 1) return std::size_t{0};
  const auto it = std::ranges::find(a.claims, id, &answer::Claim::id);
  if (it != a.claims.end()) return static_cast<std::size_t>(it - a.claims.begin());
  std::string ids;
  for (const auto& c : a.claims) ids += (ids.empty() ? "" : ", ") + base::printable(c.id, 60);
  return fail(ErrorKind::usage, fmt::format("--claim: expected one of {}", ids));
}

base::Result<void> read_strata(const std::string& by, answer::SampleSettings& s) {
  s.by_lot = by == "lot" || by == "lot,site";
  s.by_site = by == "site" || by == "lot,site";
  if (s.by_lot || s.by_site || by == "none") return {};
  return fail(ErrorKind::usage, "--by: expected lot,site, lot, site or none");
}

// The witness whose cosignature will be the seed: named, or the only one that the ledger knows.
base::Result<proof::CosignerKey> find_witness(const Context& c, const Options& o) {
  if (!o.witness.empty()) {
    ASSAY_TRY(const auto bytes, c.fs.read(o.witness, 4096));
    auto text = bytes::as_chars(bytes);
    if (text.ends_with('\n')) text.remove_suffix(1);
    auto key = proof::parse_cosigner_key(text);
    if (!key) return base::in_file(std::move(key).error(), o.witness);
    return key;
  }
  ASSAY_TRY(const auto known, ledger::known_witnesses(c.fs, o.ledger));
  if (known.size() == 1) return known.front();
  return fail(
      ErrorKind::usage,
      fmt::format("--witness: expected the verifier key of the witness whose cosignature is "
                  "to be the seed; {} cosigned this ledger yet",
                  known.empty() ? "no witness has" : "more than one have"));
}

Value to_json(const answer::SamplePlan& plan, const std::string& sha256, std::uint64_t leaf) {
  Value out;
  out["plan"] = sha256;
  out["leaf"] = leaf;
  out["population_leaf"] = plan.population_leaf;
  out["claim"] = plan.claim;
  out["confidence"] = plan.confidence;
  out["tolerate"] = plan.tolerate;
  out["servers"] = plan.servers.size();
  out["drawn"] = plan.drawn();
  out["miss_probability"] = answer::miss_probability(plan.strata(), plan.tolerate);
  out["parts"] = Value::array();
  for (const auto& p : plan.parts)
    out["parts"].push_back({{"name", p.name}, {"servers", p.servers}, {"drawn", p.drawn}});
  return out;
}

std::string words(const answer::SamplePlan& plan, const Options& o) {
  auto out = fmt::format("Claim {}: {} of whom it is unknown; {} of them are to be examined\n\n",
                         base::printable(plan.claim, 60),
                         base::counted(plan.servers.size(), "server"), plan.drawn());
  out += "   servers  examine  of\n";
  for (const auto& p : plan.parts)
    out += fmt::format("{:>10} {:>8}  {}\n", p.servers, p.drawn, base::printable(p.name, 120));
  out += fmt::format(
      "\nIf {} or more of the {} were affected, however spread, at least one would be drawn with "
      "a\nconfidence of {} or more ({:.2f} % at the worst). None found then means fewer.\n",
      plan.tolerate, plan.servers.size(), percent(plan.confidence),
      100 * (1 - answer::miss_probability(plan.strata(), plan.tolerate)));
  out += fmt::format(
      "\nNow {} has to cosign the ledger's head (assay ledger witness {} --attach …); nobody knows "
      "before\nthat which servers are drawn. Then: assay sample draw {} --ledger {} -o DRAW\n",
      base::printable(plan.witness.name, 100), base::printable(o.ledger, 200),
      base::printable(o.output, 200), base::printable(o.ledger, 200));
  return out;
}

base::Result<int> run(Options o, const Context& c) {
  ASSAY_CHECK(read_strata(o.by, o.settings));
  if (c.fs.type(o.output) != base::FileType::none)
    return base::in_file({ErrorKind::usage, "is there already; a plan is made once"}, o.output);
  ASSAY_TRY(const auto toml, c.fs.read(o.allegation, ledger::kMostRecord));
  ASSAY_TRY(const auto allegation, read_allegation(c, o.allegation));
  ASSAY_TRY(const auto claim, find_claim(allegation, o.claim));
  ASSAY_TRY(const auto witness, find_witness(c, o));
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto answer, answer::answer(*index, allegation, c.clock.now()));
  ASSAY_TRY(const auto placements, index->placements());
  ASSAY_TRY(auto plan, answer::plan_sample(allegation, answer, claim, placements, o.settings));
  std::string assets;
  ASSAY_TRY(const auto inputs, recorded_inputs(c, *index, assets));
  static_cast<void>(inputs);
  plan.allegation = sha256_hex(bytes::as_chars(toml));
  plan.made = c.clock.now();
  plan.witness = witness;
  ASSAY_TRY(auto population, answer::log_population(c.fs, *index, o.ledger, assets));
  plan.population_leaf = population.index;
  plan.population = std::move(population.record);
  const auto text = answer::to_text(plan);
  const auto sha256 = sha256_hex(text);
  const store::Store store(c.fs, ledger::Layout{o.ledger}.store());
  ASSAY_TRY(const auto digest, store.put(bytes::as_bytes(text)));
  static_cast<void>(digest);
  // The file before the leaf: a plan that nobody logged is nothing, and a logged one whose file was
  // lost would look like one that was thrown away.
  ASSAY_CHECK(c.fs.write_atomically(o.output, bytes::as_bytes(text)));
  ASSAY_TRY(const auto writer, ledger::Writer::open(c.fs, o.ledger));
  const auto record = answer::sample_record(sha256);
  ASSAY_TRY(const auto done, writer->append({{ledger::LeafType::sample, bytes::as_bytes(record)}}));
  c.note(fmt::format("{}: population is leaf {}, plan leaf {} of {}", base::printable(o.output),
                     plan.population_leaf, done.first, base::printable(o.ledger)));
  if (o.fleet.json)
    c.print_json(to_json(plan, sha256, done.first));
  else
    c.print(words(plan, o));
  return kOk;
}

}  // namespace

void add_sample_plan(CLI::App& sample, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = sample.add_subcommand(
      "plan", "say how many servers to examine, and log that before anybody knows which");
  verb->add_option("allegation", o->allegation, "the allegation (TOML)")->required();
  verb->add_option("--claim", o->claim, "the claim's id; default: the only one");
  add_fleet_options(*verb, o->fleet);
  verb->add_option("--ledger", o->ledger, "the ledger that population and plan go into")
      ->required();
  verb->add_option("--witness", o->witness,
                   "file with the verifier key of the witness whose cosignature is to be the seed; "
                   "default: the only one that the ledger knows");
  verb->add_option("--confidence", o->settings.confidence, "like 0.95, the default");
  verb->add_option("--tolerate", o->settings.tolerate,
                   "find out if so many servers or more are affected: a number, or a share like "
                   "0.5%; default: 1%");
  verb->add_option("--by", o->by, "look at each: lot,site (default), lot, site or none");
  verb->add_option("-o,--output", o->output, "the plan's file")->required();
  run_verb(*verb, context, code, [o, &context] { return run(*o, context); });
}

}  // namespace assay::cli
