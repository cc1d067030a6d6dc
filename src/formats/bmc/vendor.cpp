#include "formats/bmc/vendor.h"

#include <algorithm>

#include "bytes/lines.h"
#include "bytes/text.h"

namespace assay::formats::bmc {
namespace {

using bytes::Reader;

constexpr std::string_view kAmi = "$MODULE$";
constexpr std::uint16_t kAmiEnd = 0x55AA;
constexpr std::uint16_t kFlagChecksum = 0x0100;

// "Modulo 100": all bytes of the header, its checksum included, add up to zero.
bool sums_to_zero(bytes::ByteSpan header) noexcept {
  unsigned sum = 0;
  for (const auto b : header) sum += static_cast<unsigned>(b);
  return (sum & 0xFFU) == 0;
}

std::string_view text_of(bytes::ByteSpan field) noexcept {
  const auto text = bytes::as_chars(field);
  return bytes::trimmed(text.substr(0, text.find('\0')));
}

}  // namespace

std::optional<AmiModule> read_ami_module(Reader image) noexcept {
  const auto header = image.at(0, kAmiHeader, "FMH");
  if (!header || !bytes::starts_with(header->rest(), kAmi) || !sums_to_zero(header->rest()))
    return std::nullopt;
  Reader r = *header;
  static_cast<void>(r.skip(8 + 2 + 2, "signature, version and size"));
  AmiModule m;
  m.allocated = r.le32("FMH_AllocatedSize").value_or(0);
  m.location = r.le32("FMH_Location").value_or(0);
  static_cast<void>(r.skip(4, "reserved and checksum"));
  if (const auto name = r.take(8, "Module_Name")) m.name = text_of(*name);
  m.version_major = r.u8("Module_Ver_Major").value_or(0);
  m.version_minor = r.u8("Module_Ver_Minor").value_or(0);
  m.type = r.le16("Module_Type").value_or(0);
  m.module_at = r.le32("Module_Location").value_or(0);
  m.module_size = r.le32("Module_Size").value_or(0);
  m.flags = r.le16("Module_Flags").value_or(0);
  static_cast<void>(r.le32("Module_Load_Address"));
  m.checksum = r.le32("Module_Checksum").value_or(0);
  static_cast<void>(r.skip(8, "reserved"));
  if (r.le16("FMH_End_Signature").value_or(0) != kAmiEnd) return std::nullopt;
  m.checksum_used = (m.flags & kFlagChecksum) != 0;
  return m;
}

std::optional<std::uint32_t> read_ami_link(Reader image) noexcept {
  const auto header = image.at(0, 16, "ALT_FMH");
  if (!header || !sums_to_zero(header->rest())) return std::nullopt;
  Reader r = *header;
  if (r.le16("FMH_End_Signature").value_or(0) != kAmiEnd) return std::nullopt;
  static_cast<void>(r.skip(2, "checksum"));
  const auto link = r.le32("FMH_Link_Address").value_or(0);
  const auto signature = r.take(8, "FMH_Signature");
  if (!signature || bytes::as_chars(*signature) != kAmi) return std::nullopt;
  return link;
}

std::string_view ami_type_name(std::uint16_t type) noexcept {
  switch (type & 0xFFU) {
    case 0x01:
      return "boot loader";
    case 0x02:
      return "firmware information";
    case 0x03:
    case 0x08:
      return "kernel";
    case 0x04:
      return "FPGA";
    case 0x05:
      return "ELF";
    case 0x06:
      return "U-Boot image";
    case 0x07:
    case 0x09:
      return "root file system";
    case 0x10:
    case 0x11:
      return "JFFS2";
    case 0x20:
    case 0x21:
    case 0x30:
      return "configuration";
    case 0x40:
      return "web pages";
    case 0x50:
      return "PDK";
    default:
      return "module";
  }
}

std::optional<SupermicroFooter> find_supermicro(Reader image) noexcept {
  constexpr std::string_view kText = "ATENs_FW";
  const auto all = bytes::as_chars(image.rest());
  const auto at = all.rfind(kText);
  if (at == std::string_view::npos || all.size() - at < kText.size() + 2) return std::nullopt;
  SupermicroFooter f{.at = at};
  f.major = static_cast<std::uint8_t>(all[at + kText.size()]);
  f.minor = static_cast<std::uint8_t>(all[at + kText.size() + 1]);
  return f;
}

std::optional<SupermicroPart> read_supermicro_part(Reader image) noexcept {
  constexpr std::uint32_t kSignature = 0x9FFFFFA0;
  constexpr std::uint32_t kMostNumber = 32;
  const auto footer = image.at(0, kSupermicroPart, "footer");
  if (!footer) return std::nullopt;
  Reader r = *footer;
  static_cast<void>(r.skip(12, "padding"));
  SupermicroPart p;
  p.number = r.le32("image number").value_or(0);
  p.base = r.le32("base address").value_or(0);
  p.size = r.le32("length").value_or(0);
  p.load = r.le32("load address").value_or(0);
  p.entry = r.le32("exec address").value_or(0);
  if (const auto name = r.take(16, "name")) p.name = text_of(*name);
  static_cast<void>(r.le32("checksum"));
  if (r.le32("signature").value_or(0) != kSignature) return std::nullopt;
  p.type = r.le32("type").value_or(0);
  if (p.number == 0 || p.number > kMostNumber) return std::nullopt;
  return p;
}

}  // namespace assay::formats::bmc
