// The text form of the IMA log, /sys/kernel/security/ima/ascii_runtime_measurements: one line per
// entry,
//     10 <template digest in hex> ima-ng sha256:<hex> /usr/bin/bash
// It is for people: a file name may hold a line feed and so forge lines, and field lengths are
// lost. Assay lists it; what is appraised is the binary form. All views point into the caller's
// bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/ima/templates.h"

namespace assay::formats::ima {

struct AsciiEntry {
  std::uint32_t number = 0;  ///< 0-based position in the log
  std::uint32_t pcr = 0;
  std::uint64_t offset = 0;          ///< of the line in the outermost file
  std::string_view template_digest;  ///< hex as written, of 20, 32, 48 or 64 bytes
  std::string_view template_name;
  std::string_view fields;  ///< the rest of the line: fields separated by single spaces
};

struct AsciiLog {
  std::vector<AsciiEntry> entries;
  /// Set where a line could not be read: `entries` holds what came before.
  std::optional<bytes::ParseError> broken;
};

/// An error only where not even the first line can be read. Costs one item of the budget per line.
[[nodiscard]] bytes::Parsed<AsciiLog> parse_ima_ascii_log(bytes::Reader reader,
                                                          bytes::Budget& budget);

struct AsciiField {
  std::string_view id;  ///< "n-ng"; empty where the template is unknown or the line has more fields
  std::string_view
      text;  ///< empty for a field without content, such as the sig of an unsigned file
};

struct AsciiFields {
  std::size_t count = 0;
  std::array<AsciiField, kMaxFields> fields{};

  [[nodiscard]] std::span<const AsciiField> all() const noexcept {
    return std::span(fields).first(count);
  }
  /// The text of the first field with one of a path's identifiers, n or n-ng; empty where none.
  [[nodiscard]] std::string_view path() const noexcept;
};

/// Splits an entry's fields; what comes after the last that fits is left in the last one.
[[nodiscard]] AsciiFields split_fields(const AsciiEntry& entry) noexcept;

/// Cheap look at the first line.
[[nodiscard]] bool looks_like_ima_ascii_log(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::ima
