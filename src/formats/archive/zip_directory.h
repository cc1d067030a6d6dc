// A zip's table of contents (PKWARE APPNOTE 6.3, 4.3.12 and 4.3.16): the end record at the very end
// of the file, and the central directory it points to. Local headers are read only to agree with
// it, so that no second reading of the archive exists.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::archive {

enum class ZipMethod : std::uint16_t { stored = 0, deflate = 8 };

struct ZipMember {
  std::string name;             ///< as written
  std::uint64_t header_at = 0;  ///< of its central header, in the outermost file
  std::uint16_t flags = 0;      ///< general purpose bit flag
  std::uint16_t method = 0;
  std::uint32_t crc = 0;
  std::uint32_t compressed = 0;
  std::uint32_t size = 0;
  std::uint32_t local_at = 0;    ///< of its local header, from the file's own start
  bool link = false;             ///< a Unix symbolic link
  bytes::ByteSpan content;       ///< compressed, found through the local header
  std::uint64_t content_at = 0;  ///< from the file's own start
};

/// Every member, in the directory's order, with its compressed bytes. Refuses encryption, zip64,
/// spanned archives, and members that share bytes with one another or with the directory.
[[nodiscard]] base::Result<std::vector<ZipMember>> read_zip_directory(bytes::Reader file,
                                                                      bytes::Budget& budget);

}  // namespace assay::formats::archive
