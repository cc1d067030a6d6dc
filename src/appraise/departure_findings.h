// Departures from a reference as findings that a person understands: "the kernel command line
// changed: `init=/bin/sh` was added (event 37, PCR 8)", and how planned changes explain them.
#pragma once

#include "appraise/appraise_server.h"
#include "inspect/boot/boot_evidence.h"
#include "reference/departure.h"

namespace assay::appraise {

void add_departures(const reference::Comparison& comparison,
                    const reference::ObservedBoot& observed,
                    const inspect::boot::BootEvidence& evidence, const Inputs& inputs,
                    base::Time when, ServerAppraisal& out);
void add_pcr_departures(const std::vector<reference::PcrDeparture>& departures,
                        const inspect::boot::BootEvidence& evidence, const Inputs& inputs,
                        base::Time when, ServerAppraisal& out);

/// The finding code for a departure in this PCR, of this type and name.
[[nodiscard]] std::string_view departure_code(std::uint32_t pcr, std::uint32_t type,
                                              std::string_view what) noexcept;

}  // namespace assay::appraise
