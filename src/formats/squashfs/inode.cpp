#include "formats/squashfs/inode.h"

#include "bytes/text.h"

namespace assay::formats::squashfs {
namespace {

using bytes::Parsed;
using filesystem::BitFields;
using filesystem::Type;

// The generations number the kinds alike; from generation 4 on every kind has a long form.
enum Kind : std::uint32_t {
  kDirectory = 1,
  kFile = 2,
  kSymlink = 3,
  kBlock = 4,
  kCharacter = 5,
  kFifo = 6,
  kSocket = 7,
  kLong = 7,  // added to the kinds above
};

constexpr std::uint64_t kMostTarget = 65536;

Type type_of(std::uint32_t kind) noexcept {
  switch (kind > kLong ? kind - kLong : kind) {
    case kDirectory:
      return Type::directory;
    case kFile:
      return Type::file;
    case kSymlink:
      return Type::symlink;
    case kBlock:
      return Type::block_device;
    case kCharacter:
      return Type::character_device;
    case kFifo:
      return Type::fifo;
    case kSocket:
      return Type::socket;
    default:
      return Type::other;
  }
}

Parsed<void> read_target(Blocks& blocks, Position& at, std::uint64_t size, Inode& out) {
  if (size > kMostTarget) return bytes::bad_value(at.block, "symlink_size", "at most 65536");
  const auto text = blocks.take(at, size, "symlink");
  if (!text) return std::unexpected(text.error());
  out.target = bytes::to_string(*text);
  return {};
}

Parsed<void> read_block_list(Blocks& blocks, Position& at, Inode& out) {
  const std::uint64_t size = blocks.super().block_size;
  std::uint64_t count = out.size / size;
  if (out.fragment == kNoFragment && out.size % size != 0) ++count;
  // Four bytes each are still to come out of the metadata, which a small image cannot have.
  ASSAY_CHECK(blocks.budget().items(count, at.block, "block_list"));
  if (count == 0) return {};
  const auto list = blocks.take(at, count * 4, "block_list");
  if (!list) return std::unexpected(list.error());
  auto r = blocks.ordered(*list);
  out.blocks.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) out.blocks.push_back(r.u32("block_list").value_or(0));
  return {};
}

// Fields of a fixed part that take() has delivered whole: reads cannot fail.
class Fields {
 public:
  Fields(const Blocks& blocks, bytes::ByteSpan part) noexcept : reader_(blocks.ordered(part)) {}
  std::uint32_t u16() noexcept { return reader_.u16("inode").value_or(0); }
  std::uint32_t u32() noexcept { return reader_.u32("inode").value_or(0); }
  std::uint64_t u64() noexcept { return reader_.u64("inode").value_or(0); }
  Fields& skip(std::uint64_t n) noexcept {
    static_cast<void>(reader_.raw().skip(n, "inode"));
    return *this;
  }

