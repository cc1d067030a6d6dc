// --against EARLIER of `assay answer`: an earlier version of the allegation, or a statement that
// answered one.
#pragma once

#include <string>

#include "answer/against.h"
#include "cli/run_verb.h"
#include "fleet/index.h"

namespace assay::cli {

/// The allegation at `path` with the indicator files beside it.
[[nodiscard]] base::Result<answer::Allegation> read_allegation(const Context& context,
                                                               const std::string& path);

/// `known_by` as of answer::answer. A statement is read as it stands: assay-verify is what checks
/// one.
[[nodiscard]] base::Result<answer::History> compare_with(const Context& context,
                                                         const std::string& earlier,
                                                         fleet::IndexReader& index,
                                                         const answer::Allegation& allegation,
                                                         const answer::Answer& answer);

}  // namespace assay::cli
