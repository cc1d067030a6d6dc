#include "formats/squashfs/metadata.h"

#include <algorithm>
#include <array>

namespace assay::formats::squashfs {
namespace {

using bytes::Parsed;
using bytes::Reader;
using codec::Codec;
using filesystem::Order;

constexpr std::uint16_t kStoredMetadata = 0x8000;
constexpr std::uint32_t kStoredData = 1U << 24U;
constexpr std::uint16_t kFlagCheck = 1U << 2U;  // generations 2 and 3: a marker byte per block

}  // namespace

Blocks::Blocks(Reader image, const Superblock& super, bytes::Budget& budget)
    : image_(image),
      super_(super),
      budget_(budget),
      codec_(super.compression),
      header_order_(header_order()) {}

// One vendor's big-endian generation 4 keeps the blocks' two-byte headers little-endian. The inode
// table's first block tells: it must end before the directory table.
Order Blocks::header_order() const {
  if (super_.major < 4 || super_.order == Order::little) return super_.order;
  const auto part = image_.at(super_.inode_table, 2, "metadata header");
  if (!part) return super_.order;
  Reader big = *part;
  const std::uint64_t size = big.be16("metadata header").value_or(0) & (kStoredMetadata - 1U);
  const bool fits =
      size > 0 && size <= kMetadataBlock && size + 2 <= super_.directory_table - super_.inode_table;
  return fits ? Order::big : Order::little;
}

Parsed<std::uint16_t> Blocks::header(std::uint64_t start) const {
  const auto part = image_.at(start, 2, "metadata header");
  if (!part) return std::unexpected(part.error());
  return filesystem::OrderedReader(*part, header_order_).u16("metadata header");
}

Parsed<base::Bytes> Blocks::unpack(Reader packed, std::uint64_t most) {
  auto out = codec::decode_block(codec_, packed, most, budget_);
  if (out) return out;
  // What the superblock says (or cannot say, before generation 4) is not what vendors did.
  for (const Codec other : {Codec::zlib, Codec::lzma, Codec::xz}) {
    if (other == codec_) continue;
    if (auto retried = codec::decode_block(other, packed, most, budget_)) {
      codec_ = other;
      return retried;
    }
  }
  return out;
}

Parsed<const Blocks::Block*> Blocks::metadata(std::uint64_t start) {
  if (const auto known = cache_.find(start); known != cache_.end()) return &known->second;
  const auto head = header(start);
  if (!head) return std::unexpected(head.error());
  const std::uint64_t size = *head & (kStoredMetadata - 1U);
  // Before generation 4 a full block's size was written as 0.
  const std::uint64_t stored = size == 0 ? kStoredMetadata : size;
  const std::uint64_t marker = super_.major < 4 && (super_.flags & kFlagCheck) != 0 ? 1 : 0;
  if (stored > kMetadataBlock)
    return bytes::bad_value(image_.offset() + start, "metadata header", "at most 8192 bytes");
  const auto packed = image_.at(start + 2 + marker, stored, "metadata block");
  if (!packed) return std::unexpected(packed.error());
  Block block{.bytes = {}, .next = start + 2 + marker + stored};
  if ((*head & kStoredMetadata) != 0) {
    ASSAY_CHECK(budget_.bytes(stored, packed->offset(), "metadata block"));
    block.bytes.assign(packed->rest().begin(), packed->rest().end());
  } else {
    auto unpacked = unpack(*packed, kMetadataBlock);
    if (!unpacked) return std::unexpected(unpacked.error());
    block.bytes = std::move(*unpacked);
  }
  if (block.bytes.empty())
    return bytes::bad_value(image_.offset() + start, "metadata block", "at least one byte");
  return &cache_.emplace(start, std::move(block)).first->second;
}

Parsed<base::Bytes> Blocks::take(Position& at, std::uint64_t n, std::string_view field) {
  base::Bytes out;
  while (out.size() < n) {
    const auto block = metadata(at.block);
    if (!block) return std::unexpected(block.error());
    const auto& bytes = (*block)->bytes;
    if (at.offset > bytes.size())
      return bytes::bad_value(image_.offset() + at.block, field, "an offset within its block");
    const auto part = bytes::ByteSpan(bytes).subspan(static_cast<std::size_t>(at.offset));
    const auto wanted =
        part.first(static_cast<std::size_t>(std::min<std::uint64_t>(part.size(), n - out.size())));
    out.insert(out.end(), wanted.begin(), wanted.end());
    at.offset += wanted.size();
    if (at.offset == bytes.size()) at = {.block = (*block)->next, .offset = 0};
  }
  return out;
}

Parsed<base::Bytes> Blocks::data(std::uint64_t start, std::uint32_t size, std::uint64_t most) {
  const std::uint32_t stored = size & (kStoredData - 1);
  const auto packed = image_.at(start, stored, "data block");
  if (!packed) return std::unexpected(packed.error());
  if ((size & kStoredData) == 0) return unpack(*packed, most);
  if (stored > most)
    return bytes::bad_value(packed->offset(), "data block", "at most the block size");
  ASSAY_CHECK(budget_.bytes(stored, packed->offset(), "data block"));
  return base::Bytes(packed->rest().begin(), packed->rest().end());
}

}  // namespace assay::formats::squashfs
