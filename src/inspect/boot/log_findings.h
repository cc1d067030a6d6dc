// Turns what the log and PCR checks found into findings that a person understands.
#pragma once

#include "inspect/boot/inspect_boot.h"

namespace assay::inspect::boot {

/// Missing, empty, broken or fragmentary log; events whose data is not what was measured.
void report_log(const BootEvidence& evidence, BootResult& result);
/// PCRs that the log does not explain, that nothing covers, or that the quote leaves out; IMA.
void report_pcrs(const BootEvidence& evidence, BootResult& result);
/// An event with a separator's digest that says it is something else: types are not measured, so a
/// log can dress one event as another.
void report_doubtful_types(const BootEvidence& evidence, const BootContext& context,
                           BootResult& result);

/// "0, 4 and 7"
[[nodiscard]] std::string pcr_list(const std::vector<std::size_t>& pcrs);

}  // namespace assay::inspect::boot
