#include "formats/dmidecode/read_special.h"

#include <array>

#include "formats/dmidecode/words.h"

namespace assay::formats::dmidecode {
namespace {

using smbios::Coded;

// "Populated, Enabled": what stands behind the comma.
std::string_view behind_comma(std::string_view value) noexcept {
  const auto comma = value.find(", ");
  return comma == std::string_view::npos ? std::string_view{} : trimmed(value.substr(comma + 2));
}

std::pair<std::string_view, std::string_view> split(std::string_view line) noexcept {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return {line, {}};
  return {line.substr(0, colon), trimmed(line.substr(colon + 1))};
}

void push_string(std::vector<std::string_view>& out, std::string_view value) {
  if (value != "<BAD INDEX>") out.push_back(value == "Not Specified" ? std::string_view{} : value);
}

// The eight bytes as printed, the first being the lowest.
std::optional<std::uint64_t> read_id(std::string_view value) {
  std::vector<std::byte> row;
  if (!read_hex_row(value, row) || row.size() != 8) return std::nullopt;
  std::uint64_t id = 0;
  for (std::size_t i = 8; i-- > 0;) id = (id << 8U) | static_cast<std::uint64_t>(row[i]);
  return id != 0 ? std::optional(id) : std::nullopt;
}

template <class T>
void set(std::optional<T>& out, std::string_view value) noexcept {
  const auto n = read_number(value);
  if (n && *n <= static_cast<T>(~T{0})) out = static_cast<T>(*n);
}

// A line of a Redfish record, which dmidecode indents below its protocol.
bool redfish(smbios::HostProtocol& p, std::string_view label, std::string_view value) {
  if (label == "Service UUID")
    p.service_uuid = read_uuid(value);
  else if (label == "Host IP Assignment Type")
    p.host_assignment = read_coded(value);
  else if (label == "IPv4 Address" || label == "IPv6 Address")
    p.host_address = value;
  else if (label == "IPv4 Mask" || label == "IPv6 Mask")
    p.host_mask = value;
  else if (label == "Redfish Service IP Discovery Type")
    p.service_discovery = read_coded(value);
  else if (label.ends_with("Redfish Service Address"))
    p.service_address = value;
  else if (label.ends_with("Redfish Service Mask"))
    p.service_mask = value;
  else if (label == "Redfish Service Port")
    set(p.service_port, value);
  else if (label == "Redfish Service Vlan")
    set(p.service_vlan, value);
  else if (label == "Redfish Service Hostname")
    p.service_hostname = value;
  else
    return label == "Host IP Address Format" || label == "Redfish Service IP Address Format";
  return true;
}

}  // namespace

smbios::Text read_text(std::string_view value) noexcept {
  if (value == "Not Specified" || value == "<BAD INDEX>") return std::nullopt;
  return value;
}

Coded read_coded(std::string_view value) noexcept {
  value = trimmed(value);
  if (value.starts_with("<OUT OF SPEC>")) return {};
  return {std::nullopt, value};
}

bool special(smbios::Bios&, std::string_view label, std::string_view) {
  return label == "Runtime Size";  // follows from the address
}

bool special(smbios::Processor& out, std::string_view label, std::string_view value) {
  if (label == "ID") {
    out.id = read_id(value);
  } else if (label == "Voltage") {
    out.voltage = read_volts(value);
    // Several values are what older firmware says that the socket can do.
    if (!out.voltage)
      for (std::uint32_t bit = 0; bit < 3; ++bit)
        if (value.find(smbios::words::legacy_voltage(bit)) != std::string_view::npos)
          out.voltages = smbios::Flags{(out.voltages ? out.voltages->bits : 0) | (1U << bit)};
  } else if (label == "Status") {
    out.populated = value.starts_with("Populated");
    if (*out.populated) out.status = read_coded(behind_comma(value));
  } else if (label == "Signature") {
    out.printed_signature = trimmed(value);
  } else {
    return label == "Flags";  // follow from the ID
  }
  return true;
}

bool special_item(smbios::Processor&, std::string_view label, std::string_view) {
  return label == "Flags";
}

bool special(smbios::Cache& out, std::string_view label, std::string_view value) {
  if (label != "Configuration") return false;
  const auto rest = behind_comma(value);
  out.enabled = read_coded(value.substr(0, value.find(',')));
  out.socketed = read_coded(rest.substr(0, rest.find(',')));
  auto level = behind_comma(rest);
  if (level.starts_with("Level ")) set(out.level, level.substr(6));
  return true;
}

bool special(smbios::SystemSlot& out, std::string_view label, std::string_view value) {
  if (label == "Type") {
    // Up to 3.6 the width stands before the type: "x16 PCI Express 3 x16".
    value = trimmed(value);
    if (value.starts_with("<OUT OF SPEC>") && value.size() > 13) value.remove_prefix(13);
    for (std::uint32_t code = 3; code < 15; ++code) {
      const auto width = smbios::words::slot_width(code);
      if (value.size() <= width.size() || !value.starts_with(width) || value[width.size()] != ' ')
        continue;
      out.width = read_coded(width);
      value.remove_prefix(width.size() + 1);
      break;
    }
    out.type = read_coded(value);
    return true;
  }
  if (label == "Data Bus Width" || label == "Slot Physical Width") {
    // From 3.7 "16x or x16" and "32 bit"; before, a bare number is the base width.
    value = trimmed(value);
    auto& width = label.starts_with("Data") ? out.width : out.physical_width;
    const auto either = value.find(" or ");
    if (either != std::string_view::npos) value = value.substr(either + 4);
    for (std::uint32_t code = 1; code < 15; ++code) {
      const auto word = smbios::words::slot_width(code);
      const auto dash = word.find('-');
      const bool spaced = dash != std::string_view::npos && value.size() == word.size() &&
                          value.substr(0, dash) == word.substr(0, dash) && value.ends_with(" bit");
      if (word == value || spaced) {
        width = read_coded(word);
        return true;
      }
    }
    if (label.starts_with("Data"))
      set(out.base_width, value);
    else
      width = read_coded(value);
    return true;
  }
  if (label == "Pitch") {
    // "20.32 mm"
    auto rest = trimmed(value);
    const auto whole = take_decimal(rest);
    if (whole && *whole < 600 && rest.starts_with('.')) {
      rest.remove_prefix(1);
      const auto hundredths = take_decimal(rest);
      if (hundredths && *hundredths < 100)
        out.pitch = static_cast<std::uint16_t>(*whole * 100 + *hundredths);
    }
    return true;
  }
  if (label.starts_with("Peer Device ")) {
    const auto address = read_address(value.substr(0, value.find(' ')));
    const auto width = value.find("(Width ");
    if (address && width != std::string_view::npos) {
      std::optional<std::uint8_t> lanes;
      set(lanes, value.substr(width + 7));
      out.peers.push_back({*address, lanes.value_or(0)});
    }
    return true;
  }
  return label == "Peer Devices";  // how many follow
}

bool special(smbios::OnBoardDevices& out, std::string_view label, std::string_view value) {
  if (label == "Type") out.devices.push_back({read_coded(value), {}, {}});
  if (out.devices.empty()) return false;
  if (label == "Status") out.devices.back().status = read_coded(value);
  if (label == "Description") out.devices.back().description = read_text(value);
  return label == "Type" || label == "Status" || label == "Description";
}

bool special(smbios::OemStrings& out, std::string_view label, std::string_view value) {
  if (!label.starts_with("String ")) return false;
  push_string(out.strings, value);
  return true;
}

bool special(smbios::ConfigurationOptions& out, std::string_view label, std::string_view value) {
  if (!label.starts_with("Option ")) return false;
  push_string(out.options, value);
  return true;
}

bool special(smbios::ArrayMappedAddress&, std::string_view label, std::string_view) {
  return label == "Range Size";  // follows from the addresses
}

bool special(smbios::DeviceMappedAddress&, std::string_view label, std::string_view) {
  return label == "Range Size";
}

bool special(smbios::IpmiDevice& out, std::string_view label, std::string_view value) {
  if (label != "Base Address") return label == "NV Storage Device";
  set(out.base_address, value);
  const auto open = value.find('(');
  const auto close = value.find(')');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close)
    out.address_space = read_coded(value.substr(open + 1, close - open - 1));
  return true;
}

