// Intel's flash descriptor: the 4 KiB at the start of a PC's SPI flash that divide it into regions
// (BIOS, management engine, network, …), say which bus master may read and write which of them,
// which flash chips there are, and how the chipset is strapped. Field names follow Intel's SPI
// programming guides and the PCH datasheets ("SPI Flash Descriptor"). Values only, no views.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::flash {

inline constexpr std::uint64_t kDescriptorSize = 4096;

/// The chipset that a descriptor was made for, as far as its map tells. They differ in the width
/// of densities and of access masks.
enum class Chipset : std::uint8_t {
  unknown,
  ich8,
  ich9,
  ich10,
  ibex_peak,      ///< 5 series, 3400
  cougar_point,   ///< 6 and 7 series, C200, C600
  lynx_point,     ///< 8 and 9 series, C220, C610 (Wellsburg)
  bay_trail,      ///< and Braswell, Avoton
  apollo_lake,    ///< and Gemini Lake
  sunrise_point,  ///< 100 series and later, C230 and later
  lewisburg,      ///< C620
};

struct Region {
  std::uint8_t index = 0;    ///< of FLREG
  std::uint64_t offset = 0;  ///< from the start of the flash
  std::uint64_t size = 0;
};

/// What one bus master may touch: bit n is region n.
struct Master {
  std::string_view name;  ///< "BIOS", "ME", "GbE", "EC", "IE"
  std::uint16_t read = 0;
  std::uint16_t write = 0;
};

/// A flash chip that the descriptor's maker allows (VSCC table).
struct JedecEntry {
  std::uint8_t vendor = 0;
  std::uint16_t device = 0;  ///< first device byte high
  std::uint32_t vscc = 0;
};

struct Descriptor {
  Chipset chipset = Chipset::unknown;
  std::uint8_t version = 1;  ///< 2 from the 100 series on: 12-bit access masks, 16 regions
  std::uint64_t at = 0;      ///< of FLVALSIG within the descriptor: 0x10, or 0 on the oldest
  std::uint8_t components = 1;
  std::array<std::optional<std::uint64_t>, 2> density;  ///< bytes of each chip; none where reserved
  std::uint32_t flcomp = 0;
  std::uint32_t read_clock_mhz = 0;  ///< 0 where the code is reserved
  std::vector<Region> regions;       ///< only those in use, by index
  std::vector<Master> masters;
  std::vector<std::uint32_t> pch_straps;
  std::vector<std::uint32_t> cpu_straps;
  std::vector<JedecEntry> jedec;
  bool oem_used = false;  ///< the 256 bytes at 0xF00 are not erased
  /// The strap that stops the management engine after its start (HAP from the 100 series on,
  /// AltMeDisable before); nothing where the chipset's place for it is not known.
  std::optional<bool> me_disabled;
  /// Parts of the map that point outside the descriptor.
  std::vector<bytes::ParseError> problems;

  [[nodiscard]] const Region* region(std::uint8_t index) const noexcept;
  /// The host's processor may write the descriptor or the management engine's region.
  [[nodiscard]] bool host_writes_descriptor() const noexcept;
  [[nodiscard]] bool host_writes_me() const noexcept;
};

[[nodiscard]] std::string_view name(Chipset chipset) noexcept;
/// "BIOS", "ME", …; "reserved" for one without a name.
[[nodiscard]] std::string_view region_name(std::uint8_t index) noexcept;
/// Maker of a flash chip by its JEDEC id ("Winbond"); empty where unknown.
[[nodiscard]] std::string_view chip_vendor(std::uint8_t id) noexcept;

/// The reader's first 4096 bytes.
[[nodiscard]] bytes::Parsed<Descriptor> parse_descriptor(bytes::Reader reader,
                                                         bytes::Budget& budget);
/// FLVALSIG in its place and a map that stays inside 4 KiB.
[[nodiscard]] bool looks_like_descriptor(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::flash
