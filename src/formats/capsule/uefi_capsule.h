// UEFI capsules: an update as it is handed to the firmware. A GUID says whose the content is: the
// FMP capsule of UEFI 2.10 section 23.3, an image that a firmware vendor wraps (AMI Aptio with or
// without signature, Intel, Lenovo, Toshiba, Apple), or a picture for the update's screen. Header
// as in UEFI 2.10 section 8.5.3.1. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::capsule {

enum class CapsuleKind : std::uint8_t {
  unknown,  ///< a capsule header with a GUID that is not in the table
  fmp,      ///< firmware management protocol: fmp_capsule.h
  image,    ///< a firmware image behind the header
  aptio,    ///< AMI Aptio without signature
  aptio_signed,
  toshiba,
  windows_ux,  ///< a bitmap to show while updating
  variables,   ///< reports of earlier updates
};

struct Capsule {
  uefi::Guid guid;
  CapsuleKind kind = CapsuleKind::unknown;
  std::uint64_t header_size = 0;
  std::uint64_t image_size = 0;  ///< of the whole capsule, header included
  std::uint32_t flags = 0;
  /// What the capsule is for: a firmware image, or an FMP header and so on. Reaches to the
  /// capsule's end, or the reader's, where that comes first.
  bytes::ByteSpan body;
  std::uint64_t body_offset = 0;  ///< from the capsule's start
  bool truncated = false;         ///< the reader ends before the capsule does
};

/// Names a capsule's GUID: "FMP capsule", "AMI Aptio capsule", …; empty where unknown.
[[nodiscard]] std::string_view capsule_name(const uefi::Guid& guid) noexcept;
/// A capsule of any GUID that the table knows.
[[nodiscard]] bytes::Parsed<Capsule> parse_capsule(bytes::Reader reader);
[[nodiscard]] bool looks_like_capsule(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::capsule
