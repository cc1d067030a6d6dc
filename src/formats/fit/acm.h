// Authenticated code modules: Intel's own signed code that starts Boot Guard and TXT before the
// firmware. Header as in the Intel TXT software development guide, appendix A.1, versions 0.0, 3.0,
// 4.0 and 5.x. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::fit {

struct Acm {
  std::uint16_t module_subtype = 0;  ///< 0 TXT, 1 startup (Boot Guard), 3 both
  std::uint32_t header_version = 0;
  std::uint16_t chipset_id = 0;
  std::uint32_t vendor = 0;  ///< 0x8086
  std::uint32_t date = 0;    ///< BCD, 0xYYYYMMDD
  std::uint64_t size = 0;
  std::uint16_t txt_svn = 0;
  std::uint16_t se_svn = 0;
  bool pre_production = false;
  bool debug_signed = false;
  std::uint32_t key_bits = 0;
  bytes::ByteSpan modulus;
  bytes::ByteSpan signature;
  bool has_signature = false;  ///< not just zeros or erased

  [[nodiscard]] std::string date_text() const;
  /// "Boot Guard startup", "TXT", …; empty for a subtype without a name.
  [[nodiscard]] std::string_view subtype_name() const noexcept;
};

/// A module from its start; it may end before the reader does.
[[nodiscard]] bytes::Parsed<Acm> parse_acm(bytes::Reader reader);
[[nodiscard]] bool looks_like_acm(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::fit
