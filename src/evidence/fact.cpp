#include "evidence/fact.h"

#include <array>

namespace assay::evidence {

std::string_view name(FactKind kind) noexcept {
  static constexpr std::array<std::string_view, kFactKinds> kNames{"part",  "count", "firmware",
                                                                   "table", "event", "setting"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name(FactSource source) noexcept {
  static constexpr std::array<std::string_view, kFactSources> kNames{
      "smbios", "pci", "usb",     "storage",     "network", "acpi",
      "fru",    "spd", "redfish", "certificate", "boot",    "other"};
  return kNames[static_cast<std::size_t>(source)];
}

}  // namespace assay::evidence
