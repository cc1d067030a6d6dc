// An assessment as the JSON of docs/schemas/assessment.schema.json.
#pragma once

#include "answer/assessment.h"
#include "formats/json/json.h"

namespace assay::report {

[[nodiscard]] formats::json::Value to_json(const answer::Assessment& assessment);

}  // namespace assay::report
