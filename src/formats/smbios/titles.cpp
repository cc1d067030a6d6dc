// What the structure types are called: by the specification, and by vendors above 127.
#include <algorithm>

#include "formats/smbios/decode.h"
#include "formats/smbios/pick.h"

namespace assay::formats::smbios {
namespace {

constexpr auto kTitles =
    list("BIOS Information", "System Information", "Base Board Information", "Chassis Information",
         "Processor Information", "Memory Controller Information", "Memory Module Information",
         "Cache Information", "Port Connector Information", "System Slot Information",
         "On Board Device Information", "OEM Strings", "System Configuration Options",
         "BIOS Language Information", "Group Associations", "System Event Log",
         "Physical Memory Array", "Memory Device", "32-bit Memory Error Information",
         "Memory Array Mapped Address", "Memory Device Mapped Address", "Built-in Pointing Device",
         "Portable Battery", "System Reset", "Hardware Security", "System Power Controls",
         "Voltage Probe", "Cooling Device", "Temperature Probe", "Electrical Current Probe",
         "Out-of-band Remote Access", "Boot Integrity Services Entry Point",
         "System Boot Information", "64-bit Memory Error Information", "Management Device",
         "Management Device Component", "Management Device Threshold Data", "Memory Channel",
         "IPMI Device Information", "System Power Supply", "Additional Information",
         "Onboard Device", "Management Controller Host Interface", "TPM Device",
         "Processor Additional Information", "Firmware Inventory Information", "String Property");

struct Vendor {
  std::string_view prefix;  // of the system's manufacturer, upper case
  std::uint8_t type;
  std::string_view title;
};

constexpr Vendor kVendors[] = {
    {"HP", 193, "ProLiant Options Information"},
    {"HP", 194, "ProLiant Super IO Enable/Disable Indicator"},
    {"HP", 195, "ProLiant System ID"},
    {"HP", 197, "Processor Specific Information"},
    {"HP", 199, "ProLiant CPU Microcode Patch Support Info"},
    {"HP", 202, "DIMM Location Record"},
    {"HP", 203, "Device Correlation Record"},
    {"HP", 204, "ProLiant System/Rack Locator"},
    {"HP", 209, "BIOS PXE NIC PCI and MAC Information"},
    {"HP", 211, "Processor TControl Information"},
    {"HP", 212, "64-bit CRU Information"},
    {"HP", 216, "Version Indicator"},
    {"HP", 219, "ProLiant Information"},
    {"HP", 221, "BIOS iSCSI NIC PCI and MAC Information"},
    {"HP", 224, "Trusted Module (TPM or TCM) Status"},
    {"HP", 230, "Power Supply Information"},
    {"HP", 233, "BIOS PXE NIC PCI and MAC Information"},
    {"HP", 236, "HDD Backplane FRU Information"},
    {"HP", 237, "DIMM Vendor Information"},
    {"HP", 238, "ProLiant USB Port Connector Correlation Record"},
    {"HP", 240, "ProLiant Inventory Record"},
    {"HP", 242, "ProLiant Hard Drive Inventory Record"},
    {"HP", 245, "ProLiant Extension Board Inventory Record"},
    {"DELL", 177, "Dell BIOS Flags"},
    {"DELL", 178, "Dell Hotkeys"},
    {"DELL", 208, "Dell Revisions and IDs"},
    {"DELL", 212, "Dell Indexed IO Tokens"},
    {"DELL", 213, "Dell Protected Area"},
    {"DELL", 214, "Dell Protected Area"},
    {"DELL", 218, "Dell Calling Interface"},
    {"LENOVO", 131, "ThinkVantage Technologies"},
    {"LENOVO", 135, "ThinkPad Device Presence Detection"},
    {"LENOVO", 140, "ThinkPad Embedded Controller Program"},
    {"IBM", 131, "ThinkVantage Technologies"},
    {"ACER", 170, "Acer Hotkey Function"},
};

constexpr char upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

bool begins(std::string_view text, std::string_view prefix) noexcept {
  return text.size() >= prefix.size() &&
         std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, upper);
}

}  // namespace

std::string_view title_of(std::uint8_t type) noexcept {
  if (type < kTitles.size()) return kTitles[type];
  if (type == 126) return "Inactive";
  if (type == 127) return "End Of Table";
  return type >= 128 ? "OEM-specific Type" : "Unknown Type";
}

std::optional<std::uint8_t> type_of(std::string_view title) noexcept {
  for (std::size_t i = 0; i < kTitles.size(); ++i)
    if (kTitles[i] == title) return static_cast<std::uint8_t>(i);
  // "On Board Device 2 Information", "Additional Information 1"; what dmidecode 3.7 renamed.
  if (title.starts_with("On Board Device ")) return OnBoardDevices::kType;
  if (title.starts_with("Additional Information ")) return std::uint8_t{40};
  if (title == "Platform Firmware Information") return Bios::kType;
  if (title == "Firmware Language Information") return BiosLanguage::kType;
  if (title == "Inactive") return std::uint8_t{126};
  if (title == "End Of Table") return std::uint8_t{127};
  return std::nullopt;
}

std::string_view oem_title(std::uint8_t type, std::string_view manufacturer) noexcept {
  if (type < 128) return {};
  const bool hewlett = begins(manufacturer, "HEWLETT");
  for (const Vendor& v : kVendors)
    if (v.type == type && (begins(manufacturer, v.prefix) || (hewlett && v.prefix == "HP")))
      return v.title;
  return {};
}

}  // namespace assay::formats::smbios
