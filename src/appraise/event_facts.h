// Measured events as facts that siblings are compared by: firmware, drivers of cards, boot
// programs, Secure Boot's variables, the files that the loader measured. What differs from host to
// host by nature (the boot order, partition tables, command lines with a disk's UUID) is left out.
#pragma once

#include <string_view>
#include <vector>

#include "evidence/fact.h"
#include "inspect/boot/inspect_boot.h"

namespace assay::appraise {

/// One fact per extending event of the PCRs 0, 2, 4, 6, 7 and 9 with a digest in the strongest bank
/// that counts, at most 4096; `log_path` is what they cite. Empty where there is no log.
[[nodiscard]] std::vector<evidence::Fact> event_facts(const inspect::boot::BootResult& result,
                                                      std::string_view log_path);

}  // namespace assay::appraise
