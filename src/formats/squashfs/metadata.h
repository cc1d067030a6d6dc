// The metadata of a squashfs (inodes, directories, tables) is a chain of packed blocks of 8 KiB.
// This reads bytes out of such a chain at a position of a block and an offset, decoding each block
// once. For this folder alone.
#pragma once

#include <map>

#include "bytes/budget.h"
#include "formats/squashfs/superblock.h"

namespace assay::formats::squashfs {

inline constexpr std::uint64_t kMetadataBlock = 8192;

/// Where in the metadata: the packed block's first byte from the image's start, and the offset in
/// what it unpacks to.
struct Position {
  std::uint64_t block = 0;
  std::uint64_t offset = 0;
};

class Blocks {
 public:
  /// `image` is the file system; all that is decoded is charged to `budget`. Both outlive this.
  Blocks(bytes::Reader image, const Superblock& super, bytes::Budget& budget);

  /// The next `n` bytes, `at` moved behind them.
  [[nodiscard]] bytes::Parsed<base::Bytes> take(Position& at, std::uint64_t n,
                                                std::string_view field);
  /// A block of file data or fragments at `start`: `size` as stored in the inode, with the flag
  /// for blocks that are not packed; `most` bytes unpacked.
  [[nodiscard]] bytes::Parsed<base::Bytes> data(std::uint64_t start, std::uint32_t size,
                                                std::uint64_t most);
  /// Plain bytes of the image, charged to nothing.
  [[nodiscard]] bytes::Parsed<bytes::Reader> plain(std::uint64_t at, std::uint64_t n,
                                                   std::string_view field) const {
    return image_.at(at, n, field);
  }
  [[nodiscard]] bytes::Budget& budget() const noexcept { return budget_; }
  [[nodiscard]] const Superblock& super() const noexcept { return super_; }
  [[nodiscard]] filesystem::OrderedReader ordered(bytes::ByteSpan bytes,
                                                  std::uint64_t base = 0) const noexcept {
    return {bytes::Reader(bytes, base), super_.order};
  }
  /// What the blocks turned out to be packed with, which old generations do not state.
  [[nodiscard]] codec::Codec codec() const noexcept { return codec_; }

 private:
  struct Block {
    base::Bytes bytes;
    std::uint64_t next = 0;
  };
  [[nodiscard]] bytes::Parsed<const Block*> metadata(std::uint64_t start);
  [[nodiscard]] bytes::Parsed<base::Bytes> unpack(bytes::Reader packed, std::uint64_t most);
  [[nodiscard]] bytes::Parsed<std::uint16_t> header(std::uint64_t start) const;
  [[nodiscard]] filesystem::Order header_order() const;

  bytes::Reader image_;
  const Superblock& super_;
  bytes::Budget& budget_;
  codec::Codec codec_;
  filesystem::Order header_order_;
  std::map<std::uint64_t, Block> cache_;
};

}  // namespace assay::formats::squashfs
