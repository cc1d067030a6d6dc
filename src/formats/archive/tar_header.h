// The 512-byte header that stands before each member of a tar archive (POSIX.1-2017, pax, "ustar
// Interchange Format"), shared by the reader and the writer. Numbers are octal text, or, as GNU and
// star write large ones, base 256 behind a set top bit.
//
//     0 name 100   100 mode 8   108 uid 8   116 gid 8   124 size 12   136 mtime 12   148 chksum 8
//     156 typeflag 1   157 linkname 100   257 magic 6   263 version 2   265 uname 32   297 gname 32
//     329 devmajor 8   337 devminor 8   345 prefix 155
#pragma once

#include <optional>
#include <string>

#include "bytes/reader.h"

namespace assay::formats::archive {

inline constexpr std::size_t kTarBlock = 512;
using TarBlock = std::span<const std::byte, kTarBlock>;

/// The header's chksum field is right, counted with unsigned bytes or, as old writers did, signed
/// ones.
[[nodiscard]] bool tar_checksum_holds(TarBlock block) noexcept;

/// The sum over the block with the chksum field read as spaces.
[[nodiscard]] std::uint32_t tar_checksum(TarBlock block) noexcept;

struct TarHeader {
  std::string path;  ///< prefix and name joined; raw bytes
  std::uint64_t size = 0;
  char type = '0';
};

/// Nothing where a number is malformed. The checksum is the caller's affair.
[[nodiscard]] std::optional<TarHeader> parse_tar_header(TarBlock block);

}  // namespace assay::formats::archive
