// One entry of a binary IMA log, for a given size of its template digest. The size is not written
// in the log, so digest_width.h tries this with each possible one.
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

[[nodiscard]] bytes::Parsed<EntryHeader> read_entry_header(bytes::Reader& reader,
                                                           std::size_t digest_size) noexcept;

/// Reads from the front of `reader`; after an error its position is somewhere inside the bad entry.
[[nodiscard]] bytes::Parsed<Entry> read_entry(bytes::Reader& reader, std::size_t digest_size,
                                              std::uint32_t number) noexcept;

}  // namespace assay::formats::ima
