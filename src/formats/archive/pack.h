// Packing evidence: a directory's files as one tar, compressed with zstd, that `tar --zstd` opens.
// The same files and time give the same bytes everywhere: paths sorted, mode 0644, owner 0, no
// names.
#pragma once

#include <span>
#include <string>

#include "base/error.h"
#include "base/time.h"
#include "base/types.h"
#include "bytes/reader.h"

namespace assay::formats::archive {

struct PackEntry {
  std::string path;  ///< relative, '/' between steps, no "." or ".." steps
  bytes::ByteSpan content;
};

/// ustar, with a pax header only for a path that ustar cannot hold. Refuses unsafe or repeated
/// paths and files of 8 GiB and more. `mtime` before 1970 reads as 1970, after 2242 as 2242.
[[nodiscard]] base::Result<base::Bytes> write_tar(std::span<const PackEntry> entries,
                                                  base::Time mtime);

/// One zstd frame with content size and checksum. The bytes depend on libzstd's version too.
[[nodiscard]] base::Result<base::Bytes> compress_zstd(bytes::ByteSpan content, int level = 9);

}  // namespace assay::formats::archive
