// Intel microcode updates: what a processor loads over its own microcode at start, from the flash
// or from the operating system's files (intel-ucode/FF-MM-SS holds several in a row). Header,
// extended signature table and checksums as in the Intel SDM, volume 3, "Microcode Update
// Facilities". Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::microcode {

/// A processor that an update is for.
struct Processor {
  std::uint32_t signature = 0;  ///< CPUID leaf 1, EAX
  std::uint32_t platforms = 0;  ///< bit n: platform id n
};

struct IntelUpdate {
  std::uint64_t offset = 0;    ///< from the reader's start
  std::uint64_t size = 0;      ///< TotalSize
  std::uint32_t revision = 0;  ///< of the update
  std::uint32_t date = 0;      ///< BCD, 0xMMDDYYYY
  std::uint64_t data_size = 0;
  std::uint32_t least_revision = 0;   ///< "minimum revision for late load"; 0 where not given
  std::vector<Processor> processors;  ///< the header's first, then the extended table's
  bool checksum_good = false;
  bool extended_checksums_good = true;  ///< true also without a table
  bytes::ByteSpan bytes;

  /// "2024-12-12"; empty for a date that is none.
  [[nodiscard]] std::string date_text() const;
};

/// One update from the reader's start; it may end before the reader does.
[[nodiscard]] bytes::Parsed<IntelUpdate> parse_intel_update(bytes::Reader reader,
                                                            bytes::Budget& budget);
/// Updates back to back, to the reader's end; zeros or 0xFF may pad each up to the next multiple
/// of 16 bytes or more. Stops without an error where none follows.
[[nodiscard]] bytes::Parsed<std::vector<IntelUpdate>> parse_intel_updates(bytes::Reader reader,
                                                                          bytes::Budget& budget);
/// A header whose every field makes sense: versions, a date, sizes inside `bytes`.
[[nodiscard]] bool looks_like_intel_update(bytes::ByteSpan bytes) noexcept;

/// Its TotalSize, from the header alone; 0 where looks_like_intel_update() says no.
[[nodiscard]] std::uint64_t intel_update_size(bytes::ByteSpan bytes) noexcept;

/// "06-55-07": family, model and stepping of a CPUID signature in hex, as Linux names its files.
[[nodiscard]] std::string processor_name(std::uint32_t signature);

}  // namespace assay::formats::microcode
