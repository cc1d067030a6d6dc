// UEFI_IMAGE_LOAD_EVENT (TCG PFP 1.06 r52, 10.2.3): an application or driver that the firmware
// loaded. The event's digest is the image's Authenticode digest, so the data cannot prove it.
#pragma once

#include <cstdint>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/device_path.h"

namespace assay::formats::uefi {

struct ImageLoad {
  std::uint64_t location = 0;  ///< physical address in memory
  std::uint64_t length = 0;    ///< bytes in memory
  std::uint64_t link_time_address = 0;
  DevicePath path;
  /// False where the path's bytes are no device path; `raw_path` still holds them.
  bool path_valid = true;
  bytes::ByteSpan raw_path;
};

/// A path that does not decode is no error: the addresses still are worth saying. Fields in errors:
/// ImageLocationInMemory, LengthOfDevicePath.
[[nodiscard]] bytes::Parsed<ImageLoad> parse_image_load(bytes::Reader reader,
                                                        bytes::Budget& budget);

}  // namespace assay::formats::uefi
