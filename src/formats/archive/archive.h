// The files inside a tar or a zip, as plain bytes with their paths. Only regular files come out;
// links, devices and sparse files are named in `skipped` and never followed, since an archive from
// the machine under suspicion must not lead the appraiser anywhere. An archive with a path that
// climbs out of its folder, or with two files of one path (which two programs would read
// differently), is refused whole.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/types.h"
#include "bytes/budget.h"
#include "formats/archive/container.h"

namespace assay::formats::archive {

struct ArchiveEntry {
  std::string
      path;  ///< relative, '/' between steps, without "." steps; bytes as written, not printable
  bytes::ByteSpan content;  ///< in the caller's bytes, or in Archive::storage
  std::uint64_t offset =
      0;  ///< tar: of the content; zip: of the compressed data; in the outermost file
};

struct SkippedEntry {
  std::string path;
  std::uint64_t offset = 0;  ///< of the entry's header
  std::string_view why;      ///< "symbolic link", "sparse file", …
};

/// Moves, never copies: entries point into `storage` or into the archive's own bytes, which must
/// outlive it.
struct Archive {
  Archive() = default;
  Archive(Archive&&) = default;
  Archive& operator=(Archive&&) = default;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() = default;

  std::vector<ArchiveEntry> files;  ///< in the order written
  std::vector<SkippedEntry> skipped;
  std::vector<base::Bytes> storage;  ///< what had to be decompressed
};

/// POSIX ustar, pax (path, size) and GNU (long names, base-256 sizes) archives. Costs one item per
/// member and the bytes of its name. Must end in at least one zero block, with nothing but zeros
/// after it.
[[nodiscard]] base::Result<Archive> read_tar(bytes::Reader file, bytes::Budget& budget);

/// PKWARE's APPNOTE 6.3 without encryption, zip64 and spanning; methods stored and deflate. Read
/// from the central directory; local headers must agree with it, no two entries may share bytes.
/// Costs one item per entry, the bytes of its name, and its decompressed bytes.
[[nodiscard]] base::Result<Archive> read_zip(bytes::Reader file, bytes::Budget& budget);

/// Whatever it is: tar and zip give their files; gzip, xz and zstd their one file, with an empty
/// path, or the files of the tar inside. Nothing deeper is opened. Refuses what recognise() does
/// not know.
[[nodiscard]] base::Result<Archive> open(bytes::Reader file, bytes::Budget& budget);

}  // namespace assay::formats::archive
