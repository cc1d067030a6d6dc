// From a bundle's files to the inputs of a discipline: which artefact plays which part.
#pragma once

#include "evidence/bundle.h"
#include "inspect/boot/boot_evidence.h"

namespace assay::inspect {

/// Views into `bundle`, which must outlive them.
[[nodiscard]] boot::BootEvidence boot_evidence(const evidence::Bundle& bundle);

}  // namespace assay::inspect
