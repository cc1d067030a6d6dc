#include "formats/pci/vpd.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::pci {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint8_t kIdentifier = 0x82;
constexpr std::uint8_t kReadOnly = 0x90;
constexpr std::uint8_t kReadWrite = 0x91;
constexpr std::uint8_t kEndTag = 0x78;  // a small resource; the low three bits are its length

bool sums_to_zero(bytes::ByteSpan bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  return sum % 256 == 0;
}

Parsed<void> read_fields(Reader r, const Reader& whole, bool writable, bytes::Budget& budget,
                         Vpd& out) {
  while (!r.empty()) {
    VpdField field{.offset = r.offset(), .writable = writable};
    ASSAY_CHECK(budget.items(1, field.offset, "VPD keyword"));
    ASSAY_TRY(const auto keyword, r.take(2, "VPD keyword"));
    ASSAY_TRY(const std::uint8_t length, r.u8("VPD keyword length"));
    const std::uint64_t value_at = r.offset();
    ASSAY_TRY(const auto value, r.take(length, "VPD keyword data"));
    field.keyword = bytes::as_chars(keyword);
    field.value = bytes::as_chars(value);
    if (field.keyword == "RV" && !value.empty()) {
      const auto covered = whole.at(0, value_at - whole.offset() + 1, "RV");
      if (covered) out.checksum_good = sums_to_zero(covered->whole());
    } else if (field.keyword != "RW") {
      out.fields.push_back(field);
    }
  }
  return {};
}

// False after the end tag.
Parsed<bool> read_resource(Reader& r, const Reader& whole, bytes::Budget& budget, Vpd& out) {
  const std::uint64_t at = r.offset();
  ASSAY_CHECK(budget.items(1, at, "VPD resource"));
  ASSAY_TRY(const std::uint8_t tag, r.u8("VPD tag"));
  if ((tag & 0x80U) == 0) {
    if ((tag & 0xF8U) == kEndTag) return false;
    return bytes::bad_value(at, "VPD tag", "an identifier, VPD-R, VPD-W or end tag");
  }
  if (tag != kIdentifier && tag != kReadOnly && tag != kReadWrite)
    return bytes::bad_value(at, "VPD tag", "an identifier, VPD-R, VPD-W or end tag");
  ASSAY_TRY(const std::uint16_t length, r.le16("VPD resource length"));
  ASSAY_TRY(auto body, r.sub(length, "VPD resource"));
  if (tag == kIdentifier) {
    out.product = bytes::as_chars(body.rest());
    return true;
  }
  ASSAY_CHECK(read_fields(body, whole, tag == kReadWrite, budget, out));
  return true;
}

}  // namespace

std::string_view Vpd::value(std::string_view keyword) const noexcept {
  const auto it = std::ranges::find(fields, keyword, &VpdField::keyword);
  return it != fields.end() ? it->value : std::string_view{};
}

Parsed<Vpd> parse_vpd(Reader reader, bytes::Budget& budget) {
  Vpd out;
  const Reader whole = Reader(reader.rest(), reader.offset());
  bool first = true;
  while (!reader.empty()) {
    const auto more = read_resource(reader, whole, budget, out);
    if (!more) {
      if (first) return std::unexpected(more.error());
      out.broken = more.error();
      return out;
    }
    if (!*more) return out;
    first = false;
  }
  out.broken = bytes::ParseError{bytes::Fault::truncated, reader.offset(), "VPD end tag", {}, 1, 0};
  if (first) return std::unexpected(*out.broken);
  return out;
}

bool looks_like_vpd(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto tag = r.u8("VPD tag");
  const auto length = tag ? r.le16("VPD resource length") : Parsed<std::uint16_t>(0);
  if (!tag || *tag != kIdentifier || !length || *length == 0 || *length > 256) return false;
  const auto product = r.take(*length, "VPD resource");
  const auto next = r.u8("VPD tag");
  return product && next && *next == kReadOnly &&
         std::ranges::all_of(bytes::as_chars(*product),
                             [](char c) { return (c >= 0x20 && c < 0x7F) || c == 0; });
}

}  // namespace assay::formats::pci
