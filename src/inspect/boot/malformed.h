// The finding for an artefact that does not follow its format: file, offset, field and expectation.
#pragma once

#include "bytes/parse_error.h"
#include "evidence/finding.h"
#include "inspect/boot/boot_evidence.h"

namespace assay::inspect::boot {

[[nodiscard]] evidence::Finding malformed(const Input& input, const bytes::ParseError& error);
[[nodiscard]] evidence::Finding malformed(const Input& input, const base::Error& error);

}  // namespace assay::inspect::boot
