// A platform certificate's component list as Components: what the maker certified, in the same form
// as what is observed, so that match.h can compare them.
#pragma once

#include <span>

#include "formats/platform/certificate.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Class values become PartClass; PCI numbers, MACs and SMBIOS fields take the form that the other
/// sources give them. Components of classes that Assay knows no PartClass for (ports, cables,
/// sensors) are left out. `artefact` is what the components' source cites.
[[nodiscard]] std::vector<Component> certified_components(
    std::span<const formats::platform::Component> components, const std::string& artefact);

/// The whole of one certificate, its own list alone: base or delta, nothing applied.
[[nodiscard]] std::vector<Component> certified_components(
    const formats::platform::Certificate& certificate, const std::string& artefact);

/// The PartClass of a component class; nothing for what no other source of Assay's shows.
[[nodiscard]] std::optional<PartClass> part_class(
    const formats::platform::ComponentClass& cls) noexcept;

}  // namespace assay::inspect::inventory
