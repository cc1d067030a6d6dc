// Messaging nodes (UEFI 10.3.4) of disks, buses and serial lines; the network's are beside.
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/uefi/device_path_nodes.h"
#include "formats/uefi/guid.h"
#include "formats/uefi/text.h"

namespace assay::formats::uefi {
namespace {

constexpr Guid kPcAnsi = guid("e0c14753-f9be-11d2-9a0c-0090273fc14d");
constexpr Guid kVt100 = guid("dfa66065-b419-11d3-9a2d-0090273fc14d");
constexpr Guid kVt100Plus = guid("7baec70b-57e0-4c76-8e87-2f9e28088343");
constexpr Guid kVtUtf8 = guid("ad15a0d6-8bec-4acf-a073-d01de77e2d88");
constexpr Guid kDebugPort = guid("eba4e8d2-3858-41ec-a281-2647ba9660d0");

bool vendor_message(bytes::Reader& node, std::string& out) {
  const auto vendor = read_guid(node, "Vendor_GUID");
  if (!vendor) return false;
  if (node.empty()) {
    std::string_view shortcut;
    if (*vendor == kPcAnsi) shortcut = "VenPcAnsi()";
    if (*vendor == kVt100) shortcut = "VenVt100()";
    if (*vendor == kVt100Plus) shortcut = "VenVt100Plus()";
    if (*vendor == kVtUtf8) shortcut = "VenUtf8()";
    if (*vendor == kDebugPort) shortcut = "DebugPort()";
    out += shortcut;
    if (!shortcut.empty()) return true;
  }
  base::append(out, "VenMsg({}", vendor->to_string());
  append_data(node.rest(), out);
  out.push_back(')');
  return true;
}

bool uart(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<15>("UART");
  if (!body || !node.empty()) return false;
  const std::uint64_t baud = bytes::le64_at<4>(*body);
  const unsigned bits = bytes::u8_at<12>(*body);
  const unsigned parity = bytes::u8_at<13>(*body);
  const unsigned stop = bytes::u8_at<14>(*body);
  static constexpr std::string_view kParity = "DNEOMS";
  static constexpr std::string_view kStop[] = {"D", "1", "1.5", "2"};
  base::append(out, "Uart({},{},{},{})", baud == 0 ? "DEFAULT" : fmt::to_string(baud),
               bits == 0 ? "DEFAULT" : fmt::to_string(bits),
               parity < kParity.size() ? kParity[parity] : 'x',
               stop < std::size(kStop) ? kStop[stop] : "x");
  return true;
}

bool usb_wwid(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<6>("USB WWID");
  if (!body) return false;
  base::append(out, "UsbWwid(0x{:x},0x{:x},0x{:x},\"{}\")", bytes::le16_at<2>(*body),
               bytes::le16_at<4>(*body), bytes::le16_at<0>(*body), utf16_text(node.rest(), 128));
  return true;
}

bool sas_ex(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<20>("SAS Ex");
  if (!body || !node.empty()) return false;
  const unsigned topology = bytes::le16_at<16>(*body);
  base::append(out, "SasEx(0x{},0x{},0x{:x},", bytes::to_hex(body->first<8>()),
               bytes::to_hex(body->subspan<8, 8>()), bytes::le16_at<18>(*body));
  const unsigned fields = topology & 0x0FU;
  if ((topology & 0x80U) != 0 || fields > 2) {
    base::append(out, "0x{:x},0,0,0)", topology);
  } else if (fields == 0) {
    out += "NoTopology,0,0,0)";
  } else {
    const unsigned bay = fields == 2 ? ((topology >> 8U) & 0xFFU) + 1 : 0;
    base::append(out, "{},{},{},{})", (topology & 0x10U) != 0 ? "SATA" : "SAS",
                 (topology & 0x20U) != 0 ? "External" : "Internal",
                 (topology & 0x40U) != 0 ? "Expanded" : "Direct", bay);
  }
  return true;
}

bool nvme(bytes::Reader& node, std::string& out) {
  const auto space = node.le32("Namespace Identifier");
  const auto eui = node.fixed<8>("IEEE Extended Unique Identifier");
  if (!space || !eui || !node.empty()) return false;
  base::append(out, "NVMe(0x{:x},", *space);
  for (std::size_t i = 8; i-- > 0;)
    base::append(out, "{:02x}{}", std::to_integer<unsigned>((*eui)[i]), i == 0 ? ")" : "-");
  return true;
}

bool storage_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  switch (subtype) {
    case 1: {
      const auto body = node.fixed<4>("ATAPI");
      if (!body || !node.empty()) return false;
      base::append(out, "Ata({},{},0x{:x})", bytes::u8_at<0>(*body) == 1 ? "Secondary" : "Primary",
                   bytes::u8_at<1>(*body) == 1 ? "Slave" : "Master", bytes::le16_at<2>(*body));
      return true;
    }
    case 2: {
      const auto body = node.fixed<4>("SCSI");
      if (!body || !node.empty()) return false;
      base::append(out, "Scsi(0x{:x},0x{:x})", bytes::le16_at<0>(*body), bytes::le16_at<2>(*body));
      return true;
    }
    case 3: {
      const auto body = node.fixed<20>("Fibre Channel");
      if (!body || !node.empty()) return false;
      base::append(out, "Fibre(0x{:x},0x{:x})", bytes::le64_at<4>(*body),
                   bytes::le64_at<12>(*body));
      return true;
    }
    case 18: {
      const auto body = node.fixed<6>("SATA");
      if (!body || !node.empty()) return false;
      base::append(out, "Sata(0x{:x},0x{:x},0x{:x})", bytes::le16_at<0>(*body),
                   bytes::le16_at<2>(*body), bytes::le16_at<4>(*body));
      return true;
    }
    case 21: {
      const auto body = node.fixed<20>("Fibre Channel Ex");
      if (!body || !node.empty()) return false;
      base::append(out, "FibreEx(0x{},0x{})", bytes::to_hex(body->subspan<4, 8>()),
                   bytes::to_hex(body->subspan<12, 8>()));
      return true;
    }
    case 22:
      return sas_ex(node, out);
    case 23:
      return nvme(node, out);
    case 25: {
      const auto body = node.fixed<2>("UFS");
      if (!body || !node.empty()) return false;
      base::append(out, "UFS(0x{:x},0x{:x})", bytes::u8_at<0>(*body), bytes::u8_at<1>(*body));
      return true;
    }
    case 26:
    case 29: {
      const auto slot = node.u8("Slot Number");
      if (!slot || !node.empty()) return false;
      base::append(out, "{}(0x{:x})", subtype == 26 ? "SD" : "eMMC", *slot);
      return true;
    }
    case 32: {
      const auto space = read_guid(node, "UUID");
      if (!space) return false;
      base::append(out, "NVDIMM({})", space->to_string());
      return true;
    }
    default:
      return false;
  }
}

}  // namespace

