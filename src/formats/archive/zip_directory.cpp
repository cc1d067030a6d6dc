#include "formats/archive/zip_directory.h"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::archive {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using bytes::Budget;
using bytes::Reader;

constexpr std::string_view kEnd = "PK\x05\x06";
constexpr std::string_view kCentral = "PK\x01\x02";
constexpr std::string_view kLocal = "PK\x03\x04";
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kMaxComment = 0xFFFF;
constexpr std::uint16_t kEncrypted = 0x2041;   // encrypted, strongly encrypted, masked headers
constexpr std::uint16_t kSizesLater = 0x0008;  // sizes and CRC stand behind the content
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;    // "see the zip64 field"

template <class T>
Result<T> lift(bytes::Parsed<T> parsed) {
  if (!parsed) return std::unexpected(bytes::to_error(parsed.error()));
  return *std::move(parsed);
}
Result<void> lift(const bytes::Parsed<void>& parsed) {
  if (!parsed) return std::unexpected(bytes::to_error(parsed.error()));
  return {};
}

std::unexpected<Error> bad(std::uint64_t offset, std::string message) {
  return std::unexpected(Error{ErrorKind::malformed, std::move(message), {}, offset});
}
std::unexpected<Error> refuse(std::uint64_t offset, std::string message) {
  return std::unexpected(Error{ErrorKind::refused, std::move(message), {}, offset});
}

struct EndRecord {
  std::uint64_t at = 0;  // from the file's own start
  std::uint16_t entries = 0;
  std::uint32_t size = 0;
  std::uint32_t offset = 0;
};

// The end record is the last one whose comment reaches exactly to the end of the file.
Result<EndRecord> find_end(Reader file) {
  const bytes::ByteSpan all = file.whole();
  const std::uint64_t base = file.offset();
  const std::size_t first =
      all.size() > kEndSize + kMaxComment ? all.size() - kEndSize - kMaxComment : 0;
  for (std::size_t at = all.size() < kEndSize ? 0 : all.size() - kEndSize + 1; at-- > first;) {
    if (!bytes::starts_with(all.subspan(at), kEnd)) continue;
    Reader r(all.subspan(at), base + at);
    ASSAY_TRY(const auto record, lift(r.fixed<kEndSize>("end of central directory record")));
    if (bytes::le16_at<20>(record) != r.remaining()) continue;
    if (bytes::le16_at<4>(record) != 0 || bytes::le16_at<6>(record) != 0 ||
        bytes::le16_at<8>(record) != bytes::le16_at<10>(record))
      return refuse(base + at, "zip archive spanned over several disks");
    EndRecord end{at, bytes::le16_at<10>(record), bytes::le32_at<12>(record),
                  bytes::le32_at<16>(record)};
    const bool locator = at >= 20 && bytes::starts_with(all.subspan(at - 20), "PK\x06\x07");
    if (locator || end.entries == 0xFFFF || end.size == kIn64 || end.offset == kIn64)
      return refuse(base + at, "zip64 archives are not supported");
    return end;
  }
  return bad(base + all.size(), "zip: no end of central directory record at the end of the file");
}

Result<ZipMember> read_central(Reader& r, Budget& budget) {
  const std::uint64_t at = r.offset();
  ASSAY_CHECK(lift(budget.items(1, at, "zip members")));
  ASSAY_TRY(const auto head, lift(r.fixed<46>("central file header")));
  if (!bytes::starts_with(head, kCentral)) return bad(at, "central file header: expected PK\\1\\2");
  ZipMember m;
  m.header_at = at;
  m.flags = bytes::le16_at<8>(head);
  m.method = bytes::le16_at<10>(head);
  m.crc = bytes::le32_at<16>(head);
  m.compressed = bytes::le32_at<20>(head);
  m.size = bytes::le32_at<24>(head);
  m.local_at = bytes::le32_at<42>(head);
  const bool unix_made = bytes::u8_at<5>(head) == 3;
  m.link = unix_made && ((bytes::le32_at<38>(head) >> 16U) & 0xF000U) == 0xA000U;
  const std::uint16_t name_size = bytes::le16_at<28>(head);
  ASSAY_CHECK(lift(budget.bytes(name_size, at, "file name")));
  ASSAY_TRY(const auto name, lift(r.take(name_size, "file name")));
  m.name = bytes::to_string(name);
  ASSAY_CHECK(lift(r.skip(bytes::le16_at<30>(head), "extra field")));
  ASSAY_CHECK(lift(r.skip(bytes::le16_at<32>(head), "file comment")));
  const std::string shown = base::printable(m.name, 256);
  if ((m.flags & kEncrypted) != 0)
    return refuse(at, fmt::format("zip member \"{}\" is encrypted", shown));
  if (m.compressed == kIn64 || m.size == kIn64 || m.local_at == kIn64)
    return refuse(at, "zip64 archives are not supported");
  return m;
}

