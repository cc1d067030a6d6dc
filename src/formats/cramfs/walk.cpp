#include "formats/cramfs/walk.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::cramfs {
namespace {

using bytes::Parsed;
using filesystem::Type;

constexpr std::uint32_t kPage = 4096;
// The extended block pointers of Linux 4.15 (flag 0x800).
constexpr std::uint32_t kExtended = 0x800;
constexpr std::uint32_t kStored = 1U << 31U;
constexpr std::uint32_t kDirect = 1U << 30U;

}  // namespace

Inode read_inode(bytes::ByteSpan bytes, filesystem::Order order) noexcept {
  // Each word is a bit field of its own: mode:16 uid:16, size:24 gid:8, namelen:6 offset:26.
  filesystem::BitFields bits(bytes, order);
  Inode i;
  i.mode = bits.next(16);
  i.uid = bits.next(16);
  i.size = bits.next(24);
  i.gid = bits.next(8);
  i.name_words = bits.next(6);
  i.offset = std::uint64_t{bits.next(26)} * 4;
  return i;
}

bool Walk::note(const bytes::ParseError& error) {
  out_.files.note(error);
  return error.fault != bytes::Fault::budget;
}

bool Walk::directory(const Inode& inode, const std::string& path) {
  bytes::Nesting level(budget_);
  if (auto ok = level.check(image_.offset() + inode.offset, "directory depth"); !ok)
    return note(ok.error());
  if (inode.size == 0) return true;
  if (!open_.insert(inode.offset).second)
    return note({bytes::Fault::bad_value, image_.offset() + inode.offset, "directory",
                 "a directory that does not contain itself"});
  auto listing = image_.at(inode.offset, inode.size, "directory");
  if (!listing) return note(listing.error());
  while (!listing->empty()) {
    if (auto ok = budget_.items(1, listing->offset(), "inode"); !ok) return note(ok.error());
    const auto raw = listing->take(kInode, "inode");
    if (!raw) return note(raw.error());
    const Inode child = read_inode(*raw, out_.order);
    const auto at = listing->offset();
    const auto name = listing->take(std::uint64_t{child.name_words} * 4, "name");
    if (!name) return note(name.error());
    auto text = bytes::as_chars(*name);
    text = text.substr(0, text.find('\0'));
    if (text.empty() || text.find('/') != std::string_view::npos)
      return note({bytes::Fault::bad_value, at, "name", "a name without '/'"});
    if (!entry(child, filesystem::joined(path, text))) return false;
  }
  open_.erase(inode.offset);
  return true;
}

bool Walk::entry(const Inode& inode, std::string path) {
  filesystem::Entry e{.path = std::move(path),
                      .type = filesystem::type_of_mode(inode.mode),
                      .mode = inode.mode & 07777U,
                      .uid = inode.uid,
                      .gid = inode.gid};
  bool going = true;
  if (e.type == Type::block_device || e.type == Type::character_device) {
    e.device = inode.size;
  } else if (e.type == Type::symlink) {
    base::Bytes text;
    if (auto ok = content(inode, text); !ok) going = note(ok.error());
    e.target = bytes::to_string(text);
  } else if (e.type == Type::file) {
    auto& all = out_.files.contents;
    e.at = all.size();
    if (auto ok = content(inode, all); !ok) {
      all.resize(static_cast<std::size_t>(e.at));
      e.complete = false;
      going = note(ok.error());
    } else {
      e.size = inode.size;
    }
  }
  const bool enter = e.type == Type::directory;
  const std::string inner = e.path;
  out_.files.entries.push_back(std::move(e));
  return going && (!enter || directory(inode, inner));
}

Parsed<void> Walk::content(const Inode& inode, base::Bytes& to) {
  ASSAY_CHECK(budget_.bytes(inode.size, image_.offset() + inode.offset, "content"));
  const std::uint32_t pages = (inode.size + kPage - 1) / kPage;
  auto pointers = image_.at(inode.offset, std::uint64_t{pages} * 4, "block pointers");
  if (!pointers) return std::unexpected(pointers.error());
  filesystem::OrderedReader ends(*pointers, out_.order);
  std::uint64_t start = inode.offset + std::uint64_t{pages} * 4;
  std::uint32_t left = inode.size;
  while (left > 0) {
    const std::uint32_t wanted = std::min(left, kPage);
    const std::uint32_t pointer = ends.u32("block pointer").value_or(0);
    std::uint64_t end = pointer;
    bool stored = false;
    if ((out_.flags & kExtended) != 0) {
      stored = (pointer & kStored) != 0;
      end = pointer & ~(kStored | kDirect);
      if ((pointer & kDirect) != 0) {
        start = end * 4;
        end = start + wanted;
        if (!stored) {
          auto size = image_.at(start, 2, "block size");
          if (!size) return std::unexpected(size.error());
          start += 2;
          end = start + filesystem::OrderedReader(*size, out_.order).u16("size").value_or(0);
        }
      }
    }
    if (end < start)
      return bytes::bad_value(image_.offset() + inode.offset, "block pointer",
                              "a block that ends behind its start");
    const auto packed = image_.at(start, end - start, "block");
    if (!packed) return std::unexpected(packed.error());
    if (end == start) {  // a hole
      to.resize(to.size() + wanted);
    } else {
      const auto page = codec::decode_block(stored ? codec::Codec::none : codec::Codec::zlib,
                                            *packed, wanted, budget_);
      if (!page) return std::unexpected(page.error());
      if (page->size() != wanted) return bytes::bad_value(packed->offset(), "block", "a full page");
      to.insert(to.end(), page->begin(), page->end());
    }
    start = end;
    left -= wanted;
  }
  return {};
}

}  // namespace assay::formats::cramfs
