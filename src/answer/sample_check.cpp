#include "answer/sample_check.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "ledger/cosigned.h"
#include "statement/population_list.h"

namespace assay::answer {
namespace {

using base::ErrorKind;

std::unexpected<base::Error> no(std::string_view what) {
  return base::fail(ErrorKind::refused, std::string(what));
}

// A leaf under the head that is the seed.
base::Result<ledger::ProvedLeaf> check_leaf(const proof::TrustPolicy& policy,
                                            const proof::LogProof& proof, std::string_view record,
                                            const SamplePlan& plan, const SampleDraw& draw) {
  ASSAY_TRY(auto proved, ledger::verify_logged(policy, proof, bytes::as_bytes(record)));
  ASSAY_TRY(const auto head, ledger::cosigned_by(proof.checkpoint, plan.witness));
  if (!head || seed_head(head->text, head->line) != draw.head)
    return no("is not under the head that is the draw's seed");
  return proved;
}

}  // namespace

base::Result<ledger::ProvedLeaf> check_plan_leaf(const proof::TrustPolicy& policy,
                                                 const proof::LogProof& proof,
                                                 const SamplePlan& plan, const SampleDraw& draw) {
  ASSAY_TRY(auto proved, check_leaf(policy, proof, sample_record(draw.plan), plan, draw));
  if (proved.logged.leaf.type != ledger::LeafType::sample || proved.index != draw.leaf)
    return no("is not of the leaf that the draw names");
  if (plan.population_leaf >= draw.leaf) return no("the plan is older than its population");
  const auto known = [&](const proof::TrustPolicy::Witness& w) { return w.key == plan.witness; };
  if (std::ranges::none_of(policy.witnesses, known))
    return no("the trust policy does not know the plan's witness, whose cosignature is the seed");
  return proved;
}

base::Result<void> check_population_leaf(const proof::TrustPolicy& policy,
                                         const proof::LogProof& proof, const SamplePlan& plan,
                                         const SampleDraw& draw) {
  ASSAY_TRY(const auto proved,
            check_leaf(policy, proof, statement::to_text(plan.population), plan, draw));
  if (proved.logged.leaf.type != ledger::LeafType::asset_table ||
      proved.index != plan.population_leaf)
    return no("is not of the leaf that the plan names as its population");
  return {};
}

base::Result<void> check_frame(const SamplePlan& plan, std::string_view list) {
  crypto::HashEngine hash;
  if (hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(list)).hex() != plan.population.servers)
    return no("is not the list of the population that the plan names");
  auto budget = sample_budget();
  const auto servers =
      statement::parse_population_list(bytes::Reader(bytes::as_bytes(list)), budget);
  if (!servers) return std::unexpected(bytes::to_error(servers.error()));
  if (servers->size() != plan.population.count)
    return no("has another number of servers than the plan says");
  for (const auto& s : plan.servers)
    if (!std::ranges::binary_search(*servers, s.id, {}, &statement::ListedServer::id))
      return no(fmt::format("the plan draws from {}, which is not in the population",
                            base::printable(s.id, 120)));
  return {};
}

base::Result<void> check_first(const base::FileSystem& fs, const std::string& heads,
                               const SamplePlan& plan, const SampleDraw& draw) {
  ASSAY_TRY(const auto first, ledger::first_cosigned_in(fs, heads, plan.witness, draw.leaf + 1));
  if (!first) return no("holds no head of the plan's witness with the plan in it");
  if (seed_head(first->text, first->line) != draw.head)
    return no(
        fmt::format("the first head with the plan in it is another one, of {}, cosigned at {}",
                    base::counted(first->size, "leaf", "leaves"),
                    base::to_rfc3339({static_cast<std::int64_t>(first->timestamp)})));
  return {};
}

}  // namespace assay::answer
