// The two headers of a UBI erase block and the records of the volume table (ubi-media.h). All are
// big-endian and end in a CRC-32 that starts from 0xFFFFFFFF. For this folder alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bytes/reader.h"

namespace assay::formats::ubi {

inline constexpr std::uint32_t kTableVolume = 0x7FFFEFFF;

struct CounterHeader {
  std::uint64_t erased = 0;  ///< times
  std::uint32_t header_at = 0;
  std::uint32_t data_at = 0;
  std::uint32_t image_sequence = 0;
};

struct VolumeHeader {
  bool is_static = false;
  bool copied = false;
  std::uint32_t volume = 0;
  std::uint32_t logical = 0;
  std::uint32_t data_size = 0;
  std::uint32_t data_pad = 0;
  std::uint32_t data_crc = 0;
  std::uint64_t sequence = 0;
};

struct TableRecord {
  std::uint32_t id = 0;
  std::uint32_t reserved = 0;
  bool is_static = false;
  std::string name;
};

/// Nothing where magic or CRC are wrong.
[[nodiscard]] std::optional<CounterHeader> read_counter(const bytes::Reader& image,
                                                        std::uint64_t at) noexcept;
[[nodiscard]] std::optional<VolumeHeader> read_volume_header(const bytes::Reader& block,
                                                             std::uint64_t at) noexcept;
/// False, and `out` empty, where a record's CRC is wrong. Unused records are left out.
[[nodiscard]] bool read_table(bytes::Reader data, std::vector<TableRecord>& out);
/// data_crc over the first data_size bytes.
[[nodiscard]] bool data_good(const VolumeHeader& header, const bytes::Reader& data) noexcept;

}  // namespace assay::formats::ubi
