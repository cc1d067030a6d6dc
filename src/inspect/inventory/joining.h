// Small things that the adders of several sources share: where in a list a component already
// stands, how a size reads, which file of an artefact's path it is.
#pragma once

#include <string>
#include <string_view>

#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// The first of that class and place; null where there is none, or the place is empty.
[[nodiscard]] Component* find_at(Inventory& inventory, PartClass cls,
                                 std::string_view location) noexcept;
/// The first component of any class that a source of that kind found at that place.
[[nodiscard]] Component* find_at(Inventory& inventory, evidence::FactSource source,
                                 std::string_view location) noexcept;

/// "32 GiB", "16 MiB", "512 bytes": binary units, whole numbers only where they are whole.
[[nodiscard]] std::string size_text(std::uint64_t bytes);
/// "480 GB", "7.68 TB": decimal units, as drives are sold.
[[nodiscard]] std::string capacity_text(std::uint64_t bytes);

/// "config" of "inventory/pci/0000:3b:00.0/config".
[[nodiscard]] std::string_view file_name(std::string_view path) noexcept;
/// "0000:3b:00.0" of the same; empty without a folder.
[[nodiscard]] std::string_view folder_name(std::string_view path) noexcept;

/// Sets `text` cleaned where `field` is still empty.
void fill(std::string& field, std::string_view text);
/// Sets an attribute, cleaned, where it has no value yet.
void fill(Component& component, std::string_view key, std::string_view text);

}  // namespace assay::inspect::inventory
