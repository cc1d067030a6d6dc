#include "formats/redfish/resource.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"

namespace assay::formats::redfish {
namespace {

struct Row {
  Kind kind;
  std::string_view name;    ///< of the schema
  std::string_view parent;  ///< of the collection that holds such resources; "" for none
};

constexpr std::array kRows{
    Row{Kind::other, "other", ""},
    Row{Kind::error, "error", ""},
    Row{Kind::collection, "collection", ""},
    Row{Kind::service_root, "ServiceRoot", ""},
    Row{Kind::computer_system, "ComputerSystem", "systems"},
    Row{Kind::chassis, "Chassis", "chassis"},
    Row{Kind::manager, "Manager", "managers"},
    Row{Kind::processor, "Processor", "processors"},
    Row{Kind::memory, "Memory", "memory"},
    Row{Kind::pcie_device, "PCIeDevice", "pciedevices"},
    Row{Kind::pcie_function, "PCIeFunction", "pciefunctions"},
    Row{Kind::network_adapter, "NetworkAdapter", "networkadapters"},
    Row{Kind::network_interface, "NetworkInterface", "networkinterfaces"},
    Row{Kind::network_device_function, "NetworkDeviceFunction", "networkdevicefunctions"},
    Row{Kind::network_port, "NetworkPort", "networkports"},
    Row{Kind::network_port, "Port", ""},
    Row{Kind::ethernet_interface, "EthernetInterface", "ethernetinterfaces"},
    Row{Kind::drive, "Drive", "drives"},
    Row{Kind::storage, "Storage", "storage"},
    Row{Kind::storage_controller, "StorageController", ""},
    Row{Kind::simple_storage, "SimpleStorage", "simplestorage"},
    Row{Kind::power, "Power", ""},
    Row{Kind::power_supply, "PowerSupply", "powersupplies"},
    Row{Kind::thermal, "Thermal", ""},
    Row{Kind::fan, "Fan", "fans"},
    Row{Kind::assembly, "Assembly", ""},
    Row{Kind::graphics_controller, "GraphicsController", "graphicscontrollers"},
    Row{Kind::software_inventory, "SoftwareInventory", "firmwareinventory"},
    Row{Kind::certificate, "Certificate", "certificates"},
    Row{Kind::component_integrity, "ComponentIntegrity", "componentintegrity"},
    Row{Kind::signed_measurements, "SPDMGetSignedMeasurementsResponse", ""},
    Row{Kind::trusted_component, "TrustedComponent", "trustedcomponents"},
    Row{Kind::bios, "Bios", ""},
    Row{Kind::secure_boot, "SecureBoot", ""},
    Row{Kind::hpe_device, "HpeServerDevice", ""},
    Row{Kind::hpe_pci_device, "HpeServerPciDevice", ""},
};

// Beside resources: what says nothing about parts, or too much about people.
constexpr std::array<std::string_view, 16> kSkipped{
    "schemastore", "registries",     "jsonschemas",       "schema",
    "schemas",     "$metadata",      "logservices",       "sensors",
    "sessions",    "accountservice", "eventservice",      "telemetryservice",
    "taskservice", "jobservice",     "privilegeregistry", "compositionservice"};

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_word(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view last_step(std::string_view& uri) noexcept {
  const auto slash = uri.rfind('/');
  const auto step = slash == std::string_view::npos ? uri : uri.substr(slash + 1);
  uri = slash == std::string_view::npos ? std::string_view{} : uri.substr(0, slash);
  return step;
}

Kind kind_of_type(std::string_view type) noexcept {
  const auto dot = type.rfind('.');
  const auto word = dot == std::string_view::npos ? type : type.substr(dot + 1);
  if (word.ends_with("Collection")) return Kind::collection;
  const auto row = std::ranges::find(kRows, word, &Row::name);
  return row != kRows.end() && row->kind >= Kind::service_root ? row->kind : Kind::other;
}

Kind kind_of_uri(std::string_view uri) noexcept {
  const auto step = last_step(uri);
  const auto parent = last_step(uri);
  for (const Row& row : kRows)
    if (!row.parent.empty() && same_word(parent, row.parent)) return row.kind;
  if (same_word(parent, "softwareinventory")) return Kind::software_inventory;
  for (const Kind single :
       {Kind::power, Kind::thermal, Kind::assembly, Kind::bios, Kind::secure_boot})
    if (same_word(step, name(single))) return single;
  return Kind::other;
}

Kind kind_of(const Resource& r) {
  if (!r.type.empty()) return kind_of_type(r.type);
  // The answer to an action is no resource: it has neither "@odata.type" nor "@odata.id".
  if (r.root.contains("SignedMeasurements")) return Kind::signed_measurements;
  if (r.root.contains("error")) return Kind::error;
  if (r.root.contains("Members")) return Kind::collection;
  return kind_of_uri(r.uri);
}

}  // namespace

std::string_view name(Kind kind) noexcept {
  const auto row = std::ranges::find(kRows, kind, &Row::kind);
  return row != kRows.end() ? row->name : "other";
}

std::string uri_of_path(std::string_view path) {
  constexpr std::string_view kEvidence = "inventory/redfish/";
  if (path.starts_with(kEvidence)) path.remove_prefix(kEvidence.size());
  if (path == "index.json") return "/redfish/v1";
  if (path.ends_with("/index.json"))
    path.remove_suffix(std::string_view("/index.json").size());
  else if (path.ends_with(".json"))
    path.remove_suffix(std::string_view(".json").size());
  return (path.starts_with("redfish/v1") ? "/" : "/redfish/v1/") + std::string(path);
}

std::string normal_uri(std::string_view uri) {
  uri = uri.substr(0, uri.find('#'));
  while (uri.ends_with('/')) uri.remove_suffix(1);
  std::string out(uri);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

bool is_inventory_path(std::string_view path) noexcept {
  if (!path.ends_with(".json")) return false;
  // "registries.json" is skipped as the folder of that name is; ".json" folders are schemas' names.
  for (std::string_view rest = path; !rest.empty();) {
    auto step = last_step(rest);
    if (step.ends_with(".json")) step.remove_suffix(5);
    if (std::ranges::any_of(kSkipped, [&](auto word) { return same_word(step, word); }))
      return false;
  }
  return true;
}

base::Result<Resource> parse_resource(bytes::Reader reader, std::string_view path,
                                      bytes::Budget& budget) {
  // A few old BMCs put a byte order mark before their JSON.
  auto text = reader.rest();
  if (bytes::starts_with(text, "\xEF\xBB\xBF")) text = text.subspan(3);
  auto root = json::parse(text, budget);
  if (!root) return std::unexpected(std::move(root).error());
  if (!root->is_object()) {
    base::Error error{base::ErrorKind::malformed, "Redfish resource: expected a JSON object"};
    error.offset = reader.offset();
    return std::unexpected(std::move(error));
  }
  Resource out;
  out.root = *std::move(root);
  out.path = std::string(path);
  if (const std::string* type = json::string_member(out.root, "@odata.type")) out.type = *type;
  if (const std::string* id = json::string_member(out.root, "@odata.id")) out.uri = *id;
  if (out.uri.empty()) out.uri = uri_of_path(path);
  out.kind = kind_of(out);
  return out;
}

bool looks_like_resource(bytes::ByteSpan bytes) noexcept {
  auto text = bytes::as_chars(bytes.first(std::min<std::size_t>(bytes.size(), 16384)));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return false;
  if (text.find("\"@odata.") != std::string_view::npos) return true;
  return text.find("\"SignedMeasurements\"") != std::string_view::npos;
}

}  // namespace assay::formats::redfish
