#include "inspect/component_view.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

#include "base/text.h"

namespace assay::inspect {
namespace {

using formats::json::Value;
using inventory::Component;
using inventory::PartClass;

void put(Value& into, const char* key, const std::string& text) {
  if (!text.empty()) into[key] = text;
}

}  // namespace

Value component_json(const Component& c) {
  Value out{{"class", std::string(name(c.cls))}};
  put(out, "location", c.location);
  put(out, "vendor", c.vendor);
  put(out, "model", c.model);
  put(out, "revision", c.revision);
  put(out, "serial", c.serial);
  put(out, "firmware", c.firmware);
  if (!c.populated) out["populated"] = false;
  if (!c.attributes.empty()) {
    Value& attributes = out["attributes"] = Value::object();
    for (const auto& [key, value] : c.attributes) attributes[key] = value;
  }
  return out;
}

std::string component_text(const Component& c) {
  std::string out = fmt::format("    {}", title(c.cls));
  if (!c.location.empty()) out += " " + c.location;
  out += ":";
  for (const std::string* word : {&c.vendor, &c.model})
    if (!word->empty()) out += " " + *word;
  if (!c.revision.empty()) out += " rev " + c.revision;
  if (!c.serial.empty()) out += ", serial " + c.serial;
  if (!c.firmware.empty()) out += ", firmware " + c.firmware;
  out += '\n';
  for (const auto& [key, value] : c.attributes) out += fmt::format("      {:<18} {}\n", key, value);
  return out;
}

std::string component_counts(const std::vector<Component>& components) {
  std::array<std::size_t, inventory::kPartClasses> counts{};
  for (const Component& c : components) ++counts[static_cast<std::size_t>(c.cls)];
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    if (!out.empty()) out += ", ";
    // "chassis" and "2 chassis"; all other titles take an s.
    const auto cls = static_cast<PartClass>(i);
    out += cls == PartClass::chassis ? fmt::format("{} chassis", counts[i])
                                     : base::counted(counts[i], title(cls));
  }
  return out;
}

void show_components(inventory::Inventory inventory, const InspectOptions& options,
                     InspectedArtefact& out) {
  if (out.summary.empty()) {
    out.summary = component_counts(inventory.components);
    if (out.summary.empty()) out.summary = "no part";
  }
  if (options.want_detail) {
    Value& list = out.detail["components"] = Value::array();
    for (const Component& c : inventory.components) list.push_back(component_json(c));
  }
  if (options.want_text)
    for (const Component& c : inventory.components) out.text += component_text(c);
  std::ranges::move(inventory.findings, std::back_inserter(out.findings));
}

}  // namespace assay::inspect
