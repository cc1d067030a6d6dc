#include "formats/uefi/firmware_blob.h"

namespace assay::formats::uefi {
namespace {

constexpr std::uint64_t kTableEntry = 24;

bytes::Parsed<FirmwareBlob> rest_of_blob(bytes::Reader& reader, bytes::ByteSpan description) {
  const auto body = reader.fixed<16>("BlobBase");
  if (!body) return std::unexpected(body.error());
  if (auto end = reader.finish("BlobLength"); !end) return std::unexpected(end.error());
  return FirmwareBlob{description, bytes::le64_at<0>(*body), bytes::le64_at<8>(*body)};
}

bytes::Parsed<HandoffTables> rest_of_tables(bytes::Reader& reader, bytes::ByteSpan description,
                                            bytes::Budget& budget) {
  HandoffTables found;
  found.description = description;
  const std::uint64_t at = reader.offset();
  const auto count = reader.le64("NumberOfTables");
  if (!count) return std::unexpected(count.error());
  if (*count > reader.remaining() / kTableEntry)
    return bytes::bad_value(at, "NumberOfTables", "as many tables as follow");
  if (auto ok = budget.items(*count, at, "NumberOfTables"); !ok) return std::unexpected(ok.error());
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto entry = reader.fixed<kTableEntry>("TableEntry");
    if (!entry) return std::unexpected(entry.error());
    found.tables.push_back({Guid::from(entry->first<16>()), bytes::le64_at<16>(*entry)});
  }
  if (auto end = reader.finish("TableEntry"); !end) return std::unexpected(end.error());
  return found;
}

bytes::Parsed<bytes::ByteSpan> described(bytes::Reader& reader, std::string_view size_field,
                                         std::string_view field) {
  const auto size = reader.u8(size_field);
  if (!size) return std::unexpected(size.error());
  return reader.take(*size, field);
}

}  // namespace

bytes::Parsed<FirmwareBlob> parse_firmware_blob(bytes::Reader reader) noexcept {
  return rest_of_blob(reader, {});
}

bytes::Parsed<FirmwareBlob> parse_firmware_blob2(bytes::Reader reader) noexcept {
  const auto text = described(reader, "BlobDescriptionSize", "BlobDescription");
  if (!text) return std::unexpected(text.error());
  return rest_of_blob(reader, *text);
}

bytes::Parsed<HandoffTables> parse_handoff_tables(bytes::Reader reader, bytes::Budget& budget) {
  return rest_of_tables(reader, {}, budget);
}

bytes::Parsed<HandoffTables> parse_handoff_tables2(bytes::Reader reader, bytes::Budget& budget) {
  const auto text = described(reader, "TableDescriptionSize", "TableDescription");
  if (!text) return std::unexpected(text.error());
  return rest_of_tables(reader, *text, budget);
}

}  // namespace assay::formats::uefi
