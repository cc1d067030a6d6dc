// Stores of which little is read: EDK II's fault-tolerant write working block
// (MdeModulePkg/Include/Guid/SystemNvDataGuid.h), Insyde's factory data copy, Phoenix's CMDB and
// flash map.
#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/nvram/parsers.h"

namespace assay::formats::nvram {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kFdcHeader = 0x50;
constexpr std::uint32_t kCmdbSize = 0x100;
constexpr std::uint32_t kFlashMapSize = 0x1000;

}  // namespace

Parsed<Store> parse_ftw(Reader reader, Budget&) {
  const Reader whole(reader.rest(), reader.offset());
  Store out{.kind = StoreKind::ftw, .offset = reader.offset()};
  ASSAY_TRY(const auto head, reader.fixed<28>("WorkingBlockHeader"));
  out.state = bytes::u8_at<20>(head);
  std::uint64_t queue = bytes::le32_at<24>(head);
  out.header = 28;
  // The queue is a multiple of 16 bytes less the header: that tells a 64-bit size, padded, from the
  // old 32-bit one.
  if (queue % 16 == 0) {
    ASSAY_TRY(const std::uint32_t upper, reader.le32("WriteQueueSize"));
    queue |= std::uint64_t{upper} << 32U;
    out.header = 32;
  }
  const std::uint64_t room = whole.whole().size() - out.header;
  if (queue > room) {
    out.problems.push_back(
        {bytes::Fault::truncated, out.offset + 24, "WriteQueueSize", {}, queue, room});
    queue = room;
  }
  out.size = out.header + queue;
  out.checked = crc32(whole.whole().first(out.header), 16, 5) == bytes::le32_at<16>(head);
  const auto body = whole.whole().subspan(out.header, static_cast<std::size_t>(queue));
  std::size_t used = body.size();
  while (used > 0 && body[used - 1] == std::byte{0xFF}) --used;
  set_free(out, out.offset + out.header + used, out.offset + out.size);
  return out;
}

Parsed<Store> parse_fdc(Reader reader, Budget& budget) {
  const Reader whole(reader.rest(), reader.offset());
  Store out{.kind = StoreKind::fdc, .offset = reader.offset()};
  ASSAY_TRY(const auto head, reader.fixed<8>("FDC_VOLUME_HEADER"));
  const std::uint32_t size = bytes::le32_at<4>(head);
  if (size <= kFdcHeader || size == 0xFFFFFFFF)
    return bad_value(out.offset + 4, "Size", "more than its header of 80 bytes");
  out.header = kFdcHeader;
  out.size = std::min<std::uint64_t>(size, whole.whole().size());
  if (out.size < size)
    out.problems.push_back(
        {bytes::Fault::truncated, out.offset + 4, "Size", {}, size, whole.whole().size()});
  set_free(out, out.offset + out.size, out.offset + out.size);
  if (out.size <= kFdcHeader) return out;
  const bytes::Nesting level(budget);
  ASSAY_CHECK(level.check(out.offset, "FDC_VOLUME_HEADER"));
  ASSAY_TRY(const Reader body, whole.at(kFdcHeader, out.size - kFdcHeader, "Size"));
  ASSAY_TRY(out.inner, find_stores(body, budget));
  return out;
}

Parsed<Store> parse_cmdb(Reader reader, Budget&) {
  const Reader whole(reader.rest(), reader.offset());
  Store out{.kind = StoreKind::cmdb, .offset = reader.offset(), .header = 12};
  ASSAY_TRY(const auto head, reader.fixed<12>("CMDB"));
  if (bytes::le32_at<4>(head) != 12) return bad_value(out.offset + 4, "HeaderSize", "12");
  ASSAY_CHECK(whole.at(0, kCmdbSize, "CMDB"));
  out.size = kCmdbSize;
  set_free(out, out.offset + out.size, out.offset + out.size);
  return out;
}

Parsed<Store> parse_flash_map(Reader reader, Budget& budget) {
  const Reader whole(reader.rest(), reader.offset());
  Store out{.kind = StoreKind::flash_map, .offset = reader.offset(), .header = 16};
  ASSAY_TRY(const auto head, reader.fixed<16>("_FLASH_MAP"));
  const std::uint16_t entries = bytes::le16_at<10>(head);
  constexpr std::uint16_t kMost = 113;  // of 36 bytes in its 4 KiB
  if (entries > kMost) return bad_value(out.offset + 10, "NumEntries", "at most 113");
  out.size = std::min<std::uint64_t>(kFlashMapSize, whole.whole().size());
  ASSAY_CHECK(budget.items(entries, out.offset, "NumEntries"));
  for (std::uint16_t i = 0; i < entries; ++i) {
    Variable v;
    v.offset = reader.offset();
    ASSAY_TRY(const auto entry, reader.fixed<36>("NumEntries"));
    v.size = 36;
    v.header = 16;
    v.vendor = uefi::Guid::from(entry.first<16>());
    v.data = entry.subspan<16>();
    v.data_offset = v.offset + 16;
    out.variables.push_back(std::move(v));
  }
  set_free(out, reader.offset(), out.offset + out.size);
  return out;
}

}  // namespace assay::formats::nvram
