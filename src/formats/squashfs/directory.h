// A squashfs directory's listing: runs of names behind a header that says which inode block they
// share. For this folder alone.
#pragma once

#include <optional>

#include "formats/squashfs/inode.h"

namespace assay::formats::squashfs {

struct Name {
  std::string text;
  std::uint64_t reference = 0;  ///< of the inode, as read_inode() takes it
};

struct Names {
  std::vector<Name> names;
  std::optional<bytes::ParseError> problem;  ///< why the listing ended early
};

[[nodiscard]] Names read_directory(Blocks& blocks, const Inode& directory);

/// The tables of user and group ids that inodes index.
class Ids {
 public:
  void load(Blocks& blocks, filesystem::Files& files);
  [[nodiscard]] std::uint32_t uid(const Inode& inode) const noexcept;
  [[nodiscard]] std::uint32_t gid(const Inode& inode) const noexcept;

 private:
  std::vector<std::uint32_t> uids_;
  std::vector<std::uint32_t> gids_;
  bool one_table_ = false;  // generation 4
};

}  // namespace assay::formats::squashfs
