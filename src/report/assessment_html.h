// An assessment as one HTML file that needs nothing else, made to be printed: numbered sections, no
// script, proofs folded on the screen and whole on paper.
#pragma once

#include <string>

#include "answer/assessment.h"
#include "report/html.h"

namespace assay::report {

/// `title`: empty: "Assessment".
void write_html(const answer::Assessment& assessment, const std::string& title,
                const HtmlSink& sink);

}  // namespace assay::report
