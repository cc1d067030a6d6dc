// UBI lays volumes over raw flash: each erase block says in two headers which volume and which of
// its logical blocks it holds, so that wear can move them about (ubi-media.h of Linux). This puts
// the volumes together again.
#pragma once

#include <string>
#include <vector>

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::ubi {

struct Volume {
  std::uint32_t id = 0;
  std::string name;  ///< not yet printable; empty where the volume table does not name it
  bool is_static = false;
  bool in_table = false;
  std::uint32_t reserved = 0;  ///< erase blocks, from the table
  std::uint32_t mapped = 0;    ///< logical blocks that were found
  std::uint32_t missing = 0;   ///< between those, filled with 0xFF
  std::uint32_t bad_data = 0;  ///< logical blocks whose data_crc is wrong
  std::uint64_t first_at = 0;  ///< offset in the image of its lowest logical block's data
  base::Bytes content;         ///< logical blocks one behind the other
};

struct Image {
  std::uint32_t block_size = 0;  ///< bytes of an erase block
  std::uint32_t header_at = 0;   ///< of the volume header in its block
  std::uint32_t data_at = 0;
  std::uint32_t sequence = 0;  ///< image_seq
  std::uint64_t size = 0;      ///< bytes, whole erase blocks
  std::uint64_t blocks = 0;    ///< erase blocks with a good header
  std::vector<Volume> volumes;
  bool table_good = false;  ///< the volume table was found and its CRCs are right
};

/// An error where no erase block starts at the Reader's front or the Budget ends.
[[nodiscard]] bytes::Parsed<Image> parse_ubi(bytes::Reader image, bytes::Budget& budget);

/// An erase counter header whose CRC is right.
[[nodiscard]] bool looks_like_ubi(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::ubi
