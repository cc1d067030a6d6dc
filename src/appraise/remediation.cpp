#include "appraise/remediation.h"

#include <algorithm>

namespace assay::appraise {

void apply_remediation(std::span<const reference::RemediationRecord> records,
                       std::string_view server, base::Time seen, base::Time as_of,
                       std::vector<evidence::Finding>& findings) {
  using State = reference::RemediationRecord::State;
  constexpr std::int64_t kDay = 86'400;
  for (auto& f : findings) {
    const auto it = std::ranges::find_if(
        records, [&](const auto& r) { return r.covers(server, f.code, f.subject); });
    if (it == records.end()) continue;
    evidence::Remediation out{.id = it->id,
                              .owner = it->owner,
                              .due = it->due ? base::to_rfc3339(*it->due).substr(0, 10) : "",
                              .state = std::string(reference::name(it->state)),
                              .ticket = it->ticket};
    const bool settled = it->state == State::accepted;
    out.overdue = !settled && it->due && as_of.seconds >= it->due->seconds + kDay;
    out.still_there = it->state == State::fixed && it->fixed && seen >= *it->fixed;
    f.remediation = std::make_shared<const evidence::Remediation>(std::move(out));
  }
}

}  // namespace assay::appraise
