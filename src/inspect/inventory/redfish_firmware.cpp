// Firmware versions joined to what they run on, and the trusted modules of the server.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "formats/redfish/integrity.h"
#include "formats/redfish/system.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory::detail {
namespace {

namespace redfish = formats::redfish;
using redfish::Kind;
using redfish::Mistyped;
using redfish::Resource;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

bool has_word(std::string_view text, std::string_view word) {
  return lower(text).find(word) != std::string::npos;
}

bool says_nothing(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kGeneric{
      "software inventory", "firmware inventory", "software", "firmware", "softwareinventory"};
  const std::string word = lower(name);
  return word.empty() || std::ranges::find(kGeneric, word) != kGeneric.end();
}

Component* of_class(RedfishParts& parts, PartClass cls) {
  return parts.find([&](const Component& c) { return c.cls == cls; });
}

// The system stands for its BIOS: BMCs relate BIOS images to ComputerSystem.
Component* runs_on(RedfishParts& parts, std::string_view uri) {
  Component* c = parts.at(uri);
  if (c != nullptr && c->cls == PartClass::system) return of_class(parts, PartClass::bios);
  if (c != nullptr && (c->cls == PartClass::chassis || c->cls == PartClass::board)) return nullptr;
  return c;
}

void give(Component& c, const std::string& name, const std::string& version, const Resource& r) {
  if (c.firmware.empty())
    c.firmware = version;
  else if (c.firmware != version)
    c.set("firmware " + lower(name), version);
  c.sources.push_back({evidence::FactSource::redfish, {clean_text(r.path), "Version"}});
}

// Where no RelatedItem says it: by the words that vendors use, and only where there is one such.
Component* by_name(RedfishParts& parts, const redfish::SoftwareInventory& s,
                   const std::string& name) {
  if (s.part.id == "BIOS" || lower(name) == "bios" || name == "System ROM")
    return of_class(parts, PartClass::bios);
  if (s.part.id == "BMC" || lower(name) == "bmc") return of_class(parts, PartClass::bmc);
  const std::string place = clean_text(s.device_context);
  return parts.find([&](const Component& c) {
    if (c.cls == PartClass::bmc) return !c.model.empty() && c.model == name;
    return !place.empty() && c.location == place && c.populated &&
           (c.model == name || c.attribute("name") == name);
  });
}

}  // namespace

void add_firmware(RedfishParts& parts) {
  parts.each(Kind::software_inventory, [&](const Resource& r, Mistyped& m) {
    auto s = redfish::software_inventory(r, m);
    const std::string version = clean_text(s.version);
    if (version.empty()) return;
    std::string name = clean_text(says_nothing(s.part.name) ? s.part.id : s.part.name);
    if (name.empty()) name = clean_text(r.uri.substr(r.uri.rfind('/') + 1));
    bool joined = false;
    for (const auto& uri : s.related)
      if (Component* c = runs_on(parts, uri)) {
        give(*c, name, version, r);
        joined = true;
      }
    if (!joined)
      if (Component* c = runs_on(parts, r.uri)) {  // a trusted component named this as its image
        give(*c, name, version, r);
        joined = true;
      }
    if (!joined)
      if (Component* c = by_name(parts, s, name)) {
        give(*c, name, version, r);
        joined = true;
      }
    if (joined) return;
    Component& c = parts.add(PartClass::firmware, s.part, r);
    c.model = name;
    c.firmware = version;
    c.location = clean_text(s.device_context);
    c.set("software-id", clean_text(s.software_id));
  });
  if (!parts.scope.shared()) return;
  // What several systems share lies under none of them: only what is related to this server's.
  for (const auto index : parts.tree.of(Kind::software_inventory)) {
    const Resource& r = parts.tree.resources()[index];
    if (parts.scope.holds(r.uri)) continue;
    Mistyped mistyped;
    const auto s = redfish::software_inventory(r, mistyped);
    const std::string version = clean_text(s.version);
    for (const auto& uri : s.related)
      if (!version.empty() && parts.scope.holds(uri))
        if (Component* c = runs_on(parts, uri)) give(*c, clean_text(s.part.name), version, r);
  }
}

void add_trusted(RedfishParts& parts) {
  std::string module;  // URI of the only populated one
  std::size_t populated = 0;
  if (const Resource* r = parts.scope.system(); r != nullptr) {
    Mistyped mistyped;
    for (const auto& t : redfish::computer_system(*r, mistyped).trusted_modules) {
      redfish::Part part;
      part.uri = t.uri;
      part.firmware = t.firmware;
      part.state = t.state;
      Component& c = parts.add(PartClass::tpm, part, *r);
      c.set("interface", clean_text(t.interface_type));
      if (!c.populated) continue;
      module = t.uri;
      ++populated;
    }
  }
  parts.each(Kind::trusted_component, [&](const Resource& r, Mistyped& m) {
    const auto t = redfish::trusted_component(r, m);
    const bool tpm = has_word(t.part.id, "tpm") || has_word(t.part.name, "tpm") ||
                     has_word(t.part.description, "tpm");
    if (tpm && populated == 1) {
      populated = 0;  // the second TPM is another one
      if (Component* c = parts.at(module)) {
        fill(*c, t.part);
        c->location = clean_text(t.part.place.empty() ? t.part.id : t.part.place);
        c->set("uuid", lower(clean_text(t.part.uuid)));
      }
      parts.also(module, r.uri, r);
    } else {
      Component& c = parts.add(PartClass::tpm, t.part, r);
      if (c.location.empty()) c.location = clean_text(t.part.id);
      c.set("uuid", lower(clean_text(t.part.uuid)));
      if (!tpm) c.set("kind", "root of trust");
    }
    if (Component* c = parts.at(r.uri)) c->set("type", clean_text(t.type));
    if (!t.image.empty()) parts.also(r.uri, t.image, r);
  });
}

}  // namespace assay::inspect::inventory::detail
