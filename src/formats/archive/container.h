// What wraps an artefact: gzip, xz or zstd around one file, tar or zip around many. People hand
// evidence and vendor images over in these, so that Assay opens them on the way in. Recognised by
// content alone; a file's name is only a claim.
#pragma once

#include <optional>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::archive {

enum class Container : std::uint8_t { gzip, xz, zstd, zip, tar };

/// Looks at the first 512 bytes. A tar is recognised by its header's checksum, also without
/// "ustar".
[[nodiscard]] std::optional<Container> recognise(bytes::ByteSpan file) noexcept;

/// "gzip", "xz", "zstd", "zip", "tar".
[[nodiscard]] std::string_view name(Container container) noexcept;

}  // namespace assay::formats::archive
