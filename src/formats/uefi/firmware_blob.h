// Firmware in memory: UEFI_PLATFORM_FIRMWARE_BLOB and BLOB2, and the tables handed to the operating
// system, UEFI_HANDOFF_TABLE_POINTERS and POINTERS2 (TCG PFP 1.06 r52, 10.2.4 and 10.2.7).
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

struct FirmwareBlob {
  bytes::ByteSpan description;  ///< ASCII; BLOB2 only
  std::uint64_t base = 0;       ///< physical address
  std::uint64_t length = 0;     ///< bytes
};

/// Exactly 16 bytes: BlobBase, BlobLength.
[[nodiscard]] bytes::Parsed<FirmwareBlob> parse_firmware_blob(bytes::Reader reader) noexcept;
/// BlobDescriptionSize, BlobDescription, BlobBase, BlobLength, and nothing more.
[[nodiscard]] bytes::Parsed<FirmwareBlob> parse_firmware_blob2(bytes::Reader reader) noexcept;

struct HandoffTables {
  bytes::ByteSpan description;  ///< ASCII; POINTERS2 only
  struct Table {
    Guid type;
    std::uint64_t address = 0;
  };
  std::vector<Table> tables;
};

/// NumberOfTables and as many TableEntry, to the end. Charges one item per table.
[[nodiscard]] bytes::Parsed<HandoffTables> parse_handoff_tables(bytes::Reader reader,
                                                                bytes::Budget& budget);
/// The same after TableDescriptionSize and TableDescription.
[[nodiscard]] bytes::Parsed<HandoffTables> parse_handoff_tables2(bytes::Reader reader,
                                                                 bytes::Budget& budget);

}  // namespace assay::formats::uefi
