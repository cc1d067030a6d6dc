// The 256-byte header of a signed or compressed binary of AMD's security processor ("$PS1" and
// others at 0x10). Layout as public tools read it (PSPTool, psptrace). Values only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::psp {

struct BinaryHeader {
  std::string_view magic;  ///< four characters at 0x10
  std::uint64_t size_signed = 0;
  bool encrypted = false;
  bool is_signed = false;
  bool compressed = false;
  std::uint64_t size_uncompressed = 0;
  std::uint64_t size_packed = 0;  ///< with header and signature
  std::uint32_t version = 0;
  bytes::ByteSpan key_fingerprint;  ///< 16 bytes: the id of the key that signed it

  /// "0.2D.0.4A": bytes in hex from the highest down, as AMD's release notes have them.
  [[nodiscard]] std::string version_text() const;
};

/// An error where the header is none: not every entry has one.
[[nodiscard]] bytes::Parsed<BinaryHeader> parse_binary_header(bytes::Reader reader);

}  // namespace assay::formats::psp
