// Hostile inputs for parser tests: every truncated prefix of a valid sample and reproducible
// mutations.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/filesystem.h"
#include "bytes/reader.h"

namespace assay::testing {

using Try = std::function<void(bytes::ByteSpan)>;

/// Calls `parse` with every prefix of `sample`, at most its first 64 KiB; each prefix is a buffer
/// of its own, so that a sanitizer sees a read past its end.
void every_prefix(bytes::ByteSpan sample, const Try& parse);

/// `count` mutations from a fixed seed: bits flipped, bytes set to edge values, runs removed,
/// doubled or replaced by large little- and big-endian numbers.
void mutations(bytes::ByteSpan sample, unsigned count, std::uint64_t seed, const Try& parse);

/// A file of the project ("samples/fleet/…") or of the disk; ends the test where it cannot be read.
[[nodiscard]] base::Bytes read_file(const std::string& path);
/// The same, relative to the project's root.
[[nodiscard]] base::Bytes read_source(const std::string& path);

}  // namespace assay::testing
