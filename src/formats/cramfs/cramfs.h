// cramfs, Linux's older compressed read-only file system (fs/cramfs/README): inodes of 12 bytes
// packed in bit fields of the machine's order, files as pages of 4 KiB deflated one by one.
#pragma once

#include "bytes/budget.h"
#include "formats/filesystem/files.h"
#include "formats/filesystem/ordered.h"

namespace assay::formats::cramfs {

struct Image {
  filesystem::Order order = filesystem::Order::little;
  std::uint32_t size = 0;  ///< bytes, as stated; version 1 states none, then what there is
  std::uint32_t flags = 0;
  std::string volume;  ///< name; not yet printable
  std::uint32_t edition = 0;
  std::uint32_t stated_files = 0;
  bool has_crc = false;  ///< version 2
  bool crc_good = false;
  filesystem::Files files;
};

/// An error where the superblock is none; the superblock may stand at byte 512 behind boot code.
[[nodiscard]] bytes::Parsed<Image> parse_cramfs(bytes::Reader image, bytes::Budget& budget);

[[nodiscard]] bool looks_like_cramfs(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::cramfs
