// The file that a statement travels as: an ordinary tar archive (POSIX.1-2017 pax, "ustar
// Interchange Format") that any tool unpacks, of which exactly one form is accepted. Every header
// field has one possible value, padding is zero, two zero blocks end it and nothing follows; so two
// files with the same members are the same bytes, and no bit of the file is free.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::statement {

/// `bytes` is a view: of the container's bytes where it was read, of the caller's where it is
/// written.
struct Member {
  std::string_view path;  ///< relative: lower-case letters, digits, '.', '-', '_', '/'; MANIFEST
  bytes::ByteSpan bytes;
};

/// Largest container: 1 GiB; most members: 64.
inline constexpr std::uint64_t kMostContainer = 1ULL << 30U;
inline constexpr std::size_t kMostMembers = 64;

/// Not empty, at most 99 bytes, no step that is empty, "." or "..", no character but those above.
[[nodiscard]] bool good_path(std::string_view path) noexcept;

/// Only what to_container() writes; an error names the offset and the header's field.
[[nodiscard]] bytes::Parsed<std::vector<Member>> parse_container(bytes::Reader reader,
                                                                 bytes::Budget& budget);
/// Paths must be good ones, and no two the same.
[[nodiscard]] base::Bytes to_container(std::span<const Member> members);

/// A cheap look: the first bytes are a header of this form.
[[nodiscard]] bool looks_like_statement(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::statement
