#include "inspect/inventory/inspect_inventory.h"

#include <algorithm>

#include "inspect/inventory/merge.h"

namespace assay::inspect::inventory {
namespace {

using evidence::Artefact;
using evidence::Bundle;
using evidence::Role;

}  // namespace

Inventory inspect_inventory(const Bundle& bundle) {
  Inventory out;
  (void)bundle;
  merge_sources(out);
  return out;
}

bool has_inventory(const Bundle& bundle) noexcept {
  return std::ranges::any_of(bundle.artefacts,
                             [](const Artefact& a) { return evidence::is_inventory(a.role); });
}

}  // namespace assay::inspect::inventory
