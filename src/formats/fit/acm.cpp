#include "formats/fit/acm.h"

#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::fit {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kFixed = 0x80;  // up to the public key
constexpr std::uint16_t kModuleType = 2;
constexpr std::uint16_t kPreProduction = 1U << 14U;
constexpr std::uint16_t kDebugSigned = 1U << 15U;

}  // namespace

std::string Acm::date_text() const {
  for (unsigned low = 0; low < 32; low += 4)
    if ((date >> low & 0xFU) > 9) return {};
  const unsigned month = date >> 8U & 0xFFU;
  const unsigned day = date & 0xFFU;
  if (month == 0 || month > 0x12 || day == 0 || day > 0x31) return {};
  return fmt::format("{:04x}-{:02x}-{:02x}", date >> 16U, month, day);
}

std::string_view Acm::subtype_name() const noexcept {
  switch (module_subtype) {
    case 0:
      return "TXT";
    case 1:
      return "Boot Guard startup";
    case 2:
      return "TXT, also for startup";
    case 3:
      return "Boot Guard and TXT startup";
    default:
      return {};
  }
}

bool looks_like_acm(bytes::ByteSpan bytes) noexcept {
  Reader r(bytes);
  const auto b = r.fixed<kFixed>("ACM header");
  return b && bytes::le16_at<0>(*b) == kModuleType && bytes::le32_at<16>(*b) == 0x8086 &&
         bytes::le32_at<4>(*b) * 4ULL >= kFixed && bytes::le32_at<24>(*b) >= bytes::le32_at<4>(*b);
}

Parsed<Acm> parse_acm(Reader reader) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "ACM"));
  ASSAY_TRY(auto r, whole.at(0, whole.remaining(), "ACM"));
  ASSAY_TRY(const auto b, r.fixed<kFixed>("ACM header"));
  if (bytes::le16_at<0>(b) != kModuleType) return bytes::bad_value(start, "ModuleType", "2");
  Acm out;
  out.module_subtype = bytes::le16_at<2>(b);
  out.header_version = bytes::le32_at<8>(b);
  out.chipset_id = bytes::le16_at<12>(b);
  const std::uint16_t flags = bytes::le16_at<14>(b);
  out.pre_production = (flags & kPreProduction) != 0;
  out.debug_signed = (flags & kDebugSigned) != 0;
  out.vendor = bytes::le32_at<16>(b);
  out.date = bytes::le32_at<20>(b);
  out.size = bytes::le32_at<24>(b) * 4ULL;
  out.txt_svn = bytes::le16_at<28>(b);
  out.se_svn = bytes::le16_at<30>(b);
  if (out.vendor != 0x8086) return bytes::bad_value(start + 16, "ModuleVendor", "0x8086");
  if (out.size < bytes::le32_at<4>(b) * 4ULL)
    return bytes::bad_value(start + 24, "Size", "at least HeaderLen");
  ASSAY_CHECK(whole.at(0, out.size, "Size"));
  const std::uint64_t key = bytes::le32_at<0x78>(b) * 4ULL;
  if (key != 256 && key != 384) return bytes::bad_value(start + 0x78, "KeySize", "64 or 96 words");
  ASSAY_TRY(out.modulus, r.take(key, "RSAPubKey"));
  // Only version 0.0 has an exponent of its own; later ones mean 65537.
  if (out.header_version == 0) ASSAY_CHECK(r.skip(4, "RSAPubExp"));
  ASSAY_TRY(out.signature, r.take(key, "RSASig"));
  out.key_bits = static_cast<std::uint32_t>(key * 8);
  out.has_signature =
      !bytes::all_of(out.signature, std::byte{0}) && !bytes::all_of(out.signature, std::byte{0xFF});
  return out;
}

}  // namespace assay::formats::fit
