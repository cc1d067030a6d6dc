#include "formats/ipmi/fru.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/ipmi/field.h"

namespace assay::formats::ipmi {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kUnit = 8;  // offsets and lengths count multiples of 8 bytes
constexpr std::uint8_t kFormat = 1;

bool sums_to_zero(bytes::ByteSpan bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  return sum % 256 == 0;
}

bool is_budget(const bytes::ParseError& error) noexcept {
  return error.fault == bytes::Fault::budget;
}

// One info area: its version and length read, its checksum checked, positioned behind the length.
Parsed<Reader> open_area(const Reader& whole, std::uint8_t units, std::string_view field,
                         Fru& out) {
  const std::uint64_t at = units * kUnit;
  ASSAY_TRY(auto head, whole.at(at, 2, field));
  const std::uint64_t head_at = head.offset();
  ASSAY_TRY(const std::uint8_t version, head.u8(field));
  ASSAY_TRY(const std::uint8_t length, head.u8("area length"));
  if ((version & 0xFU) != kFormat) return bytes::bad_value(head_at, "area format version", "1");
  if (length == 0) return bytes::bad_value(head_at + 1, "area length", "at least one unit of 8");
  const std::uint64_t size = length * kUnit;
  const std::uint64_t left = whole.whole().size() - at;
  if (size > left)
    out.problems.push_back({bytes::Fault::truncated, head_at + 1, "area length", {}, size, left});
  ASSAY_TRY(auto area, whole.at(at, std::min(size, left), field));
  if (size <= left && !sums_to_zero(area.whole()))
    out.problems.push_back({bytes::Fault::bad_value, head_at + size - 1, "area checksum",
                            "a byte that makes the area's sum zero"});
  ASSAY_CHECK(area.skip(2, field));
  return area;
}

// The fixed fields in their order, then custom ones up to the end mark.
Parsed<void> read_fields(Reader& area, std::uint8_t language, bytes::Budget& budget,
                         std::initializer_list<std::string*> fixed,
                         std::vector<std::string>& custom) {
  for (std::string* into : fixed) {
    ASSAY_TRY(auto text, next_field(area, language, budget));
    if (!text) return {};
    *into = *std::move(text);
  }
  while (true) {
    ASSAY_TRY(auto text, next_field(area, language, budget));
    if (!text) return {};
    if (!text->empty()) custom.push_back(*std::move(text));
  }
}

// Chapter 10.
Parsed<void> read_chassis(const Reader& whole, std::uint8_t units, bytes::Budget& budget,
                          Fru& out) {
  ASSAY_TRY(auto area, open_area(whole, units, "chassis info area", out));
  ChassisInfo& info = out.chassis.emplace();
  ASSAY_TRY(info.type, area.u8("chassis type"));
  return read_fields(area, 0, budget, {&info.part_number, &info.serial}, info.custom);
}

// Chapter 11.
Parsed<void> read_board(const Reader& whole, std::uint8_t units, bytes::Budget& budget, Fru& out) {
  ASSAY_TRY(auto area, open_area(whole, units, "board info area", out));
  BoardInfo& info = out.board.emplace();
  ASSAY_TRY(info.language, area.u8("language code"));
  ASSAY_TRY(const auto time, area.fixed<3>("manufacturing date and time"));
  const std::uint32_t minutes = bytes::le16_at<0>(time) | std::uint32_t{bytes::u8_at<2>(time)}
                                                              << 16U;
  if (minutes != 0) info.made = kFruEpoch + std::int64_t{minutes} * 60;
  return read_fields(
      area, info.language, budget,
      {&info.manufacturer, &info.product, &info.serial, &info.part_number, &info.file_id},
      info.custom);
}

// Chapter 12.
Parsed<void> read_product(const Reader& whole, std::uint8_t units, bytes::Budget& budget,
                          Fru& out) {
  ASSAY_TRY(auto area, open_area(whole, units, "product info area", out));
  ProductInfo& info = out.product.emplace();
  ASSAY_TRY(info.language, area.u8("language code"));
  return read_fields(area, info.language, budget,
                     {&info.manufacturer, &info.name, &info.part_number, &info.version,
                      &info.serial, &info.asset_tag, &info.file_id},
                     info.custom);
}

// Chapter 16: each record has a header of five bytes with two checksums.
Parsed<void> read_records(const Reader& whole, std::uint8_t units, bytes::Budget& budget,
                          Fru& out) {
  const std::uint64_t at = units * kUnit;
  const std::uint64_t size = whole.whole().size();
  ASSAY_TRY(auto r, whole.at(at, at < size ? size - at : 0, "multirecord area"));
  bool last = false;
  while (!last) {
    FruRecord record{.offset = r.offset(), .data = {}};
    ASSAY_CHECK(budget.items(1, record.offset, "FRU record"));
    ASSAY_TRY(const auto head, r.fixed<5>("record header"));
    if (!sums_to_zero(head))
      return bytes::bad_value(record.offset + 4, "record header checksum",
                              "a byte that makes the header's sum zero");
    record.type = bytes::u8_at<0>(head);
    last = (bytes::u8_at<1>(head) & 0x80U) != 0;
    ASSAY_TRY(record.data, r.take(bytes::u8_at<2>(head), "record data"));
    unsigned sum = bytes::u8_at<3>(head);
    for (const std::byte b : record.data) sum += static_cast<unsigned>(b);
    record.checksum_good = sum % 256 == 0;
    if (!record.checksum_good)
      out.problems.push_back({bytes::Fault::bad_value, record.offset + 3, "record checksum",
                              "a byte that makes the record's sum zero"});
    out.records.push_back(record);
  }
  return {};
}

}  // namespace

