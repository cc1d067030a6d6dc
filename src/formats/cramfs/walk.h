// The directories and pages of a cramfs. For this folder alone.
#pragma once

#include <set>

#include "formats/cramfs/cramfs.h"

namespace assay::formats::cramfs {

inline constexpr std::uint64_t kInode = 12;

struct Inode {
  std::uint32_t mode = 0;
  std::uint32_t uid = 0;
  std::uint32_t size = 0;
  std::uint32_t gid = 0;
  std::uint32_t name_words = 0;  ///< length of the name in units of four bytes
  std::uint64_t offset = 0;      ///< bytes, of the content
};

/// `bytes` are the twelve of one inode.
[[nodiscard]] Inode read_inode(bytes::ByteSpan bytes, filesystem::Order order) noexcept;

class Walk {
 public:
  Walk(bytes::Reader image, bytes::Budget& budget, Image& out) noexcept
      : image_(image), budget_(budget), out_(out) {}

  /// False where the Budget ended.
  bool directory(const Inode& inode, const std::string& path);

 private:
  bool entry(const Inode& inode, std::string path);
  [[nodiscard]] bytes::Parsed<void> content(const Inode& inode, base::Bytes& to);
  bool note(const bytes::ParseError& error);

  bytes::Reader image_;
  bytes::Budget& budget_;
  Image& out_;
  std::set<std::uint64_t> open_;
};

}  // namespace assay::formats::cramfs
