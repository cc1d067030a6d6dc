// $CPD, the directory of a code partition on Intel's converged security engine (CSME 11 and later,
// TXE 3, SPS 4): the modules of the partition, their metadata and the partition's signed manifest.
// Versions 1 and 2. Names are views into the caller's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/me/manifest.h"

namespace assay::formats::me {

struct CodeEntry {
  std::string_view name;     ///< up to twelve characters: "FTPR.man", "rbe", "rbe.met"
  std::uint64_t offset = 0;  ///< from the directory's start
  std::uint64_t size = 0;    ///< for Huffman modules the size once unpacked, as the engine keeps it
  bool huffman = false;
};

struct CodePartition {
  std::uint8_t version = 1;
  std::string_view name;
  bool checksum_good = false;
  std::uint64_t header_size = 0;  ///< header and entries
  std::vector<CodeEntry> entries;
  std::optional<Manifest> manifest;
  std::uint64_t manifest_offset = 0;        ///< where there is one
  std::vector<bytes::ParseError> problems;  ///< entries that reach past the partition
};

/// A partition from its "$CPD" on.
[[nodiscard]] bytes::Parsed<CodePartition> parse_code_partition(bytes::Reader reader,
                                                                bytes::Budget& budget);
[[nodiscard]] bool looks_like_code_partition(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::me
