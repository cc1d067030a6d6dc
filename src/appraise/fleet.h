// What only the fleet together can tell: two servers with one identity, a PCR that siblings' same
// log explains, a quote that contradicts an earlier one of the same key, one new value on many
// servers. Then policy severities are applied and verdicts are given.
#pragma once

#include "appraise/appraise_server.h"

namespace assay::appraise {

/// Fewest servers, and least share of those compared with the same reference, that make a rollout.
inline constexpr std::size_t kRolloutServers = 5;
inline constexpr double kRolloutShare = 0.2;

[[nodiscard]] FleetAppraisal finish_fleet(std::vector<ServerAppraisal> servers,
                                          const FactTable& facts, const Inputs& inputs);
/// The same for servers that still carry their own facts.
[[nodiscard]] FleetAppraisal finish_fleet(std::vector<ServerAppraisal> servers,
                                          const Inputs& inputs);

}  // namespace assay::appraise
