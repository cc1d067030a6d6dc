// An image's tree as one flat string of bytes: how a worker process hands over what it found. All
// numbers little-endian; a text is u32 length and UTF-8.
//
//     tree     magic "ATW1", u8 with contents (0, 1)
//              u32 count of buffers, each: u64 size, and its bytes where with contents
//              u32 count of nodes, each: node
//              u32 count of findings, each: finding
//     node     u8 kind, u32 parent, u32 buffer, u64 offset, u64 size, u32 header,
//              text type, text name, text version,
//              u8 has GUID (0, 1) and 16 bytes, u8 has SHA-256 (0, 1) and 32 bytes,
//              u32 count of attributes, each: text name, text value
//     finding  text code, u8 severity, text subject, text why,
//              u32 count of cites, each: text artefact, text at
//
// The reader believes nothing: the worker may have been taken over by the image it parsed. What
// passes is a tree that every consumer can walk without further checks; whether it is *true* is
// another matter, which no reader can tell.
#pragma once

#include <cstdint>
#include <string>

#include "bytes/budget.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// Whether what was decompressed goes along. Without, bytes_of() is empty outside the image.
enum class Contents : std::uint8_t { left_out, included };

/// Deeper trees are refused: consumers walk from a node up to the root.
inline constexpr std::uint32_t kDeepestTree = 512;

/// What encode_tree() demands: in all texts replaces what is not UTF-8, cuts a header to its node's
/// size. Call it in every process, so that a tree reads the same wherever it was made.
void make_sendable(Tree& tree);

/// `tree` as it comes from the builder: valid indexes, texts in UTF-8, open findings with the
/// table's own action, which is not sent.
[[nodiscard]] base::Bytes encode_tree(const Tree& tree, Contents contents);

/// Each node, buffer, attribute, finding and cite costs an item; each text and buffer its bytes.
/// Refused: a parent that does not stand before its child, more than kDeepestTree levels, a root
/// that is not the whole image, nodes outside their buffer, headers longer than their node, unknown
/// kinds, codes and severities, texts that are not UTF-8, bytes left over.
[[nodiscard]] bytes::Parsed<Tree> parse_tree(bytes::Reader reader, bytes::Budget& budget,
                                             std::uint64_t image_size);

}  // namespace assay::inspect::firmware
