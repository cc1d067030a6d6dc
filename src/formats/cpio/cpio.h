// cpio archives as Linux takes its first root file system (initramfs): the "new" ASCII form with
// and without checksums, and the older octal form of POSIX.1. Contents are pointed at, not copied.
#pragma once

#include "bytes/budget.h"
#include "formats/filesystem/files.h"

namespace assay::formats::cpio {

enum class Form : std::uint8_t { newc, crc, odc };

struct Archive {
  Form form = Form::newc;
  filesystem::Files files;  ///< without the trailer; contents lie in the image
  std::uint64_t size = 0;   ///< bytes up to and with the trailer
  bool trailer = false;     ///< false where the archive ends without "TRAILER!!!"
};

/// "newc", "crc", "odc".
[[nodiscard]] std::string_view name(Form form) noexcept;

/// One archive at the Reader's front; what follows its trailer is not read. An error where the
/// first header is none; a later one that is wrong ends the listing and stands in its problems.
[[nodiscard]] bytes::Parsed<Archive> parse_cpio(bytes::Reader image, bytes::Budget& budget);

[[nodiscard]] bool looks_like_cpio(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::cpio
