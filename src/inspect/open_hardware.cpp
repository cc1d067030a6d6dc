// FRUs, memory modules and the output of ordinary tools for `assay inspect`: each file is read as
// the inventory reads it, and its parts are shown.
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/hardware/tool_json.h"
#include "inspect/component_view.h"
#include "inspect/inventory/from_hardware.h"
#include "inspect/inventory/from_ipmi.h"
#include "inspect/inventory/from_spd.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

using evidence::Role;
namespace hw = formats::hardware;

constexpr bytes::Limits kLimits{.items = 1'000'000, .bytes = 64ULL << 20U, .depth = 32};

using Add = void (*)(std::span<const evidence::Artefact* const>, bytes::Budget&,
                     inventory::Inventory&);

void open_with(Add add, Role role, std::string_view what, bytes::ByteSpan bytes,
               const InspectOptions& options, InspectedArtefact& out) {
  evidence::Artefact artefact{.path = out.path, .role = role, .bytes = bytes::copy(bytes)};
  const evidence::Artefact* const only = &artefact;
  bytes::Budget budget(kLimits);
  inventory::Inventory found;
  add(std::span(&only, 1), budget, found);
  const std::string counts = component_counts(found.components);
  out.summary = fmt::format("{}: {}", what, counts.empty() ? "no part" : counts);
  show_components(std::move(found), options, out);
}

}  // namespace

void open_fru(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
              InspectedArtefact& out) {
  open_with(inventory::add_ipmi, Role::fru, "IPMI FRU", bytes, options, out);
}

void open_mc_info(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                  InspectedArtefact& out) {
  open_with(inventory::add_ipmi, Role::fru, "ipmitool mc info", bytes, options, out);
}

void open_spd(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
              InspectedArtefact& out) {
  open_with(inventory::add_spd, Role::spd, "SPD EEPROM", bytes, options, out);
}

void open_tool_json(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                    InspectedArtefact& out) {
  const auto tool = hw::looks_like_tool_json(bytes);
  open_with(inventory::add_hardware, Role::inventory_other, hw::name(tool), bytes, options, out);
}

void open_smartctl_text(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                        InspectedArtefact& out) {
  open_with(inventory::add_hardware, Role::drives, "smartctl", bytes, options, out);
}

void open_lsusb(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                InspectedArtefact& out) {
  open_with(inventory::add_hardware, Role::usb, "lsusb", bytes, options, out);
}

void open_ethtool(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                  InspectedArtefact& out) {
  open_with(inventory::add_hardware, Role::network, "ethtool", bytes, options, out);
}

void open_cpuinfo(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                  InspectedArtefact& out) {
  open_with(inventory::add_hardware, Role::cpuinfo, "/proc/cpuinfo", bytes, options, out);
}

bool looks_like_nvme(bytes::ByteSpan bytes) {
  const auto tool = hw::looks_like_tool_json(bytes);
  return tool == hw::Tool::nvme_list || tool == hw::Tool::nvme_id_ctrl;
}
bool looks_like_smartctl_json(bytes::ByteSpan bytes) {
  const auto tool = hw::looks_like_tool_json(bytes);
  return tool == hw::Tool::smartctl || tool == hw::Tool::smartctl_scan;
}
bool looks_like_lsblk(bytes::ByteSpan bytes) {
  return hw::looks_like_tool_json(bytes) == hw::Tool::lsblk;
}
bool looks_like_storcli(bytes::ByteSpan bytes) {
  return hw::looks_like_tool_json(bytes) == hw::Tool::storcli;
}
bool looks_like_ip_link(bytes::ByteSpan bytes) {
  return hw::looks_like_tool_json(bytes) == hw::Tool::ip_link;
}
bool looks_like_lshw(bytes::ByteSpan bytes) {
  return hw::looks_like_tool_json(bytes) == hw::Tool::lshw;
}
bool looks_like_usb_json(bytes::ByteSpan bytes) {
  return hw::looks_like_tool_json(bytes) == hw::Tool::usb;
}

}  // namespace assay::inspect
