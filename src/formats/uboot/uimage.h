// U-Boot's legacy image ("uImage"): a header of 64 bytes that says what the data behind it is, for
// which system, how packed, and carries two CRCs (include/image.h, struct legacy_img_hdr). The
// multi-file kind holds several images one behind the other.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/codec/codec.h"

namespace assay::formats::uboot {

inline constexpr std::uint64_t kUimageHeader = 64;

struct Uimage {
  std::string_view name;   ///< ih_name up to its NUL; not yet printable
  std::uint32_t made = 0;  ///< ih_time, seconds since 1970
  std::uint32_t size = 0;  ///< ih_size, bytes of data behind the header
  std::uint32_t load = 0;
  std::uint32_t entry = 0;
  std::uint8_t os = 0;
  std::uint8_t arch = 0;
  std::uint8_t type = 0;
  std::uint8_t compression = 0;
  bool header_good = false;               ///< ih_hcrc
  bool data_good = false;                 ///< ih_dcrc; false too where the data is cut short
  bool whole = false;                     ///< all of the data is there
  bytes::Reader data{bytes::ByteSpan{}};  ///< what of it is there
  /// The images of a multi-file image or the scripts of a script image; else empty.
  std::vector<bytes::Reader> parts;
};

/// Refuses another magic, and a header whose CRC is wrong unless os, arch, type and compression
/// are ones that U-Boot knows: a damaged header is told, four accidental bytes are not.
[[nodiscard]] bytes::Parsed<Uimage> parse_uimage(bytes::Reader image, bytes::Budget& budget);

[[nodiscard]] bool looks_like_uimage(bytes::ByteSpan bytes) noexcept;

/// U-Boot's own words: "Linux", "ARM", "kernel", "gzip"; "unknown" for other numbers.
[[nodiscard]] std::string_view os_name(std::uint8_t os) noexcept;
[[nodiscard]] std::string_view arch_name(std::uint8_t arch) noexcept;
[[nodiscard]] std::string_view type_name(std::uint8_t type) noexcept;
[[nodiscard]] std::string_view compression_name(std::uint8_t compression) noexcept;
/// Of ih_comp or a FIT's "compression"; nothing where it is not packed or not known.
[[nodiscard]] std::optional<codec::Codec> codec_of(std::string_view compression) noexcept;

}  // namespace assay::formats::uboot
