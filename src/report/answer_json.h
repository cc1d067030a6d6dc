// An answer as the JSON of docs/schemas/answer.schema.json: counts and what shows each claim, and a
// row for every server, piece by piece.
#pragma once

#include <functional>
#include <string_view>

#include "answer/against.h"
#include "answer/answer.h"
#include "formats/json/json.h"

namespace assay::report {

/// Everything but the rows.
[[nodiscard]] formats::json::Value to_json(const answer::Allegation& allegation,
                                           const answer::Answer& answer);
/// One server's row.
[[nodiscard]] formats::json::Value to_json(const answer::Allegation& allegation,
                                           const fleet::PopulationRow& row);

/// One JSON object; rows under "servers", `history` under "against" where there is one.
void write_json(const answer::Allegation& allegation, const answer::Answer& answer,
                const answer::History* history, const std::function<void(std::string_view)>& sink);

}  // namespace assay::report
