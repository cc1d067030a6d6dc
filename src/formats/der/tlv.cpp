#include "formats/der/tlv.h"

namespace assay::formats::der {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kHighTag = 31;
constexpr unsigned kMaxTagBytes = 4;     // 28 bits of tag number; no format here has more than 8
constexpr unsigned kMaxLengthBytes = 8;  // what a 64-bit length can hold

// 8.1.2.4: base 128, most significant first, bit 8 on all but the last.
Parsed<void> read_high_tag(Reader& r, Tlv& tlv, std::string_view field) noexcept {
  for (unsigned i = 0; i < kMaxTagBytes; ++i) {
    ASSAY_TRY(const std::uint8_t b, r.u8(field));
    if (i == 0 && b == 0x80)
      return bad_value(tlv.offset, field, "a tag number without leading zero bytes");
    tlv.number = (tlv.number << 7U) | (b & 0x7FU);
    if ((b & 0x80U) != 0) continue;
    tlv.minimal = tlv.number >= kHighTag;
    return {};
  }
  return bad_value(tlv.offset, field, "a tag number of at most 28 bits");
}

// 8.1.3: definite lengths only.
Parsed<std::uint64_t> read_length(Reader& r, Tlv& tlv, std::string_view field) noexcept {
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const std::uint8_t first, r.u8(field));
  if (first < 0x80) return first;
  if (first == 0x80) return bad_value(at, field, "a definite length (DER has no indefinite form)");
  const unsigned n = first & 0x7FU;
  if (n > kMaxLengthBytes) return bad_value(at, field, "a length of at most 8 bytes");
  std::uint64_t length = 0;
  for (unsigned i = 0; i < n; ++i) {
    ASSAY_TRY(const std::uint8_t b, r.u8(field));
    if (i == 0 && b == 0) tlv.minimal = false;
    length = (length << 8U) | b;
  }
  if (length < 0x80) tlv.minimal = false;
  return length;
}

Parsed<void> check_shape(const Tlv& tlv, Tag tag, std::string_view field) noexcept {
  const bool container = tag == Tag::sequence || tag == Tag::set;
  if (tlv.constructed == container) return {};
  if (container) return bad_value(tlv.offset, field, "a constructed element");
  return bad_value(tlv.offset, field, "a primitive element (DER has no constructed strings)");
}

constexpr std::string_view wanted(Tag tag) noexcept {
  switch (tag) {
    case Tag::boolean:
      return "a BOOLEAN";
    case Tag::integer:
      return "an INTEGER";
    case Tag::bit_string:
      return "a BIT STRING";
    case Tag::octet_string:
      return "an OCTET STRING";
    case Tag::null:
      return "NULL";
    case Tag::oid:
      return "an OBJECT IDENTIFIER";
    case Tag::enumerated:
      return "an ENUMERATED";
    case Tag::sequence:
      return "a SEQUENCE";
    case Tag::set:
      return "a SET";
    case Tag::utc_time:
      return "a UTCTime";
    case Tag::generalized_time:
      return "a GeneralizedTime";
    default:
      return "a character string of the specified type";
  }
}

template <class Match>
Parsed<std::optional<Tlv>> next_where(Reader& reader, Budget& budget, std::string_view field,
                                      Match match) noexcept {
  if (reader.empty()) return std::optional<Tlv>{};
  Reader ahead = reader;
  ASSAY_TRY(const Tlv tlv, read(ahead, budget, field));
  if (!match(tlv)) return std::optional<Tlv>{};
  reader = ahead;
  return std::optional<Tlv>(tlv);
}

}  // namespace

Parsed<Tlv> read(Reader& reader, Budget& budget, std::string_view field) noexcept {
  ASSAY_CHECK(budget.items(1, reader.offset(), field));
  Reader r = reader;  // moves only once all of the element is known to be there
  Tlv tlv;
  tlv.offset = r.offset();
  ASSAY_TRY(const std::uint8_t identifier, r.u8(field));
  tlv.tag_class = static_cast<TagClass>(identifier >> 6U);
  tlv.constructed = (identifier & 0x20U) != 0;
  tlv.number = identifier & 0x1FU;
  if (tlv.number == kHighTag) {
    tlv.number = 0;
    ASSAY_CHECK(read_high_tag(r, tlv, field));
  }
  ASSAY_TRY(const std::uint64_t length, read_length(r, tlv, field));
  ASSAY_TRY(tlv.content, r.sub(length, field));
  tlv.whole = reader.rest().first(static_cast<std::size_t>(r.offset() - tlv.offset));
  reader = r;
  return tlv;
}

Parsed<Tlv> expect(Reader& reader, Budget& budget, Tag tag, std::string_view field) noexcept {
  Reader r = reader;
  ASSAY_TRY(const Tlv tlv, read(r, budget, field));
  if (!tlv.is(tag)) return bad_value(tlv.offset, field, wanted(tag));
  ASSAY_CHECK(check_shape(tlv, tag, field));
  reader = r;
  return tlv;
}

Parsed<Tlv> expect_context(Reader& reader, Budget& budget, std::uint32_t n,
                           std::string_view field) noexcept {
  Reader r = reader;
  ASSAY_TRY(const Tlv tlv, read(r, budget, field));
  if (!tlv.is_context(n))
    return bad_value(tlv.offset, field, "the context-specific tag of this field");
  reader = r;
  return tlv;
}

Parsed<std::optional<Tlv>> next_if(Reader& reader, Budget& budget, Tag tag,
                                   std::string_view field) noexcept {
  ASSAY_TRY(const std::optional<Tlv> tlv,
            next_where(reader, budget, field, [tag](const Tlv& t) { return t.is(tag); }));
  if (tlv) ASSAY_CHECK(check_shape(*tlv, tag, field));
  return tlv;
}

Parsed<std::optional<Tlv>> next_if_context(Reader& reader, Budget& budget, std::uint32_t n,
                                           std::string_view field) noexcept {
  return next_where(reader, budget, field, [n](const Tlv& t) { return t.is_context(n); });
}

}  // namespace assay::formats::der
