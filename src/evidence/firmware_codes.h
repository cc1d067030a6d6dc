// The finding codes of the firmware discipline: rows of the table
// that finding_codes.h hands out.
#pragma once

#include "evidence/finding_codes.h"

namespace assay::evidence {

[[nodiscard]] std::span<const CodeRow> firmware_image_codes() noexcept;

}  // namespace assay::evidence
