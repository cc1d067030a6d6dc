// The lines in which dmidecode prints several members of a structure at once, or in a form of their
// own. Only for the parser of this folder.
#pragma once

#include "formats/smbios/decode.h"

namespace assay::formats::dmidecode {

/// True where the line was taken.
template <class T>
[[nodiscard]] bool special(T&, std::string_view, std::string_view) noexcept {
  return false;
}
[[nodiscard]] bool special(smbios::Bios&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::Processor&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::Cache&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::SystemSlot&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::OnBoardDevices&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::OemStrings&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::ConfigurationOptions&, std::string_view label,
                           std::string_view value);
[[nodiscard]] bool special(smbios::ArrayMappedAddress&, std::string_view label,
                           std::string_view value);
[[nodiscard]] bool special(smbios::DeviceMappedAddress&, std::string_view label,
                           std::string_view value);
[[nodiscard]] bool special(smbios::IpmiDevice&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::PowerSupply&, std::string_view label, std::string_view value);
[[nodiscard]] bool special(smbios::HostInterface&, std::string_view label, std::string_view value);

/// The same for the items of a list.
template <class T>
[[nodiscard]] bool special_item(T&, std::string_view, std::string_view) noexcept {
  return false;
}
[[nodiscard]] bool special_item(smbios::Processor&, std::string_view label, std::string_view item);
[[nodiscard]] bool special_item(smbios::HostInterface&, std::string_view label,
                                std::string_view item);
[[nodiscard]] bool special_item(smbios::FirmwareInventory&, std::string_view label,
                                std::string_view item);

/// A text of a structure: absent where dmidecode says that the structure names none.
[[nodiscard]] smbios::Text read_text(std::string_view value) noexcept;
/// An enumerated value: of what is out of the specification neither code nor text.
[[nodiscard]] smbios::Coded read_coded(std::string_view value) noexcept;

}  // namespace assay::formats::dmidecode
