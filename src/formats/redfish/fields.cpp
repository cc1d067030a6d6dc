#include "formats/redfish/fields.h"

#include <algorithm>
#include <cmath>

namespace assay::formats::redfish {

void Mistyped::note(std::string_view property) {
  if (names_.size() < kMostMistyped && std::ranges::find(names_, property) == names_.end())
    names_.emplace_back(property);
}

const json::Value* Fields::find(std::string_view key) const {
  if (object_ == nullptr) return nullptr;
  const auto it = object_->find(key);
  return it == object_->end() || it->is_null() ? nullptr : &*it;
}

bool Fields::has(std::string_view key) const { return find(key) != nullptr; }

bool Fields::is_text(std::string_view key) const {
  const json::Value* v = find(key);
  return v != nullptr && v->is_string();
}

bool Fields::is_object(std::string_view key) const {
  const json::Value* v = find(key);
  return v != nullptr && v->is_object();
}

std::string Fields::text(std::string_view key) const {
  const json::Value* v = find(key);
  if (v == nullptr) return {};
  if (v->is_string()) return v->get_ref<const std::string&>();
  if (v->is_number()) return v->dump();
  mistyped_->note(key);
  return {};
}

std::string Fields::first_text(std::initializer_list<std::string_view> keys) const {
  for (const auto key : keys)
    if (auto found = text(key); !found.empty()) return found;
  return {};
}

std::optional<std::uint64_t> Fields::number(std::string_view key) const {
  const json::Value* v = find(key);
  if (v == nullptr) return std::nullopt;
  if (v->is_number_unsigned()) return v->get<std::uint64_t>();
  if (v->is_number_float()) {
    const auto d = v->get<double>();
    // 2^63: what every double below it can be converted from.
    if (d >= 0 && d < 9223372036854775808.0) return static_cast<std::uint64_t>(std::floor(d));
  }
  mistyped_->note(key);
  return std::nullopt;
}

std::optional<bool> Fields::flag(std::string_view key) const {
  const json::Value* v = find(key);
  if (v == nullptr) return std::nullopt;
  if (v->is_boolean()) return v->get<bool>();
  mistyped_->note(key);
  return std::nullopt;
}

Fields Fields::object(std::string_view key) const {
  const json::Value* v = find(key);
  if (v == nullptr) return Fields(*mistyped_);
  if (v->is_object()) return {*v, *mistyped_};
  // Redfish changed some properties from one object to a list of them (DSP0268: Drive.Location).
  if (v->is_array()) return v->empty() ? Fields(*mistyped_) : Fields(v->front(), *mistyped_);
  mistyped_->note(key);
  return Fields(*mistyped_);
}

std::string Fields::link(std::string_view key) const {
  const json::Value* v = find(key);
  if (v == nullptr) return {};
  if (v->is_string()) return v->get_ref<const std::string&>();
  if (const std::string* uri = json::string_member(*v, "@odata.id")) return *uri;
  if (v->is_array() && !v->empty())
    if (const std::string* uri = json::string_member(v->front(), "@odata.id")) return *uri;
  return {};
}

std::vector<std::string> Fields::links(std::string_view key) const {
  std::vector<std::string> out;
  const json::Value* v = find(key);
  if (v == nullptr) return out;
  if (!v->is_array()) {
    if (auto one = link(key); !one.empty()) out.push_back(std::move(one));
    return out;
  }
  for (const json::Value& item : *v) {
    if (const std::string* uri = json::string_member(item, "@odata.id"))
      out.push_back(*uri);
    else if (item.is_string())
      out.push_back(item.get_ref<const std::string&>());
  }
  return out;
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> out;
  const json::Value* v = find(key);
  if (v == nullptr) return out;
  if (v->is_string()) out.push_back(v->get_ref<const std::string&>());
  if (!v->is_array()) {
    if (!v->is_string()) mistyped_->note(key);
    return out;
  }
  for (const json::Value& item : *v)
    if (item.is_string()) out.push_back(item.get_ref<const std::string&>());
  return out;
}

}  // namespace assay::formats::redfish
