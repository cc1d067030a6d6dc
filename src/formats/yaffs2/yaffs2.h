// YAFFS2 logs files to NAND flash as pages with a "spare" area behind each, which says what file
// the page is of. A dump with the spare areas in it can be taken apart; the sizes of page and spare
// stand nowhere and are found by trying those that chips have.
#pragma once

#include "bytes/budget.h"
#include "formats/filesystem/files.h"
#include "formats/filesystem/ordered.h"

namespace assay::formats::yaffs2 {

struct Geometry {
  filesystem::Order order = filesystem::Order::little;
  std::uint32_t page = 2048;  ///< bytes
  std::uint32_t spare = 64;
  std::uint32_t tags_at = 0;  ///< in the spare area: 0, or 2 behind a bad-block mark
};

struct Image {
  Geometry geometry;
  std::uint64_t pages = 0;    ///< with tags
  std::uint64_t objects = 0;  ///< with a header
  std::uint64_t size = 0;     ///< bytes to the last page with tags
  filesystem::Files files;
};

[[nodiscard]] bytes::Parsed<Image> parse_yaffs2(bytes::Reader image, bytes::Budget& budget);

[[nodiscard]] bool looks_like_yaffs2(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::yaffs2
