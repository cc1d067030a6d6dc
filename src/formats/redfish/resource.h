// One Redfish resource: a JSON object that a BMC serves at a URI (DMTF DSP0266; the schemas are
// DSP0268). What it is says "@odata.type" ("#Memory.v1_7_1.Memory"), whose version Assay does not
// insist on; a BMC too old to say is understood by where the resource lies. Nothing is believed
// beyond that it is what the BMC states.
#pragma once

#include <string>
#include <string_view>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/json/json.h"

namespace assay::formats::redfish {

enum class Kind : std::uint8_t {
  other,  ///< a resource that says nothing about what the server is made of
  error,  ///< the BMC's answer that it has no such resource (DSP0266, 8.6)
  collection,
  service_root,
  computer_system,
  chassis,
  manager,
  processor,
  memory,
  pcie_device,
  pcie_function,
  network_adapter,
  network_interface,
  network_device_function,
  network_port,  ///< NetworkPort, and Port, which replaced it
  ethernet_interface,
  drive,
  storage,
  storage_controller,
  simple_storage,
  power,
  power_supply,
  thermal,
  fan,
  assembly,
  graphics_controller,
  software_inventory,
  certificate,
  component_integrity,
  signed_measurements,  ///< the answer to ComponentIntegrity.SPDMGetSignedMeasurements
  trusted_component,
  bios,
  secure_boot,
  hpe_device,      ///< HpeServerDevice: a card or an empty slot, on HPE's BMCs
  hpe_pci_device,  ///< HpeServerPciDevice: its PCI numbers
};
/// "ComputerSystem": DSP0268's name; "other", "error", "collection" for the rest.
[[nodiscard]] std::string_view name(Kind kind) noexcept;

struct Resource {
  Kind kind = Kind::other;
  std::string type;  ///< "@odata.type" as written, empty where there is none; not yet printable
  std::string uri;   ///< "@odata.id", else by the file's path: "/redfish/v1/Systems/1"; as written
  std::string path;  ///< of the file
  json::Value root;  ///< always an object
};

/// `path` is the file's, relative to the tree ("redfish/v1/Systems/1/index.json",
/// "Systems/1.json") or to the evidence ("inventory/redfish/…"). Costs what json::parse charges.
/// An error says offset and what was expected; anything but an object is one.
[[nodiscard]] base::Result<Resource> parse_resource(bytes::Reader reader, std::string_view path,
                                                    bytes::Budget& budget);

/// "/redfish/v1/Systems/1" for a saved file's path; "/redfish/v1" for the root's.
[[nodiscard]] std::string uri_of_path(std::string_view path);
/// The form in which URIs are compared: lower case (HPE links "/systems/1" to "/Systems/1"),
/// without a slash at the end, and without the fragment ("#/Fans/0").
[[nodiscard]] std::string normal_uri(std::string_view uri);
/// False for what is no resource of the server, by its name: other files than JSON, the schemas
/// and message registries that BMCs serve beside their resources, logs, accounts and sessions.
[[nodiscard]] bool is_inventory_path(std::string_view path) noexcept;

/// A JSON object with "@odata.id" or "@odata.type" near its beginning.
[[nodiscard]] bool looks_like_resource(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::redfish