// 4.3.7: the local header must tell the same; sizes and CRC may stand behind the content instead
// (bit 3).
Result<void> find_content(Reader file, ZipMember& m) {
  ASSAY_TRY(Reader r, lift(file.at(m.local_at,
                                   file.whole().size() -
                                       std::min<std::uint64_t>(m.local_at, file.whole().size()),
                                   "local file header")));
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const auto head, lift(r.fixed<30>("local file header")));
  if (!bytes::starts_with(head, kLocal)) return bad(at, "local file header: expected PK\\3\\4");
  ASSAY_TRY(const auto name, lift(r.take(bytes::le16_at<26>(head), "file name")));
  ASSAY_CHECK(lift(r.skip(bytes::le16_at<28>(head), "extra field")));
  constexpr std::uint16_t kDecides = kEncrypted | kSizesLater;
  const bool later = (m.flags & kSizesLater) != 0;
  const bool agrees =
      bytes::as_chars(name) == m.name &&
      (bytes::le16_at<6>(head) & kDecides) == (m.flags & kDecides) &&
      bytes::le16_at<8>(head) == m.method &&
      (later || (bytes::le32_at<14>(head) == m.crc && bytes::le32_at<18>(head) == m.compressed &&
                 bytes::le32_at<22>(head) == m.size));
  if (!agrees)
    return bad(at, fmt::format("zip member \"{}\": its local header differs from the directory",
                               base::printable(m.name, 256)));
  m.content_at = r.offset() - file.offset();
  ASSAY_TRY(m.content, lift(r.take(m.compressed, "file data")));
  return {};
}

// Members that share bytes are how small zips grow without bound, and how one hides behind another.
Result<void> check_overlaps(const std::vector<ZipMember>& members, std::uint64_t base,
                            std::uint64_t directory_at) {
  std::vector<const ZipMember*> order;
  order.reserve(members.size());
  for (const ZipMember& m : members) order.push_back(&m);
  std::ranges::sort(order, {}, &ZipMember::local_at);
  std::uint64_t end = 0;
  for (const ZipMember* m : order) {
    if (m->local_at < end || m->content_at + m->compressed > directory_at)
      return bad(base + m->local_at,
                 fmt::format("zip member \"{}\" overlaps another part of the file",
                             base::printable(m->name, 256)));
    end = m->content_at + m->compressed;
  }
  return {};
}

}  // namespace

Result<std::vector<ZipMember>> read_zip_directory(Reader reader, Budget& budget) {
  const std::uint64_t base = reader.offset();
  const Reader file(reader.rest(), base);  // offsets inside count from here
  ASSAY_TRY(const EndRecord end, find_end(file));
  if (std::uint64_t{end.offset} + end.size != end.at)
    return bad(base + end.at, "zip: the central directory does not end at its end record");
  ASSAY_TRY(Reader directory, lift(file.at(end.offset, end.size, "central directory")));
  std::vector<ZipMember> members;
  while (!directory.empty()) {
    ASSAY_TRY(ZipMember member, read_central(directory, budget));
    ASSAY_CHECK(find_content(file, member));
    members.push_back(std::move(member));
  }
  if (members.size() != end.entries)
    return bad(base + end.at,
               fmt::format("zip: {} members expected, {} found", end.entries, members.size()));
  ASSAY_CHECK(check_overlaps(members, base, end.offset));
  return members;
}

}  // namespace assay::formats::archive
