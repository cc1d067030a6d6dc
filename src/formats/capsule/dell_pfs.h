// Dell's PFS: the container in which Dell's updates hold BIOS, engine firmware, embedded
// controller and others, each with a version and signatures ("PFS.HDR." … "PFS.FTR."). Older
// packages hold it zlib-compressed behind a header of 16 bytes inside a Windows program. Nothing
// is published by Dell; the layout is that of public tools. Views into the caller's bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::capsule {

struct PfsEntry {
  uefi::Guid guid;
  std::string version;
  std::string name;          ///< from the container's own list of names; UTF-8, not yet printable
  std::uint64_t offset = 0;  ///< from the container's start
  std::uint64_t header_size = 0;
  std::uint64_t data_size = 0;
  std::uint64_t signature_size = 0;
  std::uint64_t metadata_size = 0;
  std::uint64_t metadata_signature_size = 0;
  [[nodiscard]] std::uint64_t size() const noexcept {
    return header_size + data_size + signature_size + metadata_size + metadata_signature_size;
  }
};

struct PfsContainer {
  std::uint32_t version = 1;
  std::uint64_t size = 0;  ///< header and footer included
  bool checksum_good = false;
  std::vector<PfsEntry> entries;
};

/// A zlib stream of a package.
struct PfsSection {
  std::uint64_t offset = 0;  ///< of its 16-byte header
  std::uint8_t type = 0;     ///< 0xAA: firmware, 0xBB: the update program's parts
  std::uint64_t stream_offset = 0;
  std::uint64_t stream_size = 0;
};

[[nodiscard]] bytes::Parsed<PfsContainer> parse_pfs(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bool looks_like_pfs(bytes::ByteSpan bytes) noexcept;

/// The compressed sections of a package, wherever they stand in it.
[[nodiscard]] bytes::Parsed<std::vector<PfsSection>> find_pfs_sections(bytes::Reader reader,
                                                                       bytes::Budget& budget);
[[nodiscard]] bool looks_like_pfs_package(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::capsule
