#include "formats/squashfs/content.h"

#include <algorithm>

namespace assay::formats::squashfs {
namespace {

using bytes::Parsed;

constexpr std::size_t kKeptFragments = 32;
constexpr std::uint32_t kSizeBits = (1U << 24U) - 1;

}  // namespace

Parsed<const base::Bytes*> Content::fragment(std::uint32_t index) {
  if (const auto known = fragments_.find(index); known != fragments_.end()) return &known->second;
  const auto& super = blocks_.super();
  if (index >= super.fragments)
    return bytes::bad_value(super.fragment_table, "fragment", "less than the superblock's count");
  // A plain list of pointers to metadata blocks that hold the entries: (start, size) in 32 bits for
  // generation 2; start in 64 and an unused word from then on.
  const bool wide = super.major >= 3;
  const std::uint64_t entry_size = wide ? 16 : 8;
  const std::uint64_t pointer_size = wide ? 8 : 4;
  const std::uint64_t at = index * entry_size;
  const auto pointer = blocks_.plain(super.fragment_table + at / kMetadataBlock * pointer_size,
                                     pointer_size, "fragment table");
  if (!pointer) return std::unexpected(pointer.error());
  filesystem::OrderedReader where(*pointer, super.order);
  Position position{.offset = at % kMetadataBlock};
  position.block =
      wide ? where.u64("fragment table").value_or(0) : where.u32("fragment table").value_or(0);
  const auto entry = blocks_.take(position, entry_size, "fragment entry");
  if (!entry) return std::unexpected(entry.error());
  auto r = blocks_.ordered(*entry);
  const std::uint64_t start =
      wide ? r.u64("start_block").value_or(0) : r.u32("start_block").value_or(0);
  auto block = blocks_.data(start, r.u32("size").value_or(0), super.block_size);
  if (!block) return std::unexpected(block.error());
  if (fragments_.size() >= kKeptFragments) fragments_.clear();
  return &fragments_.emplace(index, std::move(*block)).first->second;
}

Parsed<void> Content::append(const Inode& file, base::Bytes& out) {
  ASSAY_CHECK(blocks_.budget().bytes(file.size, file.start, "file content"));
  std::uint64_t left = file.size;
  std::uint64_t at = file.start;
  for (const std::uint32_t size : file.blocks) {
    const std::uint64_t wanted = std::min<std::uint64_t>(left, blocks_.super().block_size);
    if ((size & kSizeBits) == 0) {  // a hole
      out.resize(out.size() + static_cast<std::size_t>(wanted));
    } else {
      const auto block = blocks_.data(at, size, wanted);
      if (!block) return std::unexpected(block.error());
      if (block->size() != wanted) return bytes::bad_value(at, "data block", "a full block");
      out.insert(out.end(), block->begin(), block->end());
    }
    at += size & kSizeBits;
    left -= wanted;
  }
  if (left == 0) return {};
  if (file.fragment == kNoFragment)
    return bytes::bad_value(at, "fragment", "one that holds the file's end");
  const auto shared = fragment(file.fragment);
  if (!shared) return std::unexpected(shared.error());
  const auto tail = bytes::Reader(**shared).at(file.offset, left, "fragment");
  if (!tail) return std::unexpected(tail.error());
  out.insert(out.end(), tail->rest().begin(), tail->rest().end());
  return {};
}

}  // namespace assay::formats::squashfs
