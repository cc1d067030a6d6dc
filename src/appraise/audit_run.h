// Many servers at once: loads and appraises on all cores, keeps only what reports need, and then
// takes the fleet step. Memory grows with the findings, not with the evidence.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "appraise/appraise_server.h"
#include "base/filesystem.h"

namespace assay::appraise {

struct AuditRun {
  FleetAppraisal fleet;
  std::vector<base::Error> unreadable;  ///< paths that could not be taken in at all
};

/// Paths of single servers' evidence (see find_evidence). `progress` is called with the number
/// done, from any thread, at most once per server. `jobs` 0: one per core.
[[nodiscard]] AuditRun audit(const base::FileSystem& fs, const std::vector<std::string>& paths,
                             const Inputs& inputs, unsigned jobs,
                             const std::function<void(std::size_t)>& progress);

/// Gives the servers at `places` of `fleet.servers` their timelines, from their evidence read
/// again; one whose evidence is no longer what was appraised has none. `inputs.timelines` was set
/// in audit().
void add_timelines(const base::FileSystem& fs, const Inputs& inputs, unsigned jobs,
                   std::span<const std::size_t> places, FleetAppraisal& fleet);

/// Each path is evidence of one server, or a folder of such (also nested: site, rack, server).
[[nodiscard]] std::vector<std::string> find_evidence(const base::FileSystem& fs,
                                                     const std::vector<std::string>& paths);

}  // namespace assay::appraise
