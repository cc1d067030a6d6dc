// PI firmware made part by part: sections, files, volumes, and the packings around them, each with
// the header that its specification shows, so that a test sees the bytes that it is about.
#pragma once

#include <string_view>
#include <vector>

#include "bytes/writer.h"
#include "formats/uefi/guid.h"

namespace assay::testing {

using formats::uefi::Guid;

/// A section with a 24-bit size; `type` as in formats/pi/section.h.
[[nodiscard]] base::Bytes pi_section(std::uint8_t type, bytes::ByteSpan body);
/// A UI or version text: UTF-16 with its NUL.
[[nodiscard]] base::Bytes pi_text(std::string_view ascii);
/// CompressionType 0, 1, 2 with the stated uncompressed length.
[[nodiscard]] base::Bytes pi_compression_section(std::uint8_t compression, std::uint32_t length,
                                                 bytes::ByteSpan stream);
/// DataOffset 24 plus `extra`, which stands between header and data.
[[nodiscard]] base::Bytes pi_guided_section(const Guid& guid, std::uint16_t attributes,
                                            bytes::ByteSpan data, bytes::ByteSpan extra = {});
/// 4-aligned one after the other.
[[nodiscard]] base::Bytes pi_sections(const std::vector<base::Bytes>& sections);

/// A file with right checksums (that of the data computed), valid in a volume of erased 0xFF.
[[nodiscard]] base::Bytes pi_file(const Guid& name, std::uint8_t type, bytes::ByteSpan body);
/// FFS_ATTRIB_LARGE_FILE with an eight-byte size.
[[nodiscard]] base::Bytes pi_large_file(const Guid& name, std::uint8_t type, bytes::ByteSpan body);

/// A volume of `size` bytes, a multiple of 512: header with right checksum, the files 8-aligned,
/// 0xFF behind.
[[nodiscard]] base::Bytes pi_volume(const std::vector<base::Bytes>& files, std::uint64_t size,
                                    const Guid& file_system);

/// The .lzma that edk2's tools write: properties, dictionary, size, stream.
[[nodiscard]] base::Bytes pi_lzma(bytes::ByteSpan content);
/// EFI's own compression with one block of literals, each of eight bits, and no matches.
[[nodiscard]] base::Bytes pi_tiano(bytes::ByteSpan content, unsigned distance_bits);

}  // namespace assay::testing
