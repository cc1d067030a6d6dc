// EFI's own compression (UEFI 2.10, chapter 19): LZ77 whose literals, lengths and distances are
// Huffman coded in blocks. EFI 1.1 has a window of 8 KiB, Tiano's one of 512 KiB; only the number
// of bits that hold a count of distance codes differs. The stream: CompSize 4, OrigSize 4, blocks.
#pragma once

#include <cstdint>

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pi {

enum class TianoVariant : std::uint8_t { efi11, tiano };

/// OrigSize, a claim.
[[nodiscard]] bytes::Parsed<std::uint32_t> tiano_size(bytes::Reader r);

/// Exactly OrigSize bytes, charged to the budget in growing steps. Refuses code lengths that are no
/// Huffman code, a distance before the output's start, a stream that ends early.
[[nodiscard]] bytes::Parsed<base::Bytes> unpack_tiano(bytes::Reader r, TianoVariant variant,
                                                      bytes::Budget& budget);

}  // namespace assay::formats::pi
