// One ASN.1 element at a time: identifier, length, content (ITU-T X.690, 8.1), read off a
// bytes::Reader. Certificates in TPMs are written by firmware, and not all of it follows DER to the
// letter, so this reader is tolerant where tolerance is harmless and says what it tolerated: a
// length written with more bytes than needed is accepted and flagged. What would make the same
// bytes mean two things is refused: indefinite lengths (8.1.3.6), constructed strings, an element
// that is longer than its parent.
//
// Views only: an element's spans live as long as the bytes behind the Reader. Each element read
// costs one item of the Budget; a parser that recurses charges its own bytes::Nesting.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::der {

/// Bits 8 and 7 of the identifier (X.690, table 1).
enum class TagClass : std::uint8_t { universal = 0, application = 1, context = 2, private_use = 3 };

/// Universal tag numbers (X.680, 8.4) that Assay's formats use.
enum class Tag : std::uint32_t {
  boolean = 1,
  integer = 2,
  bit_string = 3,
  octet_string = 4,
  null = 5,
  oid = 6,
  enumerated = 10,
  utf8_string = 12,
  sequence = 16,
  set = 17,
  numeric_string = 18,
  printable_string = 19,
  teletex_string = 20,
  ia5_string = 22,
  utc_time = 23,
  generalized_time = 24,
  visible_string = 26,
  general_string = 27,
  universal_string = 28,
  bmp_string = 30,
};

struct Tlv {
  TagClass tag_class = TagClass::universal;
  std::uint32_t number = 0;
  bool constructed = false;
  bool minimal = true;       ///< false where identifier or length used more bytes than DER allows
  std::uint64_t offset = 0;  ///< of the identifier, in the outermost file
  bytes::ByteSpan whole;     ///< identifier, length and content
  bytes::Reader content{bytes::ByteSpan{}};

  [[nodiscard]] bool is(Tag tag) const noexcept {
    return tag_class == TagClass::universal && number == static_cast<std::uint32_t>(tag);
  }
  [[nodiscard]] bool is_context(std::uint32_t n) const noexcept {
    return tag_class == TagClass::context && number == n;
  }
};

/// The next element, whatever it is.
[[nodiscard]] bytes::Parsed<Tlv> read(bytes::Reader& reader, bytes::Budget& budget,
                                      std::string_view field) noexcept;

/// The next element, which must be `tag`: SEQUENCE and SET constructed, everything else primitive.
[[nodiscard]] bytes::Parsed<Tlv> expect(bytes::Reader& reader, bytes::Budget& budget, Tag tag,
                                        std::string_view field) noexcept;

/// The next element, which must be context-specific [n].
[[nodiscard]] bytes::Parsed<Tlv> expect_context(bytes::Reader& reader, bytes::Budget& budget,
                                                std::uint32_t n, std::string_view field) noexcept;

/// OPTIONAL and DEFAULT components: the next element if it is `tag`; nothing, unmoved, if it is
/// another or the Reader is at its end. A truncated element is still an error.
[[nodiscard]] bytes::Parsed<std::optional<Tlv>> next_if(bytes::Reader& reader,
                                                        bytes::Budget& budget, Tag tag,
                                                        std::string_view field) noexcept;
[[nodiscard]] bytes::Parsed<std::optional<Tlv>> next_if_context(bytes::Reader& reader,
                                                                bytes::Budget& budget,
                                                                std::uint32_t n,
                                                                std::string_view field) noexcept;

}  // namespace assay::formats::der
