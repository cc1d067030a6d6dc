// The resources around a computer system (DSP0268): chassis and boards, power supplies and fans in
// their old form (one Power and Thermal resource with lists) and their new one (a resource each),
// assemblies, and the management controller.
#pragma once

#include "formats/redfish/part.h"

namespace assay::formats::redfish {

struct Chassis {
  Part part;
  std::string type;                       ///< ChassisType: "RackMount", "Card", "Blade", …
  std::vector<std::string> systems;       ///< Links.ComputerSystems
  std::vector<std::string> contained_by;  ///< Links.ContainedBy
};

struct Manager {
  Part part;
  std::string type;                  ///< ManagerType: "BMC", "EnclosureManager", …
  std::vector<std::string> servers;  ///< Links.ManagerForServers
};

/// A power supply or a fan, of either form.
struct Supply {
  Part part;
  std::uint64_t watts = 0;       ///< PowerCapacityWatts; 0 for a fan
  std::string physical_context;  ///< of a fan: "CPU", "Backplane"
};

/// One entry of an Assembly: a board with its own numbers.
struct AssemblyPart {
  Part part;
  std::string physical_context;  ///< "SystemBoard", "PowerSupply", …
};

[[nodiscard]] Chassis chassis(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Manager manager(const Resource& resource, Mistyped& mistyped);
/// Of a PowerSupply or a Fan resource.
[[nodiscard]] Supply supply(const Resource& resource, Mistyped& mistyped);
/// Power.PowerSupplies and Thermal.Fans.
[[nodiscard]] std::vector<Supply> power_supplies(const Resource& power, Mistyped& mistyped);
[[nodiscard]] std::vector<Supply> fans(const Resource& thermal, Mistyped& mistyped);
[[nodiscard]] std::vector<AssemblyPart> assemblies(const Resource& assembly, Mistyped& mistyped);

}  // namespace assay::formats::redfish
