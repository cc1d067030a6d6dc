// Insyde's iFlash: an update as a Windows program, with parts that each start with "$_IFLASH_" and
// a tag: the firmware image (BIOSIMG), the flash tool's settings (INI_IMG), drivers, an embedded
// controller's firmware. The layout is that of public tools. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::capsule {

struct IflashPart {
  std::string_view tag;      ///< "BIOSIMG"
  std::uint64_t offset = 0;  ///< of its header, from the reader's start
  std::uint64_t header_size = 0;
  std::uint64_t size = 0;   ///< of the image behind the header
  std::uint64_t total = 0;  ///< with what fills it up to the next part, header left out
};

[[nodiscard]] bytes::Parsed<std::vector<IflashPart>> find_iflash_parts(bytes::Reader reader,
                                                                       bytes::Budget& budget);
/// A firmware image among the parts.
[[nodiscard]] bool looks_like_iflash(bytes::ByteSpan bytes) noexcept;
/// "firmware image", "flash tool's settings", …; empty for a tag without a known meaning.
[[nodiscard]] std::string_view iflash_part_name(std::string_view tag) noexcept;

}  // namespace assay::formats::capsule