 private:
  filesystem::OrderedReader reader_;
};

Parsed<void> body_4(Blocks& blocks, Position& at, std::uint32_t kind, Inode& out) {
  const auto part = [&](std::uint64_t n) { return blocks.take(at, n, "inode"); };
  switch (kind) {
    case kDirectory: {
      const auto bytes = part(16);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.start = f.u32();
      out.size = f.skip(4).u16();
      out.offset = f.u16();
      return {};
    }
    case kDirectory + kLong: {
      const auto bytes = part(24);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.size = f.skip(4).u32();
      out.start = f.u32();
      out.offset = f.skip(6).u16();
      return {};
    }
    case kFile: {
      const auto bytes = part(16);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.start = f.u32();
      out.fragment = f.u32();
      out.offset = f.u32();
      out.size = f.u32();
      return read_block_list(blocks, at, out);
    }
    case kFile + kLong: {
      const auto bytes = part(40);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.start = f.u64();
      out.size = f.u64();
      out.fragment = f.skip(12).u32();
      out.offset = f.u32();
      return read_block_list(blocks, at, out);
    }
    case kSymlink:
    case kSymlink + kLong: {
      const auto bytes = part(8);
      if (!bytes) return std::unexpected(bytes.error());
      return read_target(blocks, at, Fields(blocks, *bytes).skip(4).u32(), out);
    }
    case kBlock:
    case kCharacter:
    case kBlock + kLong:
    case kCharacter + kLong: {
      const auto bytes = part(8);
      if (!bytes) return std::unexpected(bytes.error());
      out.device = Fields(blocks, *bytes).skip(4).u32();
      return {};
    }
    default:
      return {};
  }
}

Parsed<void> body_3(Blocks& blocks, Position& at, std::uint32_t kind, Inode& out) {
  const auto order = blocks.super().order;
  const auto part = [&](std::uint64_t n) { return blocks.take(at, n, "inode"); };
  switch (kind) {
    case kDirectory:
    case kDirectory + kLong: {
      const bool is_long = kind != kDirectory;
      const auto bytes = part(is_long ? 19 : 16);
      if (!bytes) return std::unexpected(bytes.error());
      const auto rest = bytes::ByteSpan(*bytes).subspan(4);  // behind nlink
      BitFields bits(rest, order);
      out.size = bits.next(is_long ? 27 : 19);
      out.offset = bits.next(13);
      out.start = Fields(blocks, rest).skip(is_long ? 5 : 4).u32();
      return {};
    }
    case kFile: {
      const auto bytes = part(20);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.start = f.u64();
      out.fragment = f.u32();
      out.offset = f.u32();
      out.size = f.u32();
      return read_block_list(blocks, at, out);
    }
    case kFile + kLong: {
      const auto bytes = part(28);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.start = f.skip(4).u64();
      out.fragment = f.u32();
      out.offset = f.u32();
      out.size = f.u64();
      return read_block_list(blocks, at, out);
    }
    case kSymlink: {
      const auto bytes = part(6);
      if (!bytes) return std::unexpected(bytes.error());
      return read_target(blocks, at, Fields(blocks, *bytes).skip(4).u16(), out);
    }
    case kBlock:
    case kCharacter: {
      const auto bytes = part(6);
      if (!bytes) return std::unexpected(bytes.error());
      out.device = Fields(blocks, *bytes).skip(4).u16();
      return {};
    }
    default:
      return {};
  }
}

Parsed<void> body_2(Blocks& blocks, Position& at, std::uint32_t kind, Inode& out) {
  const auto order = blocks.super().order;
  const auto part = [&](std::uint64_t n) { return blocks.take(at, n, "inode"); };
  switch (kind) {
    case kDirectory:
    case kDirectory + kLong: {
      const bool is_long = kind != kDirectory;
      const auto bytes = part(is_long ? 14 : 11);
      if (!bytes) return std::unexpected(bytes.error());
      BitFields bits(*bytes, order);
      out.size = bits.next(is_long ? 27 : 19);
      out.offset = bits.next(13);
      const auto rest = bytes::ByteSpan(*bytes).subspan(is_long ? 9 : 8);  // behind mtime
      out.start = BitFields(rest, order).next(24);
      return {};
    }
    case kFile: {
      const auto bytes = part(20);
      if (!bytes) return std::unexpected(bytes.error());
      Fields f(blocks, *bytes);
      out.start = f.skip(4).u32();
      out.fragment = f.u32();
      out.offset = f.u32();
      out.size = f.u32();
      return read_block_list(blocks, at, out);
    }
    case kSymlink: {
      const auto bytes = part(2);
      if (!bytes) return std::unexpected(bytes.error());
      return read_target(blocks, at, Fields(blocks, *bytes).u16(), out);
    }
    case kBlock:
    case kCharacter: {
      const auto bytes = part(2);
      if (!bytes) return std::unexpected(bytes.error());
      out.device = Fields(blocks, *bytes).u16();
      return {};
    }
    default:
      return {};
  }
}

}  // namespace

Parsed<Inode> read_inode(Blocks& blocks, std::uint64_t reference) {
  const auto& super = blocks.super();
  Position at{.block = super.inode_table + (reference >> 16U), .offset = reference & 0xFFFFU};
  const auto where = at.block;
  ASSAY_CHECK(blocks.budget().items(1, where, "inode"));
  Inode out;
  std::uint32_t kind = 0;
  if (super.major == 4) {
    const auto head = blocks.take(at, 16, "inode");
    if (!head) return std::unexpected(head.error());
    Fields f(blocks, *head);
    kind = f.u16();
    out.mode = f.u16();
    out.uid_index = f.u16();
    out.gid_index = f.u16();
  } else {
    const auto head = blocks.take(at, super.major == 3 ? 12 : 4, "inode");
    if (!head) return std::unexpected(head.error());
    BitFields bits(*head, super.order);
    kind = bits.next(4);
    out.mode = bits.next(12);
    out.uid_index = bits.next(8);
    out.gid_index = bits.next(8);
  }
  out.type = type_of(kind);
  if (kind == 0 || out.type == Type::other) return bytes::bad_value(where, "inode_type", "1 to 14");
  if (super.major == 4)
    ASSAY_CHECK(body_4(blocks, at, kind, out));
  else if (super.major == 3)
    ASSAY_CHECK(body_3(blocks, at, kind, out));
  else
    ASSAY_CHECK(body_2(blocks, at, kind, out));
  return out;
}

}  // namespace assay::formats::squashfs
