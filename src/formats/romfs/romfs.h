// romfs, the smallest read-only file system of Linux (Documentation/filesystems/romfs.rst): chains
// of headers of 16 bytes with a name behind, nothing packed. Contents are pointed at, not copied.
#pragma once

#include "bytes/budget.h"
#include "formats/filesystem/files.h"

namespace assay::formats::romfs {

struct Image {
  std::string volume;      ///< name; not yet printable
  std::uint32_t size = 0;  ///< bytes, as stated
  bool checksum_good = false;
  filesystem::Files files;
};

/// An error where the volume's header is none; chains that lead nowhere or in circles are in
/// `files.problems`.
[[nodiscard]] bytes::Parsed<Image> parse_romfs(bytes::Reader image, bytes::Budget& budget);

[[nodiscard]] bool looks_like_romfs(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::romfs
