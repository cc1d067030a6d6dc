// A boot as a person reads it: the log's events in words, with what each is worth.
#pragma once

#include <vector>

#include "appraise/appraisal.h"
#include "inspect/boot/inspect_boot.h"

namespace assay::appraise {

/// At most 5,000 events. Without a log, the values that the TPM signed still have their place.
[[nodiscard]] Timeline make_timeline(const inspect::boot::BootResult& result,
                                     const std::vector<evidence::Finding>& findings);

}  // namespace assay::appraise
