#include "formats/ubifs/ubifs.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "bytes/text.h"
#include "formats/codec/codec.h"
#include "formats/ubifs/nodes.h"

namespace assay::formats::ubifs {
namespace {

using bytes::Parsed;
using bytes::Reader;
using codec::Codec;
using filesystem::Type;

constexpr std::uint32_t kRoot = 1;

std::optional<Codec> codec_of(std::uint16_t compression) noexcept {
  switch (compression) {
    case 0:
      return Codec::none;
    case 1:
      return Codec::lzo;
    case 2:
      return Codec::deflate;
    case 3:
      return Codec::zstd;
    default:
      return std::nullopt;
  }
}

class Tree {
 public:
  Tree(const Nodes& nodes, bytes::Budget& budget, filesystem::Files& out)
      : nodes_(nodes), budget_(budget), out_(out) {}

  bool directory(std::uint32_t inode, const std::string& path) {
    bytes::Nesting level(budget_);
    if (auto ok = level.check(0, "directory depth"); !ok) return note(ok.error());
    if (!open_.insert(inode).second)
      return note({bytes::Fault::bad_value, 0, "inum", "a directory that does not contain itself"});
    for (auto it = nodes_.names.lower_bound({inode, {}});
         it != nodes_.names.end() && it->first.first == inode; ++it)
      if (it->second.inode != 0 && !entry(it->first.second, it->second.inode, path)) return false;
    open_.erase(inode);
    return true;
  }

 private:
  bool note(const bytes::ParseError& error) {
    out_.note(error);
    return error.fault != bytes::Fault::budget;
  }

  bool entry(std::string_view name, std::uint64_t number, const std::string& path) {
    if (auto ok = budget_.items(1, 0, "directory entry"); !ok) return note(ok.error());
    filesystem::Entry e{.path = filesystem::joined(path, name), .type = Type::other};
    const auto inode = static_cast<std::uint32_t>(number);
    const auto found = nodes_.inodes.find(inode);
    if (found == nodes_.inodes.end()) {
      e.complete = false;
      out_.entries.push_back(std::move(e));
      return note({bytes::Fault::bad_value, 0, "inum", "an inode that some node holds"});
    }
    const InodeNode& node = found->second;
    e.type = filesystem::type_of_mode(node.mode);
    e.mode = node.mode & 07777U;
    e.uid = node.uid;
    e.gid = node.gid;
    bool going = true;
    if (e.type == Type::symlink) {
      e.target = bytes::to_string(node.data);
    } else if (e.type == Type::file) {
      e.at = out_.contents.size();
      if (auto ok = content(inode, node.size); !ok) {
        out_.contents.resize(static_cast<std::size_t>(e.at));
        e.complete = false;
        going = note(ok.error());
      } else {
        e.size = node.size;
      }
    } else if (e.type == Type::block_device || e.type == Type::character_device) {
      Reader device(node.data);
      e.device = device.le32("device").value_or(0);
    }
    const std::string inner = e.path;
    const bool enter = e.type == Type::directory;
    out_.entries.push_back(std::move(e));
    return going && (!enter || directory(inode, inner));
  }

  Parsed<void> content(std::uint32_t inode, std::uint64_t size) {
    ASSAY_CHECK(budget_.bytes(size, 0, "file size"));
    auto& all = out_.contents;
    const std::size_t start = all.size();
    all.resize(start + static_cast<std::size_t>(size));  // blocks without a node are holes
    for (auto it = nodes_.data.lower_bound({inode, 0});
         it != nodes_.data.end() && it->first.first == inode; ++it) {
      const std::uint64_t at = it->first.second * kBlock;
      if (at >= size) break;  // left over from before the file was cut
      const DataNode& node = it->second;
      const auto codec = codec_of(node.compression);
      if (!codec || node.size > kBlock)
        return bytes::bad_value(node.packed.offset(), "compr_type", "0 to 3, and 4096 bytes");
      const auto block = codec::decode_block(*codec, node.packed, node.size, budget_);
      if (!block) return std::unexpected(block.error());
      const auto wanted = std::min<std::uint64_t>(block->size(), size - at);
      std::ranges::copy(std::span(*block).first(static_cast<std::size_t>(wanted)),
                        std::span(all).subspan(start + static_cast<std::size_t>(at)).begin());
    }
    return {};
  }

  const Nodes& nodes_;
  bytes::Budget& budget_;
  filesystem::Files& out_;
  std::set<std::uint32_t> open_;
};

}  // namespace

Parsed<Image> parse_ubifs(Reader image, bytes::Budget& budget) {
  const auto super = read_superblock(image);
  if (!super) return std::unexpected(super.error());
  Image out{.leb_size = super->leb_size,
            .leb_count = super->leb_count,
            .format = super->format,
            .compression = super->compression,
            .files = {}};
  const std::uint64_t stated = std::uint64_t{super->leb_size} * super->leb_count;
  out.size = std::min<std::uint64_t>(stated, image.whole().size());
  const Reader blocks(image.whole().first(static_cast<std::size_t>(out.size)), image.offset());
  const auto nodes = read_nodes(blocks, budget);
  if (!nodes) {
    out.files.note(nodes.error());
    return out;
  }
  out.nodes = nodes->count;
  out.bad_nodes = nodes->bad;
  if (nodes->bad > 0)
    out.files.note({bytes::Fault::bad_value, nodes->first_bad, "crc", "the node's CRC-32"});
  static_cast<void>(Tree(*nodes, budget, out.files).directory(kRoot, {}));
  return out;
}

bool looks_like_ubifs(bytes::ByteSpan bytes) noexcept {
  return read_superblock(Reader(bytes)).has_value();
}

}  // namespace assay::formats::ubifs
