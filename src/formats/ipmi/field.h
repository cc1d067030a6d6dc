// The type/length coded fields that a FRU's texts are stored in (chapter 13): 8-bit text, 6-bit
// packed ASCII, BCD plus, or binary. Part of parse_fru().
#pragma once

#include <optional>
#include <string>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::ipmi {

/// The next field, or nothing at the end-of-fields mark (0xC1). `language` as the area says: 0 and
/// 25 are English, whose 8-bit text is Latin-1; others are UTF-16LE.
[[nodiscard]] bytes::Parsed<std::optional<std::string>> next_field(bytes::Reader& r,
                                                                   std::uint8_t language,
                                                                   bytes::Budget& budget);

/// Three bytes hold four characters, the first in the lowest bits; 0 is a blank (13.2).
[[nodiscard]] std::string six_bit_text(bytes::ByteSpan packed);
/// Two characters a byte, the high nibble first: digits, blank, dash, dot (13.1).
[[nodiscard]] std::string bcd_plus_text(bytes::ByteSpan packed);

}  // namespace assay::formats::ipmi
