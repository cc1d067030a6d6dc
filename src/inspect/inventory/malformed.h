// The finding for an artefact that does not follow its format: file, offset, field and expectation.
#pragma once

#include <string_view>

#include "base/error.h"
#include "bytes/parse_error.h"
#include "evidence/finding.h"

namespace assay::inspect::inventory {

[[nodiscard]] evidence::Finding malformed(std::string_view path, const bytes::ParseError& error);
[[nodiscard]] evidence::Finding malformed(std::string_view path, const base::Error& error);

}  // namespace assay::inspect::inventory