bool special(smbios::PowerSupply& out, std::string_view label, std::string_view value) {
  if (label != "Status") return false;
  out.present = value.starts_with("Present");
  if (*out.present) out.status = read_coded(behind_comma(value));
  return true;
}

bool special(smbios::HostInterface& out, std::string_view label, std::string_view value) {
  if (label == "Protocol ID") {
    smbios::HostProtocol& p = out.protocols.emplace_back();
    const auto open = value.find('(');
    if (open != std::string_view::npos && value.ends_with(')'))
      p.type = read_coded(value.substr(open + 1, value.size() - open - 2));
    return true;
  }
  if (label == "Vendor ID") {
    // "0x0d:0x1f:0x0b:0xee", lowest byte first; below 3.2 "0x0D1F0BEE" in the same order.
    std::uint64_t id = 0;
    unsigned shift = 0;
    for (auto rest = trimmed(value); rest.starts_with("0x") && shift < 32; shift += 8) {
      rest.remove_prefix(2);
      const auto digits = rest.substr(0, 2);
      auto part = digits;
      const auto byte = take_hex(part);
      if (!byte) return false;
      id |= (*byte & 0xFFU) << shift;
      rest.remove_prefix(digits.size());
      if (!rest.starts_with(':')) break;
      rest.remove_prefix(1);
    }
    out.oem_id = static_cast<std::uint32_t>(id);
    return true;
  }
  return !out.protocols.empty() && redfish(out.protocols.back(), label, value);
}

bool special_item(smbios::HostInterface& out, std::string_view, std::string_view item) {
  const auto [label, value] = split(item);
  if (label == "idVendor" || label == "VendorID") {
    set(out.vendor_id, value);
    return true;
  }
  if (label == "idProduct" || label == "DeviceID") {
    set(out.product_id, value);
    return true;
  }
  return special(out, label, value);
}

bool special_item(smbios::FirmwareInventory& out, std::string_view list, std::string_view item) {
  if (list != "Characteristics") return false;
  const auto [label, value] = split(item);
  if (!out.characteristics) out.characteristics.emplace();
  const auto bit = bit_of(label, smbios::words::firmware_characteristics);
  if (bit && value == "Yes") out.characteristics->bits |= std::uint64_t{1} << *bit;
  return bit.has_value();
}

}  // namespace assay::formats::dmidecode
