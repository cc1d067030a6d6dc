#include "formats/squashfs/squashfs.h"

#include <set>

#include "formats/squashfs/content.h"
#include "formats/squashfs/directory.h"

namespace assay::formats::squashfs {
namespace {

using bytes::Parsed;
using filesystem::Type;

class Walk {
 public:
  Walk(Blocks& blocks, Image& out) : blocks_(blocks), out_(out), content_(blocks) {
    ids_.load(blocks, out.files);
  }

  /// False where the Budget ended, so that nothing more is tried.
  bool directory(std::uint64_t reference, const std::string& path) {
    bytes::Nesting level(blocks_.budget());
    if (auto ok = level.check(0, "directory depth"); !ok) return note(ok.error());
    if (!open_.insert(reference).second)
      return note(bytes::ParseError{bytes::Fault::bad_value, reference >> 16U, "directory",
                                    "a directory that does not contain itself"});
    const bool ok = list(reference, path);
    open_.erase(reference);
    return ok;
  }

 private:
  bool list(std::uint64_t reference, const std::string& path) {
    const auto inode = read_inode(blocks_, reference);
    if (!inode) return note(inode.error());
    if (inode->type != Type::directory) return true;
    auto names = read_directory(blocks_, *inode);
    if (names.problem && !note(*names.problem)) return false;
    for (auto& name : names.names)
      if (!entry(name, path)) return false;
    return true;
  }

  bool entry(const Name& name, const std::string& directory_path) {
    const auto inode = read_inode(blocks_, name.reference);
    if (!inode) return note(inode.error());
    filesystem::Entry e{.path = filesystem::joined(directory_path, name.text),
                        .type = inode->type,
                        .mode = inode->mode & 07777U,
                        .uid = ids_.uid(*inode),
                        .gid = ids_.gid(*inode),
                        .device = inode->device,
                        .target = inode->target};
    bool going = true;
    if (inode->type == Type::file) {
      e.at = out_.files.contents.size();
      if (auto ok = content_.append(*inode, out_.files.contents); !ok) {
        out_.files.contents.resize(static_cast<std::size_t>(e.at));
        e.complete = false;
        going = note(ok.error());
      } else {
        e.size = inode->size;
      }
    }
    const std::string inner = e.path;  // the list moves when it grows
    out_.files.entries.push_back(std::move(e));
    if (!going || inode->type != Type::directory) return going;
    return directory(name.reference, inner);
  }

  bool note(const bytes::ParseError& error) {
    out_.files.note(error);
    return error.fault != bytes::Fault::budget;
  }

  Blocks& blocks_;
  Image& out_;
  Content content_;
  Ids ids_;
  std::set<std::uint64_t> open_;  // the directories that the walk is inside of
};

}  // namespace

Parsed<Image> parse_squashfs(bytes::Reader image, bytes::Budget& budget) {
  const auto super = parse_superblock(image);
  if (!super) return std::unexpected(super.error());
  Image out{.super = *super, .compression = super->compression, .files = {}};
  Blocks blocks(image, *super, budget);
  Walk walk(blocks, out);
  static_cast<void>(walk.directory(super->root_inode, {}));
  out.compression = blocks.codec();
  return out;
}

}  // namespace assay::formats::squashfs
