// The audit as the JSON of the contract, server by server, so that 20,000 servers need no tree of
// their own in memory.
#pragma once

#include <functional>

#include "appraise/appraisal.h"
#include "formats/json/json.h"

namespace assay::report {

[[nodiscard]] formats::json::Value to_json(const appraise::ServerAppraisal& server);
[[nodiscard]] formats::json::Value to_json(const appraise::Coverage& coverage);

/// One JSON object, in pieces.
void write_json(const appraise::FleetAppraisal& fleet,
                const std::function<void(std::string_view)>& sink);

}  // namespace assay::report
