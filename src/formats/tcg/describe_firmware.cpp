// Firmware volumes and tables in memory, POST code, and the partition tables of the boot disk.
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/event_types.h"
#include "formats/uefi/firmware_blob.h"
#include "formats/uefi/gpt.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

std::string_view blob_kind(std::uint32_t type) {
  switch (type) {
    case EV_POST_CODE:
    case EV_POST_CODE2:
      return "POST code";
    case EV_S_CRTM_CONTENTS:
      return "S-CRTM contents";
    default:
      return "firmware blob";
  }
}

std::string partition_in_words(const uefi::GptPartition& partition) {
  const std::string name = uefi::utf16_text(partition.name, 72);
  return fmt::format("{}{}, LBA {} to {}", uefi::name_or_text(partition.type),
                     name.empty() ? "" : fmt::format(" \"{}\"", name), partition.first_lba,
                     partition.last_lba);
}

}  // namespace

Words describe_blob(const Scene& scene) {
  // Both forms are tried whatever the type: firmware mixes them, and their lengths tell them apart.
  if (looks_like_text(scene.event.data)) return {};
  auto blob = uefi::parse_firmware_blob(scene.reader());
  if (!blob) blob = uefi::parse_firmware_blob2(scene.reader());
  if (!blob) return {};
  Description said;
  said.what = blob_kind(scene.event.type);
  if (!blob->description.empty()) {
    std::string description = uefi::utf8_text(blob->description, 128);
    base::append(said.what, " {}", description);
    add(said, "description", std::move(description));
  }
  said.text =
      fmt::format("{}: {} at 0x{:x}", said.what, base::counted(blob->length, "byte"), blob->base);
  add(said, "base", fmt::format("0x{:x}", blob->base));
  add(said, "length", fmt::to_string(blob->length));
  return said;
}

Words describe_handoff(const Scene& scene) {
  auto tables = uefi::parse_handoff_tables(scene.reader(), scene.budget);
  if (!tables) tables = uefi::parse_handoff_tables2(scene.reader(), scene.budget);
  if (!tables) return {};
  Description said;
  said.what = scene.event.type == EV_TABLE_OF_DEVICES ? "table of devices" : "handoff tables";
  if (!tables->description.empty()) {
    std::string description = uefi::utf8_text(tables->description, 128);
    base::append(said.what, " {}", description);
    add(said, "description", std::move(description));
  }
  said.text = said.what + ":";
  for (const uefi::HandoffTables::Table& table : tables->tables) {
    if (said.text.size() > 600) break;
    const std::string name = uefi::name_or_text(table.type);
    base::append(said.what, " {}", name);
    base::append(said.text, " {} at 0x{:x}", name, table.address);
    add(said, "table", fmt::format("{} at 0x{:x}", name, table.address));
  }
  if (tables->tables.empty()) said.text += " none";
  return said;
}

Words describe_gpt(const Scene& scene) {
  const auto event = uefi::parse_gpt_event(scene.reader(), scene.budget);
  if (!event) return {};
  Description said;
  said.what = "GPT partition table";
  const uefi::Gpt& gpt = event->table;
  said.text = fmt::format("GPT of disk {}: {}", gpt.disk.to_string(),
                          base::counted(gpt.partitions.size(), "partition"));
  add(said, "disk", gpt.disk.to_string());
  for (const uefi::GptPartition& partition : gpt.partitions) {
    if (said.details.size() >= kMaxDetails) break;
    std::string words = partition_in_words(partition);
    if (said.text.size() < 600) base::append(said.text, "; {}", words);
    add(said, "partition", std::move(words));
  }
  if (!event->whole) {
    said.text += "; the event ends before its last partition";
    add(said, "incomplete", "true");
  }
  return said;
}

// EV_IPL_PARTITION_DATA of a BIOS boot: the last 72 bytes of the boot sector, as the older PC
// Client Implementation Specification for Conventional BIOS has it, or the whole sector.
Words describe_mbr(const Scene& scene) {
  const bytes::ByteSpan data = scene.event.data;
  if (data.size() != 72 && data.size() != 512) return {};
  const auto tail = data.last<72>();
  if (bytes::le16_at<70>(tail) != 0xAA55) return {};
  Description said;
  said.what = "MBR partition table";
  said.text = fmt::format("MBR partition table, disk signature 0x{:08x}:", bytes::le32_at<0>(tail));
  add(said, "disk_signature", fmt::format("0x{:08x}", bytes::le32_at<0>(tail)));
  int used = 0;
  for (std::size_t at = 6; at < 70; at += 16) {
    const auto entry = data.last<72>().subspan(at).first<16>();
    const unsigned type = bytes::u8_at<4>(entry);
    if (type == 0) continue;
    std::string words =
        fmt::format("partition {} of type 0x{:02x}, LBA {}, {} sectors", (at - 6) / 16 + 1, type,
                    bytes::le32_at<8>(entry), bytes::le32_at<12>(entry));
    base::append(said.text, "{} {}", used == 0 ? "" : ";", words);
    add(said, "partition", std::move(words));
    ++used;
  }
  if (used == 0) said.text += " no partitions";
  return said;
}

}  // namespace assay::formats::tcg
