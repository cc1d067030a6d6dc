// audit --ledger: what an audit took in and what it found, into the ledger. Every file that it read
// is kept as an object, the evidence packed; the appraisal's record names each by its SHA-256, with
// the time and the engine's version, so that the same audit can be made again years later.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "appraise/appraise_server.h"
#include "cli/inputs.h"

namespace assay::cli {

/// `read`: the input files by path, as read_inputs() saw them; `paths`: the evidence. Says on
/// standard error which leaves it made.
[[nodiscard]] base::Result<void> log_audit(const Context& context, const std::string& ledger,
                                           const InputOptions& options,
                                           const std::map<std::string, base::Bytes>& read,
                                           const appraise::Inputs& inputs,
                                           const std::vector<std::string>& paths,
                                           const appraise::FleetAppraisal& fleet);

}  // namespace assay::cli
