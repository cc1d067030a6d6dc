// One function per compression, each in a file of its own with its library; decompress() picks. For
// this folder alone.
#pragma once

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::archive {

[[nodiscard]] bytes::Parsed<base::Bytes> gunzip(bytes::Reader file, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<base::Bytes> unxz(bytes::Reader file, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<base::Bytes> unzstd(bytes::Reader file, bytes::Budget& budget);

/// CRC-32 as zip uses it.
[[nodiscard]] std::uint32_t crc32_of(bytes::ByteSpan data) noexcept;

}  // namespace assay::formats::archive
