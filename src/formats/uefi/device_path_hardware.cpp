// Hardware (UEFI 10.3.2) and ACPI (10.3.3) nodes.
#include <array>
#include <fmt/format.h>

#include "base/format.h"
#include "formats/uefi/device_path_nodes.h"
#include "formats/uefi/guid.h"
#include "formats/uefi/text.h"

namespace assay::formats::uefi {
namespace {

// The low half of an EISA id is its maker in three five-bit letters; 0x41d0 spells "PNP".
constexpr std::uint32_t kPnp = 0x41D0;

std::string eisa_text(std::uint32_t id) {
  const auto letter = [id](unsigned shift) {
    return static_cast<char>('A' - 1 + static_cast<char>((id >> shift) & 0x1FU));
  };
  const std::array<char, 3> maker = {letter(10), letter(5), letter(0)};
  for (const char c : maker)
    if (c < 'A' || c > 'Z') return fmt::format("0x{:08x}", id);
  return fmt::format("{}{}{}{:04X}", maker[0], maker[1], maker[2], id >> 16U);
}

std::string_view acpi_shortcut(std::uint32_t product) {
  switch (product) {
    case 0x0A03:
      return "PciRoot";
    case 0x0A08:
      return "PcieRoot";
    case 0x0604:
      return "Floppy";
    case 0x0301:
      return "Keyboard";
    case 0x0501:
      return "Serial";
    case 0x0401:
      return "ParallelPort";
    default:
      return {};
  }
}

bool acpi_device(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<8>("HID");
  if (!body || !node.empty()) return false;
  const std::uint32_t hid = bytes::le32_at<0>(*body);
  const std::uint32_t uid = bytes::le32_at<4>(*body);
  const std::string_view shortcut =
      (hid & 0xFFFFU) == kPnp ? acpi_shortcut(hid >> 16U) : std::string_view{};
  if (!shortcut.empty()) {
    base::append(out, "{}(0x{:x})", shortcut, uid);
  } else {
    base::append(out, "Acpi({},0x{:x})", eisa_text(hid), uid);
  }
  return true;
}

bool acpi_expanded(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<12>("HID");
  if (!body) return false;
  const auto hid_text = read_utf8z(node, "HIDSTR");
  const auto uid_text = read_utf8z(node, "UIDSTR");
  const auto cid_text = read_utf8z(node, "CIDSTR");
  if (!hid_text || !uid_text || !cid_text) return false;
  const std::uint32_t hid = bytes::le32_at<0>(*body);
  const std::uint32_t uid = bytes::le32_at<4>(*body);
  const std::uint32_t cid = bytes::le32_at<8>(*body);
  base::append(out, "AcpiEx({},{},{})", hid == 0 ? utf8_text(*hid_text) : eisa_text(hid),
               cid == 0 ? utf8_text(*cid_text) : eisa_text(cid),
               uid == 0 ? utf8_text(*uid_text) : fmt::format("0x{:x}", uid));
  return true;
}

bool acpi_addresses(bytes::Reader& node, std::string& out) {
  std::string_view open = "AcpiAdr(";
  for (int i = 0; !node.empty(); ++i) {
    const auto address = node.le32("_ADR");
    if (!address || i == 16) return false;
    base::append(out, "{}0x{:x}", open, *address);
    open = ",";
  }
  out.push_back(')');
  return open == ",";
}

}  // namespace

bool hardware_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  switch (subtype) {
    case 1: {
      const auto body = node.fixed<2>("PCI");
      if (!body || !node.empty()) return false;
      base::append(out, "Pci(0x{:x},0x{:x})", bytes::u8_at<1>(*body), bytes::u8_at<0>(*body));
      return true;
    }
    case 2: {
      const auto function = node.u8("Function Number");
      if (!function || !node.empty()) return false;
      base::append(out, "PcCard(0x{:x})", *function);
      return true;
    }
    case 3: {
      const auto body = node.fixed<20>("Memory Mapped");
      if (!body || !node.empty()) return false;
      base::append(out, "MemoryMapped(0x{:x},0x{:x},0x{:x})", bytes::le32_at<0>(*body),
                   bytes::le64_at<4>(*body), bytes::le64_at<12>(*body));
      return true;
    }
    case 4: {
      const auto vendor = read_guid(node, "Vendor_GUID");
      if (!vendor) return false;
      base::append(out, "VenHw({}", vendor->to_string());
      append_data(node.rest(), out);
      out.push_back(')');
      return true;
    }
    case 5: {
      const auto number = node.le32("Controller Number");
      if (!number || !node.empty()) return false;
      base::append(out, "Ctrl(0x{:x})", *number);
      return true;
    }
    case 6: {
      const auto body = node.fixed<9>("BMC");
      if (!body || !node.empty()) return false;
      base::append(out, "BMC(0x{:x},0x{:x})", bytes::u8_at<0>(*body), bytes::le64_at<1>(*body));
      return true;
    }
    default:
      return false;
  }
}

bool acpi_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  switch (subtype) {
    case 1:
      return acpi_device(node, out);
    case 2:
      return acpi_expanded(node, out);
    case 3:
      return acpi_addresses(node, out);
    case 4: {
      const auto handle = node.le32("NFIT Device Handle");
      if (!handle || !node.empty()) return false;
      base::append(out, "NvdimmAcpiAdr(0x{:x})", *handle);
      return true;
    }
    default:
      return false;
  }
}

}  // namespace assay::formats::uefi
