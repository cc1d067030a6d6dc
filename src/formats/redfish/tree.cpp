#include "formats/redfish/tree.h"

namespace assay::formats::redfish {

std::optional<Tree::Twice> Tree::add(Resource resource) {
  const auto index = static_cast<std::uint32_t>(resources_.size());
  const auto [it, fresh] = by_uri_.emplace(normal_uri(resource.uri), index);
  if (!fresh) {
    const Resource& first = resources_[it->second];
    if (resource.kind <= Kind::collection && first.kind <= Kind::collection) return std::nullopt;
    if (first.root == resource.root) return std::nullopt;
    return Twice{std::move(resource.path), first.path};
  }
  by_kind_[static_cast<int>(resource.kind)].push_back(index);
  resources_.push_back(std::move(resource));
  return std::nullopt;
}

std::span<const std::uint32_t> Tree::of(Kind kind) const noexcept {
  const auto it = by_kind_.find(static_cast<int>(kind));
  return it != by_kind_.end() ? std::span<const std::uint32_t>(it->second)
                              : std::span<const std::uint32_t>{};
}

const Resource* Tree::find(std::string_view uri) const {
  const auto it = by_uri_.find(normal_uri(uri));
  return it != by_uri_.end() ? &resources_[it->second] : nullptr;
}

}  // namespace assay::formats::redfish
