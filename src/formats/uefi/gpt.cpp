#include "formats/uefi/gpt.h"

#include "bytes/text.h"

namespace assay::formats::uefi {
namespace {

constexpr std::size_t kHeader = 92;
constexpr std::size_t kEntry = 128;

GptPartition partition_of(std::span<const std::byte, kEntry> entry) {
  return {Guid::from(entry.first<16>()), Guid::from(entry.subspan<16, 16>()),
          bytes::le64_at<32>(entry),     bytes::le64_at<40>(entry),
          bytes::le64_at<48>(entry),     entry.subspan<56, 72>()};
}

}  // namespace

bytes::Parsed<GptEvent> parse_gpt_event(bytes::Reader reader, bytes::Budget& budget) {
  GptEvent event;
  const std::uint64_t start = reader.offset();
  const auto header = reader.fixed<kHeader>("UEFIPartitionHeader");
  if (!header) return std::unexpected(header.error());
  if (!bytes::starts_with(*header, "EFI PART"))
    return bytes::bad_value(start, "UEFIPartitionHeader", "the signature \"EFI PART\"");
  event.table.first_usable_lba = bytes::le64_at<40>(*header);
  event.table.last_usable_lba = bytes::le64_at<48>(*header);
  event.table.disk = Guid::from(header->subspan<56, 16>());
  event.table.entry_count = bytes::le32_at<80>(*header);
  const std::uint32_t entry_size = bytes::le32_at<84>(*header);
  if (entry_size < kEntry)
    return bytes::bad_value(start + 84, "SizeOfPartitionEntry", "at least 128");

  const auto count = reader.le64("NumberOfPartitions");
  if (!count) return std::unexpected(count.error());
  for (std::uint64_t i = 0; i < *count; ++i) {
    if (reader.remaining() < entry_size) {
      event.whole = false;
      break;
    }
    const std::uint64_t at = reader.offset();
    if (auto ok = budget.items(1, at, "NumberOfPartitions"); !ok)
      return std::unexpected(ok.error());
    auto entry = reader.sub(entry_size, "UEFIPartitionEntry");
    if (!entry) return std::unexpected(entry.error());
    const auto body = entry->fixed<kEntry>("UEFIPartitionEntry");
    if (!body) return std::unexpected(body.error());
    event.table.partitions.push_back(partition_of(*body));
  }
  return event;
}

}  // namespace assay::formats::uefi
