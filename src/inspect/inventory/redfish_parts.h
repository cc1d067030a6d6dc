// The state that the steps of add_redfish() share: the tree, which resources count, and which
// component each URI became, so that firmware, addresses and measurements find what they belong to.
#pragma once

#include <optional>
#include <unordered_map>

#include "formats/redfish/part.h"
#include "inspect/inventory/from_redfish.h"
#include "inspect/inventory/redfish_scope.h"

namespace assay::inspect::inventory::detail {

struct RedfishParts {
  const formats::redfish::Tree& tree;
  const RedfishScope& scope;
  bytes::Budget& budget;
  Inventory& inventory;
  /// Index into inventory.components by URI in normal form, its fragment kept in lower case.
  std::unordered_map<std::string, std::size_t> by_uri{};
  std::size_t first = 0;  ///< the first component that came from Redfish

  /// Calls `use(resource, mistyped)` for each resource of that kind in scope; what it had of wrong
  /// types becomes a finding.
  template <class Use>
  void each(formats::redfish::Kind kind, Use use) {
    for (const auto index : tree.of(kind)) {
      const auto& r = tree.resources()[index];
      if (!scope.holds(r.uri)) continue;
      formats::redfish::Mistyped mistyped;
      use(r, mistyped);
      report(r, mistyped);
    }
  }
  void report(const formats::redfish::Resource& r, const formats::redfish::Mistyped& mistyped);

  /// A new component with what every part states; an exhausted budget gives one that is not kept.
  Component& add(PartClass cls, const formats::redfish::Part& part,
                 const formats::redfish::Resource& from);
  /// The component that `uri` became; null where it became none.
  [[nodiscard]] Component* at(std::string_view uri);
  /// The first component of Redfish that `is` holds for.
  template <class Is>
  [[nodiscard]] Component* find(Is is) {
    const auto index = index_of(is);
    return index ? &inventory.components[*index] : nullptr;
  }
  /// The same for its index in inventory.components.
  template <class Is>
  [[nodiscard]] std::optional<std::size_t> index_of(Is is) const {
    const auto& all = inventory.components;
    for (std::size_t i = first; i < all.size(); ++i)
      if (is(all[i])) return i;
    return std::nullopt;
  }
  /// Lets `uri` name the component at `index` too, and cites the resource.
  void also(std::size_t index, std::string_view uri, const formats::redfish::Resource& from);
  /// The same for the component of the URI `known`; nothing where it became none.
  void also(std::string_view known, std::string_view uri, const formats::redfish::Resource& from);

  Component spare{};  ///< what add() gives where the budget is spent
};

/// The key of by_uri.
[[nodiscard]] std::string part_key(std::string_view uri);
/// "AA:BB:…" as "aa:bb:…"; empty for none and for all zeros.
[[nodiscard]] std::string clean_mac(std::string_view mac);
/// Copies what `part` states into fields of `c` that are still empty.
void fill(Component& c, const formats::redfish::Part& part);

// The steps, in their order.
void add_system(RedfishParts&);
void add_processors_and_memory(RedfishParts&);
void add_chassis(RedfishParts&);
void add_power_and_cooling(RedfishParts&);
void add_cards(RedfishParts&);
void add_networks(RedfishParts&);
void add_storage(RedfishParts&);
void add_trusted(RedfishParts&);
void add_firmware(RedfishParts&);
void add_spdm(RedfishParts&, const SpdmTrust&);

}  // namespace assay::inspect::inventory::detail
