// Two boots beside each other, event by event in words, without quote or AK: whether a log is what
// was measured is the appraisal's to tell, what differs is told here.
#pragma once

#include "appraise/difference.h"
#include "base/error.h"
#include "crypto/digest.h"
#include "evidence/bundle.h"

namespace assay::appraise {

/// True where the bundle holds a TCG event log.
[[nodiscard]] bool has_event_log(const evidence::Bundle& bundle) noexcept;

/// Both must hold a log that can be read to its end; an error names the one that does not.
[[nodiscard]] base::Result<Comparison> compare_boots(const evidence::Bundle& golden,
                                                     const evidence::Bundle& observed,
                                                     crypto::HashEngine& hash);

}  // namespace assay::appraise
