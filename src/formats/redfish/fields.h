// One JSON object of a Redfish resource (DMTF DSP0266, 8.4), read leniently: a property that is
// absent or null is an empty value, and one of a wrong type is too, but its name is remembered, so
// that a BMC that writes nonsense is told from one that says nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json/json.h"

namespace assay::formats::redfish {

/// Names of properties that had a wrong type, each at most once and at most kMostMistyped; not yet
/// printable.
class Mistyped {
 public:
  static constexpr std::size_t kMostMistyped = 16;
  void note(std::string_view property);
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  std::vector<std::string> names_;
};

/// A view: `object` and `mistyped` must outlive it.
class Fields {
 public:
  Fields(const json::Value& object, Mistyped& mistyped) noexcept
      : object_(object.is_object() ? &object : nullptr), mistyped_(&mistyped) {}

  [[nodiscard]] bool exists() const noexcept { return object_ != nullptr; }
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] bool is_text(std::string_view key) const;
  [[nodiscard]] bool is_object(std::string_view key) const;
  /// A string as it is, a number as its digits (some BMCs write serials so); else "".
  [[nodiscard]] std::string text(std::string_view key) const;
  /// The first of these properties that is not empty.
  [[nodiscard]] std::string first_text(std::initializer_list<std::string_view> keys) const;
  /// A number that is not negative, its fraction dropped.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
  /// A nested object; !exists() where there is none.
  [[nodiscard]] Fields object(std::string_view key) const;
  /// {"@odata.id": URI} (DSP0266, 9.9), or the URI as a bare string, as old BMCs have it.
  [[nodiscard]] std::string link(std::string_view key) const;
  /// A list of links, or a single one.
  [[nodiscard]] std::vector<std::string> links(std::string_view key) const;
  /// Strings of a list; a bare string counts as a list of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;

  /// Calls `use(Fields)` with each object of the list `key`; others are mistyped.
  template <class Use>
  void each(std::string_view key, Use use) const {
    const json::Value* list = find(key);
    if (list == nullptr) return;
    if (!list->is_array()) return mistyped_->note(key);
    for (const json::Value& v : *list) {
      if (v.is_object())
        use(Fields(v, *mistyped_));
      else if (!v.is_null())
        mistyped_->note(key);
    }
  }

 private:
  explicit Fields(Mistyped& mistyped) noexcept : mistyped_(&mistyped) {}
  /// Null where the property is absent or null.
  [[nodiscard]] const json::Value* find(std::string_view key) const;

  const json::Value* object_ = nullptr;
  Mistyped* mistyped_;
};

}  // namespace assay::formats::redfish
