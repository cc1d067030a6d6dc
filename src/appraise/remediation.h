// Gives findings their owner, due day and state out of remediation records; nothing else changes.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "evidence/finding.h"
#include "reference/remediation.h"

namespace assay::appraise {

/// The first record that covers a finding counts. `seen`: when the evidence that shows the findings
/// was taken; `as_of`: the day that due days are compared with.
void apply_remediation(std::span<const reference::RemediationRecord> records,
                       std::string_view server, base::Time seen, base::Time as_of,
                       std::vector<evidence::Finding>& findings);

}  // namespace assay::appraise
