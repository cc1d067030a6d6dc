#include "formats/redfish/chassis.h"

#include <fmt/format.h>

namespace assay::formats::redfish {
namespace {

Supply supply_of(const Fields& f, std::string uri) {
  Supply s;
  s.part = part(f, std::move(uri));
  s.watts = f.number("PowerCapacityWatts").value_or(0);
  s.physical_context = f.text("PhysicalContext");
  return s;
}

// Each member of `list`, with the URI that a JSON pointer gives it.
std::vector<Supply> members(const Resource& r, Mistyped& mistyped, std::string_view list) {
  std::vector<Supply> out;
  Fields(r.root, mistyped).each(list, [&](const Fields& f) {
    out.push_back(supply_of(f, fmt::format("{}#/{}/{}", r.uri, list, out.size())));
  });
  return out;
}

}  // namespace

Chassis chassis(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  const Fields links = f.object("Links");
  return {part(f, r.uri), f.text("ChassisType"), links.links("ComputerSystems"),
          links.links("ContainedBy")};
}

Manager manager(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  return {part(f, r.uri), f.text("ManagerType"), f.object("Links").links("ManagerForServers")};
}

Supply supply(const Resource& r, Mistyped& mistyped) {
  return supply_of(Fields(r.root, mistyped), r.uri);
}

std::vector<Supply> power_supplies(const Resource& power, Mistyped& mistyped) {
  return members(power, mistyped, "PowerSupplies");
}

std::vector<Supply> fans(const Resource& thermal, Mistyped& mistyped) {
  return members(thermal, mistyped, "Fans");
}

std::vector<AssemblyPart> assemblies(const Resource& r, Mistyped& mistyped) {
  std::vector<AssemblyPart> out;
  Fields(r.root, mistyped).each("Assemblies", [&](const Fields& f) {
    out.push_back(
        {part(f, fmt::format("{}#/Assemblies/{}", r.uri, out.size())), f.text("PhysicalContext")});
  });
  return out;
}

}  // namespace assay::formats::redfish
