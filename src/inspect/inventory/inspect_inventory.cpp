#include "inspect/inventory/inspect_inventory.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "inspect/inventory/from_acpi.h"
#include "inspect/inventory/from_hardware.h"
#include "inspect/inventory/from_ipmi.h"
#include "inspect/inventory/from_pci.h"
#include "inspect/inventory/from_redfish.h"
#include "inspect/inventory/from_smbios.h"
#include "inspect/inventory/from_spd.h"
#include "inspect/inventory/merge.h"

namespace assay::inspect::inventory {
namespace {

using evidence::Artefact;
using evidence::Bundle;
using evidence::Role;
using Artefacts = std::vector<const Artefact*>;

// What one server's inventory may cost: real ones have some thousand items.
constexpr bytes::Limits kLimits{.items = 4'000'000, .bytes = 256U << 20U, .depth = 64};

Artefacts of_roles(const Bundle& bundle, std::initializer_list<Role> roles) {
  Artefacts out;
  for (const Artefact& a : bundle.artefacts)
    if (std::ranges::find(roles, a.role) != roles.end()) out.push_back(&a);
  std::ranges::sort(out, {}, [](const Artefact* a) { return std::string_view(a->path); });
  return out;
}

using Adder = void (*)(std::span<const Artefact* const>, bytes::Budget&, Inventory&);

void add(const Bundle& bundle, std::initializer_list<Role> roles, Adder adder,
         bytes::Budget& budget, Inventory& out) {
  const auto artefacts = of_roles(bundle, roles);
  if (!artefacts.empty()) adder(artefacts, budget, out);
}

}  // namespace

Inventory inspect_inventory(const Bundle& bundle, const SpdmTrust& trust) {
  Inventory out;
  bytes::Budget budget(kLimits);
  if (const Artefact* table = bundle.find(Role::smbios); table != nullptr)
    add_smbios(*table, bundle.find(Role::smbios_entry_point), budget, out);
  // The text repeats the table; two views of one source would agree with each other by nature.
  const Artefact* text = bundle.find(Role::dmidecode);
  if (text != nullptr && !out.has(evidence::FactSource::smbios)) add_dmidecode(*text, budget, out);
  if (const auto pci = of_roles(bundle, {Role::pci_sysfs, Role::lspci}); !pci.empty())
    add_pci(pci, budget, out);
  add(bundle, {Role::acpi}, add_acpi, budget, out);
  // What has no name of its own is still recognised by its content.
  add(bundle, {Role::usb, Role::drives, Role::network, Role::cpuinfo, Role::inventory_other},
      add_hardware, budget, out);
  add(bundle, {Role::spd}, add_spd, budget, out);
  add(bundle, {Role::fru}, add_ipmi, budget, out);
  const auto redfish = of_roles(bundle, {Role::redfish});
  if (!redfish.empty()) add_redfish(redfish, trust, budget, out);
  merge_sources(out);
  return out;
}

bool has_inventory(const Bundle& bundle) noexcept {
  return std::ranges::any_of(bundle.artefacts,
                             [](const Artefact& a) { return evidence::is_inventory(a.role); });
}

}  // namespace assay::inspect::inventory
