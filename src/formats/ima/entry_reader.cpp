#include "formats/ima/entry_reader.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::ima {
namespace {

// The longest custom format that the kernel takes: 15 fields of 16 characters and the bars between.
constexpr std::uint32_t kMaxName = 255;

bool is_name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '|';
}

// Digest and name of the "ima" template, which has no length of its own in front.
bytes::Parsed<bytes::ByteSpan> legacy_data(bytes::Reader& reader, ByteOrder order) noexcept {
  bytes::Reader ahead = reader;
  ASSAY_CHECK(ahead.skip(kLegacyDigest, "d"));
  ASSAY_TRY(const std::uint32_t name_size, read_u32(ahead, order, "n length"));
  ASSAY_CHECK(ahead.skip(name_size, "n"));
  return reader.take(kLegacyDigest + sizeof(std::uint32_t) + std::uint64_t{name_size},
                     "template data");
}

}  // namespace

bytes::Parsed<std::uint32_t> read_u32(bytes::Reader& reader, ByteOrder order,
                                      std::string_view field) noexcept {
  return order == ByteOrder::little ? reader.le32(field) : reader.be32(field);
}

bytes::Parsed<EntryHeader> read_entry_header(bytes::Reader& reader, Layout layout) noexcept {
  EntryHeader header;
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(header.pcr, read_u32(reader, layout.order, "pcr"));
  if (header.pcr >= kPcrLimit) return bytes::bad_value(start, "pcr", "a number below 64");
  ASSAY_TRY(header.template_digest, reader.take(layout.digest_size, "template digest"));
  const std::uint64_t size_at = reader.offset();
  ASSAY_TRY(const std::uint32_t name_size, read_u32(reader, layout.order, "template name size"));
  if (name_size == 0 || name_size > kMaxName)
    return bytes::bad_value(size_at, "template name size", "1 to 255");
  const std::uint64_t name_at = reader.offset();
  ASSAY_TRY(const bytes::ByteSpan name, reader.take(name_size, "template name"));
  header.template_name = bytes::as_chars(name);
  if (!std::ranges::all_of(header.template_name, is_name_character))
    return bytes::bad_value(name_at, "template name", "letters, digits and \"-_.|\"");
  return header;
}

bytes::Parsed<Entry> read_entry(bytes::Reader& reader, Layout layout,
                                std::uint32_t number) noexcept {
  Entry entry;
  entry.number = number;
  entry.order = layout.order;
  entry.offset = reader.offset();
  ASSAY_TRY(const EntryHeader header, read_entry_header(reader, layout));
  entry.pcr = header.pcr;
  entry.template_digest = header.template_digest;
  entry.template_name = header.template_name;
  entry.is_violation = bytes::all_of(header.template_digest, std::byte{0});
  if (entry.is_legacy()) {
    entry.data_offset = reader.offset();
    ASSAY_TRY(entry.template_data, legacy_data(reader, layout.order));
    return entry;
  }
  ASSAY_TRY(const std::uint32_t size, read_u32(reader, layout.order, "template data length"));
  entry.data_offset = reader.offset();
  ASSAY_TRY(entry.template_data, reader.take(size, "template data"));
  return entry;
}

}  // namespace assay::formats::ima
