// The same change as the member "against" of docs/schemas/answer.schema.json, with every server.
#pragma once

#include "answer/against.h"
#include "formats/json/json.h"

namespace assay::report {

[[nodiscard]] formats::json::Value to_json(const answer::History& history);

}  // namespace assay::report
