// Text that came out of hostile bytes, made safe to show: valid UTF-8, no control characters that
// could move a terminal's cursor or forge a line of a report.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace assay::base {

/// Copies `text`, replacing invalid UTF-8 by U+FFFD and control characters (C0, DEL, C1, and the
/// bidirectional overrides that can reorder a line) by `\xNN` or `\u{NNNN}`. Stops after
/// `max_bytes` of output and appends "…".
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes = 4096);

/// RFC 3629: no overlong forms, no surrogates.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
/// `text` with what is not UTF-8 replaced by U+FFFD, byte by byte; all else stays. For text that a
/// machine reads; for people there is printable().
[[nodiscard]] std::string as_utf8(std::string_view text);

/// UTF-16LE code units (as UEFI writes them) to UTF-8; unpaired surrogates become U+FFFD. Not yet
/// printable(): the caller decides.
[[nodiscard]] std::string utf8_from_utf16(std::u16string_view text);

/// `text` with `<`, `>`, `&`, `"` and `'` escaped for HTML text and attribute values.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// True where every byte is ASCII 0x20..0x7e or one of \t \n \r.
[[nodiscard]] bool is_ascii_text(std::string_view text) noexcept;

/// "1 server", "2 servers".
[[nodiscard]] std::string counted(std::uint64_t n, std::string_view singular,
                                  std::string_view plural = {});

}  // namespace assay::base
