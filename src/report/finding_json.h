// Findings as the JSON of the contract:
// {"code","severity","subject","why","do","cites":[…],"status"}.
#pragma once

#include <span>

#include "evidence/finding.h"
#include "formats/json/json.h"

namespace assay::report {

[[nodiscard]] formats::json::Value to_json(const evidence::Finding& finding);
[[nodiscard]] formats::json::Value to_json(std::span<const evidence::Finding> findings);

}  // namespace assay::report
