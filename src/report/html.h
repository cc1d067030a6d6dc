// The fleet's appraisal as one HTML file that needs nothing else: no network, no fonts, no other
// file. It opens with what to look at first, says what was examined and what was not, lists every
// server, and gives the most severe ones a section each with their boot as a timeline. Made for a
// screen at night, a phone and paper alike. The same model gives the same bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "appraise/appraisal.h"

namespace assay::report {

struct HtmlOptions {
  std::size_t most_details = 250;  ///< servers with a section of their own, worst first
  std::string title{};             ///< heading; empty: "Fleet appraisal"
};

/// Places in fleet.servers of those that write_html() gives a section: these need their timelines.
[[nodiscard]] std::vector<std::size_t> servers_in_detail(const appraise::FleetAppraisal& fleet,
                                                         const HtmlOptions& options);

/// Takes the report piece by piece, in order, about 64 KiB at a time; a view lives only during the
/// call.
using HtmlSink = std::function<void(std::string_view)>;

/// Never holds the whole report: memory stays near one buffer and one list of servers' places.
/// Every text of the model is escaped, whatever it holds; links inside the report use numbers,
/// never names.
void write_html(const appraise::FleetAppraisal& fleet, const HtmlOptions& options,
                const HtmlSink& sink);

}  // namespace assay::report
