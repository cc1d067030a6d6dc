#include "inspect/inventory/joining.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace assay::inspect::inventory {

Component* find_at(Inventory& inventory, PartClass cls, std::string_view location) noexcept {
  if (location.empty()) return nullptr;
  for (Component& c : inventory.components)
    if (c.cls == cls && c.location == location) return &c;
  return nullptr;
}

Component* find_at(Inventory& inventory, evidence::FactSource source,
                   std::string_view location) noexcept {
  if (location.empty()) return nullptr;
  for (Component& c : inventory.components)
    if (c.location == location &&
        std::ranges::any_of(c.sources, [&](const Source& s) { return s.kind == source; }))
      return &c;
  return nullptr;
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits{"bytes", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (unit + 1 < kUnits.size() && bytes >= 1024 && bytes % 1024 == 0) {
    bytes /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", bytes, kUnits[unit]);
}

std::string capacity_text(std::uint64_t bytes) {
  constexpr std::uint64_t kGb = 1'000'000'000;
  if (bytes < kGb) return fmt::format("{} MB", bytes / 1'000'000);
  if (bytes < 1000 * kGb) return fmt::format("{} GB", bytes / kGb);
  const std::uint64_t hundredths = bytes / (10 * kGb);
  return fmt::format("{}.{:02} TB", hundredths / 100, hundredths % 100);
}

std::string_view file_name(std::string_view path) noexcept {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::string_view folder_name(std::string_view path) noexcept {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : file_name(path.substr(0, slash));
}

void fill(std::string& field, std::string_view text) {
  if (field.empty()) field = clean_text(text);
}

void fill(Component& component, std::string_view key, std::string_view text) {
  if (component.attribute(key).empty()) component.set(key, clean_text(text));
}

}  // namespace assay::inspect::inventory
