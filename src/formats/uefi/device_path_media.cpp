// Media (UEFI 10.3.5) and BIOS boot specification (10.3.6) nodes.
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/uefi/device_path_nodes.h"
#include "formats/uefi/guid.h"
#include "formats/uefi/text.h"

namespace assay::formats::uefi {
namespace {

constexpr Guid kVirtualDisk = guid("77ab535a-45fc-624b-5560-f7b281d1f96e");
constexpr Guid kVirtualCd = guid("3d5abd30-4175-87ce-6d64-d2ade523c4bb");
constexpr Guid kPersistentDisk = guid("5cea02c9-4d07-69d3-269f-4496fbe096f9");
constexpr Guid kPersistentCd = guid("08018188-42cd-bb48-100f-5387d53ded3d");

bool hard_drive(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<38>("Hard Drive");
  if (!body || !node.empty()) return false;
  base::append(out, "HD({},", bytes::le32_at<0>(*body));
  const unsigned kind = bytes::u8_at<37>(*body);
  if (kind == 1) {
    base::append(out, "MBR,0x{:08x}", bytes::le32_at<20>(*body));
  } else if (kind == 2) {
    base::append(out, "GPT,{}", Guid::from(body->subspan<20, 16>()).to_string());
  } else {
    base::append(out, "{},0", kind);
  }
  base::append(out, ",0x{:x},0x{:x})", bytes::le64_at<4>(*body), bytes::le64_at<12>(*body));
  return true;
}

bool ram_disk(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<34>("RAM Disk");
  if (!body || !node.empty()) return false;
  const Guid type = Guid::from(body->subspan<16, 16>());
  std::string_view name;
  if (type == kVirtualDisk) name = "VirtualDisk";
  if (type == kVirtualCd) name = "VirtualCD";
  if (type == kPersistentDisk) name = "PersistentVirtualDisk";
  if (type == kPersistentCd) name = "PersistentVirtualCD";
  base::append(out, "{}(0x{:x},0x{:x},{}{}{})", name.empty() ? "RamDisk" : name,
               bytes::le64_at<0>(*body), bytes::le64_at<8>(*body), bytes::le16_at<32>(*body),
               name.empty() ? "," : "", name.empty() ? type.to_string() : std::string());
  return true;
}

bool by_guid(std::string_view name, bytes::Reader& node, std::string& out) {
  const auto id = read_guid(node, "GUID");
  if (!id || !node.empty()) return false;
  base::append(out, "{}({})", name, id->to_string());
  return true;
}

}  // namespace

bool media_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  switch (subtype) {
    case 1:
      return hard_drive(node, out);
    case 2: {
      const auto body = node.fixed<20>("CD-ROM");
      if (!body || !node.empty()) return false;
      base::append(out, "CDROM(0x{:x},0x{:x},0x{:x})", bytes::le32_at<0>(*body),
                   bytes::le64_at<4>(*body), bytes::le64_at<12>(*body));
      return true;
    }
    case 3: {
      const auto vendor = read_guid(node, "Vendor_GUID");
      if (!vendor) return false;
      base::append(out, "VenMedia({}", vendor->to_string());
      append_data(node.rest(), out);
      out.push_back(')');
      return true;
    }
    case 4:
      out += utf16_text(node.rest());
      return true;
    case 5:
      return by_guid("Media", node, out);
    case 6:
      return by_guid("FvFile", node, out);
    case 7:
      return by_guid("Fv", node, out);
    case 8: {
      const auto body = node.fixed<20>("Relative Offset Range");
      if (!body || !node.empty()) return false;
      base::append(out, "Offset(0x{:x},0x{:x})", bytes::le64_at<4>(*body),
                   bytes::le64_at<12>(*body));
      return true;
    }
    case 9:
      return ram_disk(node, out);
    default:
      return false;
  }
}

bool bbs_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  if (subtype != 1) return false;
  const auto body = node.fixed<4>("BBS");
  if (!body) return false;
  static constexpr std::string_view kTypes[] = {"",       "Floppy", "HD",     "CDROM",
                                                "PCMCIA", "USB",    "Network"};
  const unsigned type = bytes::le16_at<0>(*body);
  const bool named = type > 0 && type < std::size(kTypes);
  base::append(out, "BBS({},{},0x{:x})",
               named ? std::string(kTypes[type]) : fmt::format("0x{:x}", type),
               utf8_text(node.rest(), 128), bytes::le16_at<2>(*body));
  return true;
}

}  // namespace assay::formats::uefi