bool messaging_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  switch (subtype) {
    case 4: {
      const auto body = node.fixed<12>("1394");
      if (!body || !node.empty()) return false;
      base::append(out, "I1394({:016x})", bytes::le64_at<4>(*body));
      return true;
    }
    case 5: {
      const auto body = node.fixed<2>("USB");
      if (!body || !node.empty()) return false;
      base::append(out, "USB(0x{:x},0x{:x})", bytes::u8_at<0>(*body), bytes::u8_at<1>(*body));
      return true;
    }
    case 6: {
      const auto target = node.le32("Target ID");
      if (!target || !node.empty()) return false;
      base::append(out, "I2O(0x{:x})", *target);
      return true;
    }
    case 10:
      return vendor_message(node, out);
    case 14:
      return uart(node, out);
    case 15: {
      const auto body = node.fixed<7>("USB Class");
      if (!body || !node.empty()) return false;
      base::append(out, "UsbClass(0x{:x},0x{:x},0x{:x},0x{:x},0x{:x})", bytes::le16_at<0>(*body),
                   bytes::le16_at<2>(*body), bytes::u8_at<4>(*body), bytes::u8_at<5>(*body),
                   bytes::u8_at<6>(*body));
      return true;
    }
    case 16:
      return usb_wwid(node, out);
    case 17: {
      const auto unit = node.u8("Logical Unit Number");
      if (!unit || !node.empty()) return false;
      base::append(out, "Unit(0x{:x})", *unit);
      return true;
    }
    default:
      return storage_text(subtype, node, out) || network_text(subtype, node, out);
  }
}

}  // namespace assay::formats::uefi
