// AMI's BIOS Guard container (_AMIPFAT): the firmware in blocks, each with a script of Intel's BIOS
// Guard that says where it goes and a signature over both. The header is a text whose lines name
// the blocks. The layout is that of public tools. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::capsule {

struct GuardBlock {
  std::uint64_t offset = 0;   ///< of the block's header, from the container's start
  std::string_view platform;  ///< 16 characters, as stored
  std::uint64_t script_size = 0;
  std::uint64_t data_offset = 0;  ///< of the firmware's bytes
  std::uint64_t data_size = 0;
  std::uint64_t signature_size = 0;
  std::uint32_t bios_svn = 0;
  [[nodiscard]] std::uint64_t size() const noexcept;
};

struct GuardContainer {
  std::uint64_t header_size = 0;
  std::string_view configuration;  ///< the header's text
  std::vector<GuardBlock> blocks;
  std::uint64_t size = 0;  ///< up to the last block's end; what follows is stored as it is
};

[[nodiscard]] bytes::Parsed<GuardContainer> parse_bios_guard(bytes::Reader reader,
                                                             bytes::Budget& budget);
[[nodiscard]] bool looks_like_bios_guard(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::capsule
