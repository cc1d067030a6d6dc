// gzip (RFC 1952), xz (xz file format 1.2) and zstd (RFC 8878) streams, through zlib, liblzma and
// libzstd, with output charged to the Budget chunk by chunk before it is kept: a bomb costs what
// the Budget allows and no more. Checksums are verified. Several streams in a row are one file, as
// the tools have it.
#pragma once

#include "base/types.h"
#include "bytes/budget.h"
#include "formats/archive/container.h"

namespace assay::formats::archive {

/// The largest window or dictionary a stream may ask for: what "zstd --long" and "xz -9" write
/// fits.
inline constexpr std::uint64_t kMaxWindow = std::uint64_t{128} * 1024 * 1024;

/// `container` is one of gzip, xz, zstd; others are refused. Errors quote the compressed stream's
/// offset.
[[nodiscard]] bytes::Parsed<base::Bytes> decompress(Container container, bytes::Reader file,
                                                    bytes::Budget& budget);

/// Raw DEFLATE (RFC 1951) of exactly `size` bytes of output and all of `file`: a zip's entry.
[[nodiscard]] bytes::Parsed<base::Bytes> inflate_raw(bytes::Reader file, std::uint64_t size,
                                                     bytes::Budget& budget);

}  // namespace assay::formats::archive
