// ACPI tables (ACPI 6.5, 5.2.6): the common header, its checksum, and the TPM2 table, which says
// where the firmware keeps its event log (TCG ACPI Specification 1.4, 8).
#pragma once

#include <optional>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::acpi {

struct Tpm2 {
  std::uint16_t platform_class = 0;  ///< 0 client, 1 server
  std::uint64_t control_area = 0;    ///< physical address
  std::uint32_t start_method = 0;
  std::optional<std::uint32_t> log_length;  ///< LAML: bytes of the log area; absent in short tables
  std::optional<std::uint64_t> log_address;  ///< LASA: its physical address
};

struct Table {
  std::string_view signature;  ///< 4 characters: "TPM2", "DSDT"
  std::uint32_t length = 0;
  std::uint8_t revision = 0;
  std::string_view oem_id;        ///< 6 characters, space padded
  std::string_view oem_table_id;  ///< 8
  std::uint32_t oem_revision = 0;
  bool checksum_good = false;
  std::optional<Tpm2> tpm2;
};

/// One table that is all of `r`. Refuses a Length that is not the file's. A bad checksum is told,
/// not refused: some firmware never sets it.
[[nodiscard]] bytes::Parsed<Table> parse_table(bytes::Reader r);

/// A known or plausible signature, and a length of the file's order.
[[nodiscard]] bool looks_like_table(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::acpi
