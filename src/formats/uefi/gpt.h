// UEFI_GPT_DATA (TCG PFP 1.06 r52, 10.2.5): the GPT header of the boot disk and its used partition
// entries (UEFI 2.10, 5.3). Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

struct GptPartition {
  Guid type;
  Guid unique;
  std::uint64_t first_lba = 0;
  std::uint64_t last_lba = 0;  ///< inclusive
  std::uint64_t attributes = 0;
  bytes::ByteSpan name;  ///< UTF-16LE, 72 bytes, NUL-padded
};

struct Gpt {
  Guid disk;
  std::uint64_t first_usable_lba = 0;
  std::uint64_t last_usable_lba = 0;
  std::uint32_t entry_count = 0;  ///< of the on-disk table, used or not
  std::vector<GptPartition> partitions;
};

/// Some firmware logs a count or entries that are short: the partitions that are there are kept,
/// and `whole` is false.
struct GptEvent {
  Gpt table;
  bool whole = true;
};

/// Charges one item per partition. Fields in errors: UEFIPartitionHeader, NumberOfPartitions,
/// SizeOfPartitionEntry.
[[nodiscard]] bytes::Parsed<GptEvent> parse_gpt_event(bytes::Reader reader, bytes::Budget& budget);

}  // namespace assay::formats::uefi
