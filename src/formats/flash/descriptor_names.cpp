#include <array>

#include "formats/flash/descriptor.h"

namespace assay::formats::flash {

std::string_view name(Chipset chipset) noexcept {
  switch (chipset) {
    case Chipset::unknown:
      return "unknown";
    case Chipset::ich8:
      return "ICH8";
    case Chipset::ich9:
      return "ICH9";
    case Chipset::ich10:
      return "ICH10";
    case Chipset::ibex_peak:
      return "5 series (Ibex Peak)";
    case Chipset::cougar_point:
      return "6/7 series, C600 (Cougar Point)";
    case Chipset::lynx_point:
      return "8/9 series, C610 (Lynx Point)";
    case Chipset::bay_trail:
      return "Bay Trail, Braswell";
    case Chipset::apollo_lake:
      return "Apollo Lake, Gemini Lake";
    case Chipset::sunrise_point:
      return "100 series or later";
    case Chipset::lewisburg:
      return "C620 (Lewisburg)";
  }
  return "unknown";
}

std::string_view region_name(std::uint8_t index) noexcept {
  static constexpr std::array<std::string_view, 16> kNames = {
      "Descriptor", "BIOS",    "ME", "GbE",     "PDR",     "DevExp1",  "BIOS2",    "Microcode",
      "EC",         "DevExp2", "IE", "10GbE A", "10GbE B", "reserved", "reserved", "PTT"};
  return index < kNames.size() ? kNames.at(index) : "reserved";
}

std::string_view chip_vendor(std::uint8_t id) noexcept {
  switch (id) {
    case 0x01:
      return "Spansion";
    case 0x0B:
      return "XTX";
    case 0x1C:
      return "Eon";
    case 0x1F:
      return "Atmel";
    case 0x20:
      return "Micron";
    case 0x25:
      return "Zbit";
    case 0x37:
      return "AMIC";
    case 0x62:
      return "Sanyo";
    case 0x68:
      return "Boya";
    case 0x85:
      return "Puya";
    case 0x89:
      return "Intel";
    case 0x8C:
      return "ESMT";
    case 0x9D:
      return "ISSI";
    case 0xA1:
      return "Fudan";
    case 0xBF:
      return "SST";
    case 0xC2:
      return "Macronix";
    case 0xC8:
      return "GigaDevice";
    case 0xEF:
      return "Winbond";
    case 0xF8:
      return "Fidelix";
    default:
      return {};
  }
}

}  // namespace assay::formats::flash
