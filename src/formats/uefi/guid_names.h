// The two tables behind known_name(), for this folder alone: guid_names.cpp has what logs and
// variables name, guid_names_firmware.cpp what stands inside firmware images.
#pragma once

#include <span>
#include <string_view>

#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

struct NamedGuid {
  Guid guid;
  std::string_view name;
};

[[nodiscard]] std::span<const NamedGuid> firmware_guid_names() noexcept;

}  // namespace assay::formats::uefi
