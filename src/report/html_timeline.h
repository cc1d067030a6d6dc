// A server's boot as a timeline: PCR by PCR, its state and value, the events in order with what
// their words are worth, and each finding at the event that it is about. PCRs with something to see
// are open.
#pragma once

#include <set>

#include "report/html_view.h"

namespace assay::report {

/// `server` is its place in the fleet.
void write_timeline(Html& html, const appraise::ServerAppraisal& server, std::size_t place);

/// Events of the timeline that findings cite, by number: the timeline gives each an anchor.
[[nodiscard]] std::set<std::uint32_t> anchored_events(const appraise::ServerAppraisal& server);

}  // namespace assay::report
