// The one owning byte buffer of the project. Views of it are bytes::ByteSpan.
#pragma once

#include <cstddef>
#include <vector>

namespace assay::base {

using Bytes = std::vector<std::byte>;

}  // namespace assay::base
