// From an answer to the statement that others will check: each row with the examinations that its
// standings rest on, so that a stranger can come to the same counts.
#pragma once

#include "answer/answer.h"
#include "statement/statement.h"

namespace assay::answer {

/// What was asked and answered, row by row, without what the rows rest on.
[[nodiscard]] statement::Statement outline(const Allegation& allegation, const Answer& answer);

/// All but what the ledger gives (leaves, appraisals) and the inputs.
[[nodiscard]] base::Result<statement::Statement> to_statement(fleet::IndexReader& index,
                                                              const Allegation& allegation,
                                                              const Answer& answer);

}  // namespace assay::answer
