// What a linker says about the build of an executable: the debug directory ("PE Format", .debug)
// with CodeView's program database path and build identifier. A path names the builder's folders,
// which tells two vendors' builds of one source apart.
#pragma once

#include <string>
#include <vector>

#include "formats/pe/image.h"

namespace assay::formats::pe {

struct DebugEntry {
  std::uint64_t offset = 0;  ///< of its 28 bytes, from the image's start
  std::uint32_t timestamp = 0;
  std::uint32_t type = 0;         ///< 2: CodeView; 16: reproducible build
  std::uint32_t size = 0;         ///< of its data, as stated
  std::uint64_t data_offset = 0;  ///< from the image's start; 0 where it is not in the file
  bytes::ByteSpan data;           ///< empty where it is not in the file
  std::string path;               ///< CodeView's, safe to show; empty for others
  std::string id;  ///< CodeView's build identifier: a GUID in text, or 8 hex digits (NB10)
};

/// One item per entry. A directory that is not in the file is none.
[[nodiscard]] bytes::Parsed<std::vector<DebugEntry>> parse_debug_directory(const Image& image,
                                                                           bytes::Budget& budget);

}  // namespace assay::formats::pe
