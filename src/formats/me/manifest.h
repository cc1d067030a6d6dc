// $MN2 and $MAN, the signed manifest of a part of Intel's management engine firmware: its version
// and date, the RSA key and signature over it, and on engines before CSE the list of its modules
// ($MME). The header is Intel's CSS header, as ACMs have it. Views into the caller's bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::me {

struct Module {
  std::string_view name;
  std::uint32_t offset = 0;  ///< from the manifest's start
  std::uint32_t size = 0;    ///< as stored
  std::uint32_t size_uncompressed = 0;
  std::uint8_t compression = 0;  ///< 0 none, 1 Huffman, 2 LZMA
  bytes::ByteSpan hash;          ///< 32 bytes, of the uncompressed module
};

struct Manifest {
  std::string_view tag;  ///< "$MN2" or "$MAN"
  std::uint64_t size = 0;
  std::uint64_t header_size = 0;
  std::uint16_t major = 0, minor = 0, hotfix = 0, build = 0;
  std::uint32_t security_version = 0;
  std::uint32_t date = 0;  ///< BCD, 0xYYYYMMDD
  bool debug_signed = false;
  std::uint32_t key_bits = 0;  ///< 2048 or 3072; 0 where the header carries no key
  bytes::ByteSpan modulus;     ///< as stored, the lowest byte first
  std::uint32_t exponent = 0;
  bytes::ByteSpan signature;
  bool has_signature = false;        ///< not just zeros or erased
  std::string_view partition;        ///< engines before CSE: the name the manifest gives itself
  std::vector<Module> modules;       ///< engines before CSE
  std::optional<std::uint64_t> sku;  ///< attributes of $SKU
  std::vector<bytes::ParseError> problems;  ///< modules that do not fit

  /// "11.8.50.3425".
  [[nodiscard]] std::string version() const;
  /// "2017-06-19"; empty for a date that is none.
  [[nodiscard]] std::string date_text() const;
};

/// A manifest that starts at the reader's start and may end before the reader does.
[[nodiscard]] bytes::Parsed<Manifest> parse_manifest(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bool looks_like_manifest(bytes::ByteSpan bytes) noexcept;

/// "2017-06-19" of BCD 0xYYYYMMDD; empty where the digits are no date.
[[nodiscard]] std::string bcd_date(std::uint32_t yyyymmdd);

}  // namespace assay::formats::me