std::string_view record_name(std::uint8_t type) noexcept {
  switch (type) {
    case 0:
      return "Power Supply Information";
    case 1:
      return "DC Output";
    case 2:
      return "DC Load";
    case 3:
      return "Management Access";
    case 4:
      return "Base Compatibility";
    case 5:
      return "Extended Compatibility";
    default:
      return type >= 0xC0 ? "OEM" : std::string_view{};
  }
}

Parsed<Fru> parse_fru(Reader reader, bytes::Budget& budget) {
  Fru out;
  const Reader whole(reader.rest(), reader.offset());
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const auto head, reader.fixed<8>("common header"));
  if (bytes::u8_at<0>(head) != kFormat)
    return bytes::bad_value(start, "common header format version", "1");
  if (!sums_to_zero(head))
    out.problems.push_back({bytes::Fault::bad_value, start + 7, "common header checksum",
                            "a byte that makes the header's sum zero"});
  using Read = Parsed<void> (*)(const Reader&, std::uint8_t, bytes::Budget&, Fru&);
  struct Area {
    std::uint8_t units;
    Read read;
  };
  for (const Area& area :
       {Area{bytes::u8_at<2>(head), read_chassis}, Area{bytes::u8_at<3>(head), read_board},
        Area{bytes::u8_at<4>(head), read_product}, Area{bytes::u8_at<5>(head), read_records}}) {
    if (area.units == 0) continue;
    if (const auto read = area.read(whole, area.units, budget, out); !read) {
      if (is_budget(read.error())) return std::unexpected(read.error());
      out.problems.push_back(read.error());
    }
  }
  return out;
}

bool looks_like_fru(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto head = r.fixed<8>("common header");
  if (!head || bytes::u8_at<0>(*head) != kFormat || bytes::u8_at<6>(*head) != 0 ||
      !sums_to_zero(*head) || b.size() > (64U << 10U))
    return false;
  const auto areas = bytes::ByteSpan(*head).subspan(2, 4);
  // An info area begins with its own version; with several areas of chance this says no.
  const bool plausible = std::ranges::all_of(areas.first(3), [&](std::byte units) {
    if (units == std::byte{0}) return true;
    const auto at = Reader(b).at(static_cast<std::uint64_t>(units) * kUnit, 1, "area");
    return at && (static_cast<unsigned>(at->whole()[0]) & 0xFU) == kFormat;
  });
  return plausible && !bytes::all_of(areas, std::byte{0});
}

}  // namespace assay::formats::ipmi
