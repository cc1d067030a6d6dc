#include "formats/me/manifest.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/me/checksum.h"

namespace assay::formats::me {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kFixed = 0x80;  // CSS header up to the public key
constexpr std::uint64_t kModule = 0x60;
constexpr std::uint32_t kDebugSigned = 1U << 31U;

Parsed<void> read_key(const Reader& whole, std::uint64_t words, Manifest& out) {
  if (words != 0x40 && words != 0x60) return {};
  const std::uint64_t size = words * 4;
  ASSAY_TRY(auto r, whole.at(kFixed, size * 2 + 4, "RSA key and signature"));
  ASSAY_TRY(out.modulus, r.take(size, "RSAPubKey"));
  ASSAY_TRY(out.exponent, r.le32("RSAPubExp"));
  ASSAY_TRY(out.signature, r.take(size, "RSASig"));
  out.key_bits = static_cast<std::uint32_t>(size * 8);
  out.has_signature =
      !bytes::all_of(out.signature, std::byte{0}) && !bytes::all_of(out.signature, std::byte{0xFF});
  return {};
}

Parsed<Module> read_module(Reader& r) {
  ASSAY_TRY(const auto b, r.fixed<kModule>("$MME"));
  if (!bytes::starts_with(b, "$MME"))
    return bytes::bad_value(r.offset() - kModule, "module", "$MME");
  return Module{.name = short_name(bytes::ByteSpan(b).subspan(4, 16)),
                .offset = bytes::le32_at<0x38>(b),
                .size = bytes::le32_at<0x40>(b),
                .size_uncompressed = bytes::le32_at<0x3C>(b),
                .compression = static_cast<std::uint8_t>(bytes::le32_at<0x50>(b) >> 4U & 7U),
                .hash = bytes::ByteSpan(b).subspan(0x14, 32)};
}

// $SKU and its kin follow the modules: a tag, their length in words of 4 bytes with the tag's,
// data.
void read_sku(Reader r, Manifest& out) {
  for (int i = 0; i < 16; ++i) {
    const auto tag = r.take(4, "tag");
    const auto words = tag ? r.le32("size") : std::unexpected(tag.error());
    if (!words || *words < 2 || *words > 256) return;
    auto body = r.sub((*words - 2) * 4, "attributes");
    if (!body) return;
    if (!bytes::starts_with(*tag, "$SKU")) continue;
    if (!body->skip(4, "FWSKUCaps")) return;
    if (const auto value = body->le32("FWSKUAttrib")) out.sku = *value;
    return;
  }
}

Parsed<void> read_modules(const Reader& whole, std::uint32_t count, bytes::Budget& budget,
                          Manifest& out) {
  if (count == 0 || count > 256) return {};
  const std::uint64_t at = out.header_size;
  ASSAY_TRY(auto r, whole.at(at, whole.remaining() - std::min(at, whole.remaining()), "modules"));
  ASSAY_TRY(const auto name, r.take(12, "PartitionName"));
  // A CSE manifest goes on with extensions instead: no modules here.
  if (!bytes::starts_with(r.rest(), "$MME")) return {};
  out.partition = short_name(name.first(4));
  ASSAY_CHECK(budget.items(count, r.offset(), "NumModules"));
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSAY_TRY(Module module, read_module(r));
    out.modules.push_back(module);
  }
  if (const auto end = bytes::as_chars(r.rest()).substr(0, 512).find("$SKU");
      end != std::string_view::npos && r.skip(end, "$SKU"))
    read_sku(r, out);
  return {};
}

}  // namespace

std::string bcd_date(std::uint32_t value) {
  const auto two = [&](unsigned low) {
    const std::uint32_t b = value >> low & 0xFFU;
    return b % 16 > 9 || b / 16 > 9 ? 100U : b / 16 * 10 + b % 16;
  };
  const unsigned century = two(24), year = two(16), month = two(8), day = two(0);
  if (century > 99 || year > 99 || month == 0 || month > 12 || day == 0 || day > 31) return {};
  return fmt::format("{:02}{:02}-{:02}-{:02}", century, year, month, day);
}

std::string Manifest::version() const {
  return fmt::format("{}.{}.{}.{}", major, minor, hotfix, build);
}
std::string Manifest::date_text() const { return bcd_date(date); }

bool looks_like_manifest(bytes::ByteSpan bytes) noexcept {
  if (bytes.size() < kFixed || !bytes::starts_with(bytes, std::string_view("\4\0\0\0", 4)))
    return false;
  const auto tag = bytes.subspan(0x1C, 4);
  return bytes::starts_with(tag, "$MN2") || bytes::starts_with(tag, "$MAN");
}

Parsed<Manifest> parse_manifest(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "manifest"));
  ASSAY_TRY(auto r, whole.at(0, kFixed, "manifest header"));
  ASSAY_TRY(const auto b, r.fixed<kFixed>("manifest header"));
  if (!looks_like_manifest(b)) return bytes::bad_value(start + 0x1C, "Tag", "$MN2 or $MAN");
  Manifest out;
  out.tag = bytes::as_chars(bytes::ByteSpan(b).subspan(0x1C, 4));
  out.header_size = std::uint64_t{bytes::le32_at<4>(b)} * 4;
  out.debug_signed = (bytes::le32_at<0x0C>(b) & kDebugSigned) != 0;
  out.date = bytes::le32_at<0x14>(b);
  out.size = std::uint64_t{bytes::le32_at<0x18>(b)} * 4;
  out.major = bytes::le16_at<0x24>(b);
  out.minor = bytes::le16_at<0x26>(b);
  out.hotfix = bytes::le16_at<0x28>(b);
  out.build = bytes::le16_at<0x2A>(b);
  out.security_version = bytes::le32_at<0x2C>(b);
  if (out.header_size < kFixed || out.size < out.header_size)
    return bytes::bad_value(start + 4, "HeaderLength", "at least 0x20 and at most Size");
  ASSAY_CHECK(read_key(whole, bytes::le32_at<0x78>(b), out));
  if (const auto ok = read_modules(whole, bytes::le32_at<0x20>(b), budget, out); !ok) {
    if (ok.error().fault == bytes::Fault::budget) return std::unexpected(ok.error());
    out.problems.push_back(ok.error());
  }
  return out;
}

}  // namespace assay::formats::me
