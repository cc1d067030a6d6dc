// A flattened device tree: how boot loaders tell a kernel what hardware there is, and the container
// of U-Boot's FIT images. Devicetree Specification v0.4, chapter 5. Nodes and properties in the
// order of the file; everything is a view into the caller's bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::dtb {

inline constexpr std::uint32_t kNoNode = 0xFFFFFFFF;

struct Property {
  std::uint32_t node = 0;  ///< index in Tree::nodes
  std::string_view name;
  bytes::Reader value{bytes::ByteSpan{}};  ///< its offset() is the value's in the file

  /// The value up to its first NUL.
  [[nodiscard]] std::string_view text() const noexcept;
  /// A list of NUL-terminated strings.
  [[nodiscard]] std::vector<std::string_view> texts() const;
  /// The first cell of 32 bits, or the first two as 64 where there are two.
  [[nodiscard]] std::optional<std::uint64_t> number() const noexcept;
};

struct Node {
  std::string_view name;  ///< "" for the root, else with its unit address: "memory@80000000"
  std::uint32_t parent = kNoNode;
  std::uint32_t first_property = 0;  ///< index in Tree::properties of its first
  std::uint32_t property_count = 0;  ///< of those that stand before its first child
};

struct Tree {
  std::uint32_t size = 0;  ///< totalsize
  std::uint32_t version = 0;
  std::uint32_t strings_at = 0;
  std::uint32_t struct_at = 0;
  std::uint32_t struct_size = 0;
  std::vector<Node> nodes;
  std::vector<Property> properties;

  [[nodiscard]] const Property* property(std::uint32_t node, std::string_view name) const noexcept;
  [[nodiscard]] std::string_view text(std::uint32_t node, std::string_view name) const noexcept;
  /// The child of `node` with this name; kNoNode without.
  [[nodiscard]] std::uint32_t child(std::uint32_t node, std::string_view name) const noexcept;
  [[nodiscard]] std::vector<std::uint32_t> children(std::uint32_t node) const;
};

/// A part of the flash that a tree's "fixed-partitions" name, as Linux's mtd takes them.
struct Partition {
  std::string_view label;
  std::string_view flash;  ///< the node that holds them
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  bool read_only = false;
};

/// All of one tree; `image` may go on behind it.
[[nodiscard]] bytes::Parsed<Tree> parse_dtb(bytes::Reader image, bytes::Budget& budget);

/// Magic, version, and blocks that lie within totalsize.
[[nodiscard]] bool looks_like_dtb(bytes::ByteSpan bytes) noexcept;

[[nodiscard]] std::vector<Partition> partitions(const Tree& tree);

}  // namespace assay::formats::dtb
