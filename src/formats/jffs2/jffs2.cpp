#include "formats/jffs2/jffs2.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::jffs2 {
namespace {

using bytes::Parsed;
using codec::Codec;
using filesystem::Type;

constexpr std::uint32_t kRoot = 1;
constexpr std::uint8_t kZeros = 1;

// jffs2.h's JFFS2_COMPR_*; the two "rubin" coders were never used by its tools' defaults.
std::optional<Codec> codec_of(std::uint8_t compression) noexcept {
  switch (compression) {
    case 0:
    case 4:
      return Codec::none;
    case 2:
      return Codec::rtime;
    case 6:
      return Codec::zlib;
    case 7:
      return Codec::lzo;
    case 8:
      return Codec::lzma_bare;
    default:
      return std::nullopt;
  }
}

class Tree {
 public:
  Tree(Nodes& nodes, bytes::Budget& budget, filesystem::Files& out) : budget_(budget), out_(out) {
    // Of equal versions, which only damage makes, the later in flash counts.
    std::ranges::sort(nodes.data, {},
                      [](const Data& d) { return std::pair(d.version, d.packed.offset()); });
    for (const auto& d : nodes.data) data_[d.inode].push_back(&d);
    std::map<std::pair<std::uint32_t, std::string_view>, const DirectoryEntry*> newest;
    for (const auto& e : nodes.entries) {
      auto& known = newest[{e.parent, e.name}];
      if (known == nullptr || known->version <= e.version) known = &e;
    }
    for (const auto& [key, e] : newest)
      if (e->inode != 0) children_[key.first].push_back(e);
  }

  bool directory(std::uint32_t inode, const std::string& path) {
    bytes::Nesting level(budget_);
    if (auto ok = level.check(0, "directory depth"); !ok) return note(ok.error());
    if (!open_.insert(inode).second)
      return note({bytes::Fault::bad_value, 0, "pino", "a directory that does not contain itself"});
    for (const auto* e : children_[inode])
      if (!entry(*e, path)) return false;
    open_.erase(inode);
    return true;
  }

 private:
  bool note(const bytes::ParseError& error) {
    out_.note(error);
    return error.fault != bytes::Fault::budget;
  }

  bool entry(const DirectoryEntry& name, const std::string& path) {
    if (auto ok = budget_.items(1, 0, "directory entry"); !ok) return note(ok.error());
    filesystem::Entry e{.path = filesystem::joined(path, name.name), .type = Type::other};
    const auto nodes = data_.find(name.inode);
    if (nodes == data_.end()) {
      e.complete = false;
      out_.entries.push_back(std::move(e));
      return note({bytes::Fault::bad_value, 0, "ino", "an inode that some node holds"});
    }
    const Data& last = *nodes->second.back();
    e.type = filesystem::type_of_mode(last.mode);
    e.mode = last.mode & 07777U;
    e.uid = last.uid;
    e.gid = last.gid;
    bool going = true;
    if (e.type != Type::directory) going = content(nodes->second, e);
    const std::string inner = e.path;
    const bool enter = e.type == Type::directory;
    out_.entries.push_back(std::move(e));
    return going && (!enter || directory(name.inode, inner));
  }

  bool content(const std::vector<const Data*>& nodes, filesystem::Entry& e) {
    base::Bytes file;
    bool going = true;
    for (const auto* node : nodes) {
      if (auto ok = apply(*node, file); !ok) {
        e.complete = false;
        going = note(ok.error());
        if (!going) return false;
      }
    }
    if (e.type == Type::symlink) {
      e.target = bytes::to_string(file);
    } else if (e.type == Type::file) {
      e.at = out_.contents.size();
      if (e.complete) {
        e.size = file.size();
        out_.contents.insert(out_.contents.end(), file.begin(), file.end());
      }
    } else if (file.size() >= 2) {  // device numbers, in the host's old or new form
      for (std::size_t i = 0; i < std::min<std::size_t>(file.size(), 4); ++i)
        e.device |= static_cast<std::uint32_t>(file[i]) << (8 * i);
    }
    return going;
  }

  Parsed<void> apply(const Data& node, base::Bytes& file) {
    const std::uint64_t at = node.packed.offset();
    if (node.file_size > file.size())
      ASSAY_CHECK(budget_.bytes(2 * (node.file_size - file.size()), at, "isize"));
    file.resize(node.file_size);
    if (node.size == 0) return {};
    base::Bytes part;
    if (node.compression != kZeros) {
      const auto codec = codec_of(node.compression);
      if (!codec) return bytes::bad_value(at, "compr", "a compression that is in use");
      auto decoded = codec::decode_block(*codec, node.packed, node.size, budget_);
      if (!decoded) return std::unexpected(decoded.error());
      if (decoded->size() != node.size)
        return bytes::bad_value(at, "dsize", "the size of its data");
      part = std::move(*decoded);
    } else {
      ASSAY_CHECK(budget_.bytes(node.size, at, "dsize"));
      part.resize(node.size);
    }
    if (node.offset >= file.size()) return {};  // cut off again by its own isize
    const auto wanted = std::min(part.size(), file.size() - node.offset);
    std::ranges::copy(std::span(part).first(wanted), std::span(file).subspan(node.offset).begin());
    return {};
  }

  bytes::Budget& budget_;
  filesystem::Files& out_;
  std::map<std::uint32_t, std::vector<const Data*>> data_;
  std::map<std::uint32_t, std::vector<const DirectoryEntry*>> children_;
  std::set<std::uint32_t> open_;
};

}  // namespace

Parsed<Image> parse_jffs2(bytes::Reader image, bytes::Budget& budget) {
  auto nodes = read_nodes(image, budget);
  if (!nodes) return std::unexpected(nodes.error());
  Image out{.order = nodes->order,
            .nodes = nodes->count,
            .bad_nodes = nodes->bad,
            .size = nodes->end,
            .files = {}};
  if (nodes->bad > 0)
    out.files.note({bytes::Fault::bad_value, nodes->first_bad, "node CRC", "the node's CRC-32"});
  static_cast<void>(Tree(*nodes, budget, out.files).directory(kRoot, {}));
  return out;
}

}  // namespace assay::formats::jffs2
