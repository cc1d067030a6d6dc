// The events of one PCR in the timeline, with the findings in place.
#pragma once

#include <set>
#include <vector>

#include "report/html_words.h"

namespace assay::report {

struct PcrGroup {
  const appraise::TimelinePcr* pcr = nullptr;  ///< null: events of a PCR that was not checked
  std::vector<const appraise::TimelineEvent*> events;
  std::set<std::size_t>
      findings;  ///< about this PCR or an event of it; places in the server's findings
  std::vector<std::size_t> general;  ///< those of them that no event carries
};

/// A finding's sentence stands at the first of its events and at the others only its name:
/// `told_once` remembers which were told, `anchored` which event numbers have their anchor already
/// (a hostile log's numbers need not be unique). `server` is its place in the fleet.
void write_events(Html& html, const appraise::ServerAppraisal& s, std::size_t server,
                  const PcrGroup& group, std::set<std::size_t>& told_once,
                  std::set<std::uint32_t>& anchored);

}  // namespace assay::report
