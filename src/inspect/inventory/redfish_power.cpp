// Power supplies and fans. A BMC may tell of them twice: in the resources Power and Thermal, which
// are deprecated, and in one resource each; then the latter count.
#include "formats/redfish/chassis.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory::detail {
namespace {

namespace redfish = formats::redfish;
using redfish::Kind;
using redfish::Mistyped;
using redfish::Resource;

// "/redfish/v1/chassis/1u/power" and "…/1u/powersubsystem/powersupplies/bay1" are both of 1U.
std::string chassis_of(std::string_view uri) {
  std::string normal = redfish::normal_uri(uri);
  for (const std::string_view mark : {"/powersubsystem", "/thermalsubsystem", "/power", "/thermal"})
    if (const auto at = normal.find(mark); at != std::string::npos) return normal.substr(0, at);
  return normal;
}

void add_supply(RedfishParts& parts, PartClass cls, const redfish::Supply& s, const Resource& r) {
  Component& c = parts.add(cls, s.part, r);
  if (c.location.empty()) c.location = clean_text(s.part.name == "nil" ? "" : s.part.name);
  // Two of one name are told apart by their number: "Power Supply Bay" says nothing.
  if (r.kind == Kind::power || c.location.empty()) {
    const std::string id = clean_text(s.part.id);
    if (c.location.empty())
      c.location = id.empty() ? s.part.id : id;
    else if (!s.part.id.empty() && c.location.back() < '0')
      c.location += " " + clean_text(s.part.id);
    else if (!s.part.id.empty() && (c.location.back() > '9'))
      c.location += " " + (id.empty() ? std::string("0") : id);
  }
  if (s.watts != 0) c.set("watts", std::to_string(s.watts));
  if (cls == PartClass::fan) c.set("context", clean_text(s.physical_context));
}

}  // namespace

void add_power_and_cooling(RedfishParts& parts) {
  std::set<std::string> told;  // chassis whose supplies or fans have resources of their own
  parts.each(Kind::power_supply, [&](const Resource& r, Mistyped& m) {
    told.insert(chassis_of(r.uri) + " psu");
    add_supply(parts, PartClass::psu, redfish::supply(r, m), r);
  });
  parts.each(Kind::fan, [&](const Resource& r, Mistyped& m) {
    told.insert(chassis_of(r.uri) + " fan");
    add_supply(parts, PartClass::fan, redfish::supply(r, m), r);
  });
  parts.each(Kind::power, [&](const Resource& r, Mistyped& m) {
    if (told.contains(chassis_of(r.uri) + " psu")) return;
    for (const auto& s : redfish::power_supplies(r, m)) add_supply(parts, PartClass::psu, s, r);
  });
  parts.each(Kind::thermal, [&](const Resource& r, Mistyped& m) {
    if (told.contains(chassis_of(r.uri) + " fan")) return;
    for (const auto& s : redfish::fans(r, m)) add_supply(parts, PartClass::fan, s, r);
  });
  // A board that is a power supply's is that power supply.
  auto& all = parts.inventory.components;
  for (std::size_t i = parts.first; i < all.size(); ++i) {
    if (all[i].cls != PartClass::board || all[i].serial.empty()) continue;
    for (std::size_t j = parts.first; j < all.size(); ++j)
      if (all[j].cls == PartClass::psu && all[j].serial == all[i].serial) {
        all[i].set("same-as", "power supply " + all[j].location);
        break;
      }
  }
}

}  // namespace assay::inspect::inventory::detail
