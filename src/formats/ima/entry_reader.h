// One entry of a binary IMA log, for a given size of its template digest and a given byte order.
// Neither is written in the log, so digest_width.h tries this with each possible one.
#pragma once

#include <array>
#include <cstddef>

#include "formats/ima/ima_log.h"

namespace assay::formats::ima {

/// Template digests in bytes: SHA-1, SHA-256 (and others of 256 bits), SHA-384, SHA-512.
inline constexpr std::array<std::size_t, 4> kDigestSizes{20, 32, 48, 64};

/// The digest inside the data of the "ima" template, whatever the log's own digests are.
inline constexpr std::size_t kLegacyDigest = 20;

struct EntryHeader {
  std::uint32_t pcr = 0;
  bytes::ByteSpan template_digest;
  std::string_view template_name;  ///< 1 to 255 letters, digits and "-_.|"
};

/// What an entry's layout hangs on.
struct Layout {
  std::size_t digest_size = 20;
  ByteOrder order = ByteOrder::little;
};

/// Little-endian ones first, narrower digests before wider ones.
[[nodiscard]] constexpr std::array<Layout, 2 * kDigestSizes.size()> possible_layouts() noexcept {
  std::array<Layout, 2 * kDigestSizes.size()> out{};
  std::size_t at = 0;
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big})
    for (const std::size_t size : kDigestSizes) out[at++] = {size, order};
  return out;
}

[[nodiscard]] bytes::Parsed<std::uint32_t> read_u32(bytes::Reader& reader, ByteOrder order,
                                                    std::string_view field) noexcept;

[[nodiscard]] bytes::Parsed<EntryHeader> read_entry_header(bytes::Reader& reader,
                                                           Layout layout) noexcept;

/// Reads from the front of `reader`; after an error its position is somewhere inside the bad entry.
[[nodiscard]] bytes::Parsed<Entry> read_entry(bytes::Reader& reader, Layout layout,
                                              std::uint32_t number) noexcept;

}  // namespace assay::formats::ima
