// The GbE region of a flash: the settings of the chipset's built-in network controller, among them
// its MAC address. Two copies of 4 KiB; each holds 64 words of 16 bits whose sum is 0xBABA (Intel
// 82579 and I217 datasheets, "NVM Map"). Values only.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "bytes/reader.h"

namespace assay::formats::flash {

struct GbeCopy {
  std::array<std::uint8_t, 6> mac{};
  std::uint16_t device_id = 0;      ///< word 0x0D
  std::uint16_t subsystem = 0;      ///< word 0x0B
  std::uint16_t image_version = 0;  ///< word 0x05
  bool checksum_good = false;       ///< the 64 words sum up to 0xBABA
  bool erased = false;              ///< nothing but 0xFF in the words

  /// "00:1e:67:…", lower case.
  [[nodiscard]] std::string mac_text() const;
};

/// The reader's first 128 bytes: one copy.
[[nodiscard]] bytes::Parsed<GbeCopy> parse_gbe(bytes::Reader reader);

}  // namespace assay::formats::flash
