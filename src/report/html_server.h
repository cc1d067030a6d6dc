// One server's section: its verdict, what vouches for its evidence and what the evidence says, its
// findings, and its boot as a timeline (html_timeline.h).
#pragma once

#include "report/html_view.h"

namespace assay::report {

/// `server` is its place in the fleet.
void write_server(Html& html, const View& view, std::size_t server);

/// The facts of one server as two lists: what vouches for the evidence, and what it says.
void write_facts(Html& html, const appraise::ServerAppraisal& server);

}  // namespace assay::report
