// A tree of saved Redfish resources, as the DMTF's mockups lay it out: PATH/index.json for the
// resource at PATH, any subset of it. Resources link to each other by URI; a link may dangle or
// lead in a circle, so nothing here follows more than one.
#pragma once

#include <optional>
#include <span>
#include <unordered_map>

#include "formats/redfish/resource.h"

namespace assay::formats::redfish {

class Tree {
 public:
  /// A resource that states the URI of an earlier, different one: which of two documents holds?
  struct Twice {
    std::string path;
    std::string first_path;
  };

  /// Takes a resource in. Nothing where it is new, says the very same as an earlier one, or neither
  /// is of a kind that tells of a part.
  std::optional<Twice> add(Resource resource);

  [[nodiscard]] std::span<const Resource> resources() const noexcept { return resources_; }
  /// Indices into resources(), in the order they were added.
  [[nodiscard]] std::span<const std::uint32_t> of(Kind kind) const noexcept;
  /// The resource that `uri` names (or lies in, for one with a fragment), however it is written;
  /// null where the tree has none.
  [[nodiscard]] const Resource* find(std::string_view uri) const;

 private:
  std::vector<Resource> resources_;
  std::unordered_map<std::string, std::uint32_t> by_uri_;
  std::unordered_map<int, std::vector<std::uint32_t>> by_kind_;
};

}  // namespace assay::formats::redfish
