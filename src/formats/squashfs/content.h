// A squashfs file's bytes: whole blocks one behind the other, holes, and a tail that shares a block
// (a fragment) with other files. For this folder alone.
#pragma once

#include "formats/squashfs/inode.h"

namespace assay::formats::squashfs {

class Content {
 public:
  explicit Content(Blocks& blocks) noexcept : blocks_(blocks) {}

  /// Appends the file's content to `out`, charged to the Budget; on an error `out` may have grown.
  [[nodiscard]] bytes::Parsed<void> append(const Inode& file, base::Bytes& out);

 private:
  [[nodiscard]] bytes::Parsed<const base::Bytes*> fragment(std::uint32_t index);

  Blocks& blocks_;
  /// Small files lie in the order of the directories, so few fragments are in use at a time.
  std::map<std::uint32_t, base::Bytes> fragments_;
};

}  // namespace assay::formats::squashfs
