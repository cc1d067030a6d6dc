// What of an image is compared: its modules, variables, microcode updates and all else that has a
// content of its own, each with where it stands, what it is and what it is known by. A reference
// keeps this list; the tree itself is much larger.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// What a change of an item means.
enum class Content : std::uint8_t {
  code,        ///< runs: drivers, option ROMs, kernels, a management engine's modules
  data,        ///< anything else that a module or a file system carries
  settings,    ///< variables and their defaults, setup's data, a boot loader's environment
  microcode,   ///< updates of the processor's own code
  descriptor,  ///< who may read and write which part of the flash
  padding,     ///< bytes that should mean nothing, and are not empty
  table,       ///< addresses and sizes of other parts: differs where those do
  state,       ///< what a management engine writes by itself while it runs
};
inline constexpr std::size_t kContents = 8;
[[nodiscard]] std::string_view name(Content content) noexcept;

struct Item {
  std::string what;  ///< UI name, else GUID, else type
  std::string path;  ///< Tree::path_of
  std::string key;   ///< the path's identity: equal in two images for the same thing
  std::string self;  ///< the item's own part of the key, to know it again in another place
  std::string type;  ///< in the format's words
  Content content = Content::data;
  bool container = false;        ///< its parts stand in the list, each for itself
  std::uint32_t parent = kNone;  ///< index of the container that it lies in
  bool packed = false;           ///< `offset` is in a decompressed buffer
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::string version{};
  crypto::Digest digest{};                     ///< SHA-256 of all its bytes
  std::optional<crypto::Digest> normalised{};  ///< of code, without what a rebuild changes
};

/// In the tree's order, the image itself first. Erased space and padding of one value are no items.
[[nodiscard]] std::vector<Item> items_of(const Tree& tree);

}  // namespace assay::inspect::firmware
