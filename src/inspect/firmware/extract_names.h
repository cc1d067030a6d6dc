// Which parts of an image are worth a file of their own, and what the files are called. Names come
// from the image, so nothing of them is believed: each is one path step of plain letters, unique by
// the number before it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

struct Extract {
  std::uint32_t node = 0;  ///< in Tree::nodes
  std::string file;        ///< "00042-Setup.ffs": no separator, no leading dot, at most 96 bytes
};

/// Files, executables, microcode, regions, partitions and whatever else is a thing of its own, in
/// document order; not the sections, padding and free space around them.
[[nodiscard]] std::vector<Extract> extracts(const Tree& tree);

/// `text` as one path step: ASCII letters, digits, '-', '_' and '.', all else as '_'; no leading
/// dot; cut to `max_bytes`. Empty for an empty text.
[[nodiscard]] std::string path_step(std::string_view text, std::size_t max_bytes = 64);

}  // namespace assay::inspect::firmware
