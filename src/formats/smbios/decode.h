// What the structures of an SMBIOS table mean: one model of a server's SMBIOS, whether it was read
// from the table's bytes (here) or from the text that dmidecode printed of them
// (formats/dmidecode), so that everything above does not care where it came from.
#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/types.h"
#include "formats/smbios/devices.h"
#include "formats/smbios/identity.h"
#include "formats/smbios/management.h"
#include "formats/smbios/memory.h"
#include "formats/smbios/processor.h"
#include "formats/smbios/table.h"

namespace assay::formats::smbios {

/// monostate: a type that is named but not decoded.
using Body =
    std::variant<std::monostate, Bios, System, BaseBoard, Chassis, Processor, Cache, PortConnector,
                 SystemSlot, OnBoardDevices, OemStrings, ConfigurationOptions, BiosLanguage,
                 GroupAssociations, MemoryArray, MemoryDevice, ArrayMappedAddress,
                 DeviceMappedAddress, SystemBoot, IpmiDevice, PowerSupply, OnboardDevice,
                 HostInterface, TpmDevice, FirmwareInventory>;

struct Entry {
  std::uint8_t type = 0;
  std::optional<std::uint16_t> handle;  ///< `dmidecode -q` prints none
  std::uint16_t length = 0;             ///< of the formatted area; 0 where the text does not say
  std::uint64_t at = 0;                 ///< offset of the structure, or line of the text from 1
  std::string_view title;               ///< see title_of(), or as printed
  Body body;
  std::vector<std::string_view> strings;  ///< all of the structure's, of a table and of hex dumps
  /// Lines of the text that the body has no member for: label and value.
  std::vector<std::pair<std::string_view, std::string_view>> other;
};

struct Model {
  std::optional<Version> version;
  std::vector<Entry> entries;
  /// What the text said about the table as a whole ("Invalid entry length (0). …"), with its line.
  std::vector<std::pair<std::uint64_t, std::string_view>> notes;
  std::optional<bytes::ParseError> broken;
  /// Bytes that entries of a hex dump are views into.
  std::deque<base::Bytes> bytes;
};

/// The body of one structure. `version` settles the order of the UUID's bytes (7.2.1): before 2.6
/// the first three fields were as in RFC 4122, since then, and where unknown, little-endian.
[[nodiscard]] Body decode(const Structure& structure, std::optional<Version> version = {});

/// Every structure of the table; `elsewhere` is the entry point that lies in a file of its own.
/// Views into the table's bytes.
[[nodiscard]] Model decode(const Table& table, const EntryPoint* elsewhere = nullptr);

/// An empty body of that type, for a reader of text to fill; monostate where it is not decoded.
[[nodiscard]] Body empty_body(std::uint8_t type);

/// "Memory Device", as dmidecode titles it; "OEM-specific Type" from 128, for what some vendors are
/// known to put there see oem_title(). Never empty.
[[nodiscard]] std::string_view title_of(std::uint8_t type) noexcept;
/// The other way, for text without types; on-board devices and additional information carry a
/// number there.
[[nodiscard]] std::optional<std::uint8_t> type_of(std::string_view title) noexcept;
/// What HP, Dell, Lenovo and Acer put into their own types; empty where not known.
[[nodiscard]] std::string_view oem_title(std::uint8_t type, std::string_view manufacturer) noexcept;

}  // namespace assay::formats::smbios
