// The SMBIOS entry point (DMTF DSP0134, clause 5.2): which version of the specification the
// firmware follows, where its table lies and how long that is. `_SM_` is the 32-bit one, `_SM3_`
// the 64-bit one, `_DMI_` alone what firmware before SMBIOS 2.1 has.
#pragma once

#include <compare>
#include <optional>

#include "bytes/reader.h"

namespace assay::formats::smbios {

struct Version {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  std::uint8_t docrev = 0;
  auto operator<=>(const Version&) const = default;
};

enum class EntryPointKind : std::uint8_t { legacy_dmi, sm_32, sm3_64 };
[[nodiscard]] std::string_view anchor(EntryPointKind kind) noexcept;

struct EntryPoint {
  EntryPointKind kind = EntryPointKind::sm_32;
  std::uint8_t length = 0;  ///< of the entry point, in bytes
  Version version{};
  bool checksum_good = false;  ///< all bytes add up to zero, those of the _DMI_ part as well
  std::uint64_t table_address = 0;
  std::uint32_t table_length = 0;             ///< bytes; of `_SM3_` only a maximum
  std::optional<std::uint16_t> structures{};  ///< how many; `_SM3_` does not say
};

/// 5.2.1, 5.2.2. An error where no anchor stands at the start or the entry point is cut short; a
/// wrong checksum is no error, but told.
[[nodiscard]] bytes::Parsed<EntryPoint> parse_entry_point(bytes::Reader reader);

/// An anchor with a plausible length behind it.
[[nodiscard]] bool looks_like_entry_point(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::smbios
