#include "formats/squashfs/directory.h"

#include "bytes/text.h"

namespace assay::formats::squashfs {
namespace {

using bytes::Parsed;
using filesystem::BitFields;

constexpr std::uint64_t kDots = 3;  // "." and "..", counted in the size from generation 3 on

struct Run {
  std::uint64_t count = 0;
  std::uint64_t start = 0;  // of the inode block, from the inode table
};

// A name of "", ".", ".." or with a '/' would lead out of its directory; no tool writes one.
bool plausible(std::string_view name) noexcept {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

class Listing {
 public:
  Listing(Blocks& blocks, const Inode& directory) noexcept
      : blocks_(blocks),
        at_{.block = blocks.super().directory_table + directory.start, .offset = directory.offset} {
    const std::uint64_t dots = blocks.super().major >= 3 ? kDots : 0;
    left_ = directory.size > dots ? directory.size - dots : 0;
  }

  Parsed<void> read(std::vector<Name>& out) {
    while (left_ > 0) {
      const auto head = run();
      if (!head) return std::unexpected(head.error());
      for (std::uint64_t i = 0; i < head->count; ++i) {
        auto name = next(head->start);
        if (!name) return std::unexpected(name.error());
        ASSAY_CHECK(blocks_.budget().items(1, at_.block, "directory entry"));
        out.push_back(std::move(*name));
      }
    }
    return {};
  }

 private:
  Parsed<base::Bytes> take(std::uint64_t n) {
    if (n > left_)
      return bytes::bad_value(at_.block, "directory entry", "an entry within its directory");
    left_ -= n;
    return blocks_.take(at_, n, "directory entry");
  }

  Parsed<Run> run() {
    const auto& super = blocks_.super();
    const auto bytes = take(super.major == 4 ? 12 : super.major == 3 ? 9 : 4);
    if (!bytes) return std::unexpected(bytes.error());
    Run out;
    if (super.major == 4) {
      auto r = blocks_.ordered(*bytes);
      out.count = r.u32("count").value_or(0);
      out.start = r.u32("start_block").value_or(0);
    } else if (super.major == 3) {
      out.count = static_cast<unsigned>(bytes->front());
      out.start =
          blocks_.ordered(bytes::ByteSpan(*bytes).subspan(1)).u32("start_block").value_or(0);
    } else {
      BitFields bits(*bytes, super.order);
      out.count = bits.next(8);
      out.start = bits.next(24);
    }
    ++out.count;  // stored less one
    return out;
  }

  Parsed<Name> next(std::uint64_t start) {
    const auto& super = blocks_.super();
    const auto bytes = take(super.major == 4 ? 8 : super.major == 3 ? 5 : 3);
    if (!bytes) return std::unexpected(bytes.error());
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    if (super.major == 4) {
      auto r = blocks_.ordered(*bytes);
      offset = r.u16("offset").value_or(0);
      static_cast<void>(r.raw().skip(4, "inode_number and type"));
      size = r.u16("size").value_or(0);
    } else {
      BitFields bits(*bytes, super.order);
      offset = bits.next(13);
      static_cast<void>(bits.next(3));
      size = bits.next(8);
    }
    const auto text = take(size + 1);
    if (!text) return std::unexpected(text.error());
    Name out{.text = bytes::to_string(*text), .reference = start << 16U | offset};
    if (!plausible(out.text)) return bytes::bad_value(at_.block, "name", "a name without '/'");
    return out;
  }

  Blocks& blocks_;
  Position at_;
  std::uint64_t left_ = 0;
};

}  // namespace

Names read_directory(Blocks& blocks, const Inode& directory) {
  Names out;
  if (auto ok = Listing(blocks, directory).read(out.names); !ok) out.problem = ok.error();
  return out;
}

void Ids::load(Blocks& blocks, filesystem::Files& files) {
  const auto& super = blocks.super();
  one_table_ = super.major == 4;
  if (!one_table_) {
    const auto plain = [&](std::uint64_t at, std::uint64_t count, std::vector<std::uint32_t>& out) {
      const auto part = blocks.plain(at, count * 4, "id table");
      if (!part) return files.note(part.error());
      filesystem::OrderedReader r(*part, super.order);
      for (std::uint64_t i = 0; i < count; ++i) out.push_back(r.u32("id").value_or(0));
    };
    plain(super.uid_table, super.uids, uids_);
    plain(super.gid_table, super.gids, gids_);
    return;
  }
  // Pointers to metadata blocks, plain; the blocks lie one behind the other, so the first leads on.
  const auto pointer = blocks.plain(super.uid_table, 8, "id table");
  if (!pointer) return files.note(pointer.error());
  Position at{.block = filesystem::OrderedReader(*pointer, super.order).u64("id").value_or(0)};
  const auto ids = blocks.take(at, std::uint64_t{super.uids} * 4, "id table");
  if (!ids) return files.note(ids.error());
  auto r = blocks.ordered(*ids);
  for (std::uint32_t i = 0; i < super.uids; ++i) uids_.push_back(r.u32("id").value_or(0));
}

std::uint32_t Ids::uid(const Inode& inode) const noexcept {
  return inode.uid_index < uids_.size() ? uids_[inode.uid_index] : 0;
}

std::uint32_t Ids::gid(const Inode& inode) const noexcept {
  constexpr std::uint32_t kAsUser = 255;
  if (!one_table_ && inode.gid_index == kAsUser) return uid(inode);
  const auto& table = one_table_ ? uids_ : gids_;
  return inode.gid_index < table.size() ? table[inode.gid_index] : 0;
}

}  // namespace assay::formats::squashfs
