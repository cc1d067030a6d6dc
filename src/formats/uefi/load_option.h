// EFI_LOAD_OPTION (UEFI 2.10, 3.1.3): the value of a Boot####, Driver#### or SysPrep#### variable.
#pragma once

#include <cstdint>
#include <string>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/device_path.h"

namespace assay::formats::uefi {

inline constexpr std::uint32_t kLoadOptionActive = 0x1;
inline constexpr std::uint32_t kLoadOptionHidden = 0x8;
inline constexpr std::uint32_t kLoadOptionCategoryApp = 0x100;

struct LoadOption {
  std::uint32_t attributes = 0;
  bytes::ByteSpan description;    ///< UTF-16LE without its NUL
  DevicePath path;                ///< the first path of FilePathList
  bytes::ByteSpan optional_data;  ///< handed to the image; often UTF-16 arguments

  [[nodiscard]] bool active() const noexcept { return (attributes & kLoadOptionActive) != 0; }
};

/// Fields in errors: Attributes, FilePathListLength, Description, FilePathList.
[[nodiscard]] bytes::Parsed<LoadOption> parse_load_option(bytes::Reader reader,
                                                          bytes::Budget& budget);

}  // namespace assay::formats::uefi
