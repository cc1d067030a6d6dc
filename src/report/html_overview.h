// The first page of the HTML report, part by part: what it is, what to look at first, what was
// examined and what was not, and every server in one line.
#pragma once

#include "report/html_view.h"

namespace assay::report {

/// Title, as-of time, policy, references, engine; the verdicts in one sentence and one bar.
void write_masthead(Html& html, const View& view);
/// The worst findings of the fleet, each kind once, with the servers that have it; then the fleet's
/// own.
void write_leads(Html& html, const View& view);
/// Per discipline and per assurance: on how many servers, and what stays unknown elsewhere.
void write_coverage(Html& html, const View& view);
/// `<style>…</style>` for the head: on a phone the table is a list, and its cells name their
/// columns.
void write_column_names(Html& html, const View& view);
/// All servers, one row each.
void write_table(Html& html, const View& view);

}  // namespace assay::report
