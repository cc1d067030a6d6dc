// Which resources of a Redfish tree belong to this server. A tree with one computer system is that
// server's alone; in one with several (blades, multi-node chassis) a resource belongs to the system
// that it lies under or is linked from, and what several share belongs to none.
#pragma once

#include <set>
#include <string>

#include "formats/redfish/system.h"
#include "formats/redfish/tree.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

class RedfishScope {
 public:
  /// Chooses the system by the identity's UUID or serial, else the only one, else the first, which
  /// becomes a finding.
  RedfishScope(const formats::redfish::Tree& tree, Inventory& inventory);

  /// The chosen system's resource; null where the tree has none.
  [[nodiscard]] const formats::redfish::Resource* system() const noexcept { return system_; }
  /// Whether the resource at `uri` is this server's.
  [[nodiscard]] bool holds(std::string_view uri) const;
  /// Several systems share the tree: what names none of them belongs to none.
  [[nodiscard]] bool shared() const noexcept { return systems_.size() > 1; }

 private:
  void choose(Inventory& inventory);
  void follow_links();

  const formats::redfish::Tree& tree_;
  std::vector<const formats::redfish::Resource*> systems_;
  const formats::redfish::Resource* system_ = nullptr;
  std::set<std::string> inside_;   ///< URIs whose subtree is this server's; normal form
  std::set<std::string> outside_;  ///< URIs whose subtree is another's
};

}  // namespace assay::inspect::inventory
