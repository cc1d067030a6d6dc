// The system itself, its BIOS and management controller, chassis and boards, processors and memory.
#include <algorithm>
#include <fmt/format.h>

#include "formats/redfish/chassis.h"
#include "formats/redfish/system.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory::detail {
namespace {

namespace redfish = formats::redfish;
using redfish::Kind;
using redfish::Mistyped;
using redfish::Resource;

void take(std::string& to, std::string_view text) {
  if (to.empty()) to = clean_text(text);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

std::string place_or(const redfish::Part& p, std::string_view better = {}) {
  for (const std::string_view text :
       {better, std::string_view(p.place), std::string_view(p.name), std::string_view(p.id)})
    if (auto clean = clean_text(text); !clean.empty()) return clean;
  return {};
}

std::string size_words(std::uint64_t mebibytes) {
  if (mebibytes == 0) return {};
  return mebibytes % 1024 == 0 ? fmt::format("{} GiB", mebibytes / 1024)
                               : fmt::format("{} MiB", mebibytes);
}

std::string number_words(std::uint64_t n) { return n == 0 ? std::string{} : std::to_string(n); }

// ChassisType of a circuit board inside a chassis; the others are boxes.
bool is_card(std::string_view type) noexcept {
  return type == "Card" || type == "Module" || type == "Component" || type == "Blade" ||
         type == "Cartridge";
}

// The board of the server rather than a riser, a backplane or a power supply's board.
bool is_main_board(const redfish::Part& p) {
  const std::string words = lower(p.id + " " + p.name + " " + p.description);
  if (words.find("backplane") != std::string::npos) return false;
  return words.find("baseboard") != std::string::npos ||
         words.find("motherboard") != std::string::npos ||
         words.find("mainboard") != std::string::npos ||
         words.find("system board") != std::string::npos ||
         words.find("systemboard") != std::string::npos;
}

void identify_board(Inventory& inventory, const redfish::Part& p) {
  auto& id = inventory.identity;
  take(id.board_manufacturer, p.manufacturer);
  take(id.board_product, p.model.empty() ? p.part_number : p.model);
  take(id.board_serial, p.serial);
  take(id.board_revision, p.revision);
}

void add_bios(RedfishParts& parts, const redfish::ComputerSystem& system, const Resource& r) {
  redfish::Part bios;
  bios.uri = r.uri + "#/BiosVersion";
  std::string registry;
  const Resource* from = &r;
  parts.each(Kind::bios, [&](const Resource& b, Mistyped& m) {
    if (from == &r && !lower(b.uri).ends_with("/settings")) {
      registry = redfish::bios(b, m).attribute_registry;
      bios.uri = b.uri;
      from = &b;
    }
  });
  bios.firmware = system.bios_version;
  if (clean_text(bios.firmware).empty()) return;
  Component& c = parts.add(PartClass::bios, bios, r);
  c.set("attribute-registry", clean_text(registry));
  parts.each(Kind::secure_boot, [&](const Resource& s, Mistyped& m) {
    const auto state = redfish::secure_boot(s, m);
    c.set("secure-boot", clean_text(state.current_boot));
    c.set("secure-boot-mode", clean_text(state.mode));
  });
}

void add_managers(RedfishParts& parts) {
  parts.each(Kind::manager, [&](const Resource& r, Mistyped& m) {
    const auto manager = redfish::manager(r, m);
    Component& c = parts.add(PartClass::bmc, manager.part, r);
    // "Manager" and "BMC" name no place.
    if (manager.type != "BMC") c.set("type", clean_text(manager.type));
    c.set("uuid", lower(clean_text(manager.part.uuid)));
  });
}

void add_processors(RedfishParts& parts) {
  parts.each(Kind::processor, [&](const Resource& r, Mistyped& m) {
    const auto p = redfish::processor(r, m);
    if (p.type == "Core" || p.type == "Thread") return;  // of a processor that is there already
    const bool cpu = p.type.empty() || p.type == "CPU";
    Component& c = parts.add(cpu ? PartClass::cpu : PartClass::gpu, p.part, r);
    c.location = place_or(p.part, p.socket);
    if (!cpu) c.set("type", clean_text(p.type));
    c.set("cores", number_words(p.cores));
    c.set("threads", number_words(p.threads));
    c.set("microcode", clean_text(p.microcode));
    c.set("id", clean_text(p.identification));
  });
}

void add_memory(RedfishParts& parts) {
  parts.each(Kind::memory, [&](const Resource& r, Mistyped& m) {
    auto memory = redfish::memory(r, m);
    // What a module is, is its part number; some BMCs state a "Model" as well.
    std::swap(memory.part.model, memory.part.part_number);
    if (memory.part.model.empty()) std::swap(memory.part.model, memory.part.part_number);
    Component& c = parts.add(PartClass::dimm, memory.part, r);
    c.location = place_or(memory.part, memory.device_locator);
    const bool nothing = memory.mebibytes == 0 && c.model.empty() && c.serial.empty();
    c.populated = !memory.part.absent() && !(nothing && memory.part.stated);
    c.set("size", size_words(memory.mebibytes));
    c.set("type", clean_text(memory.type));
    c.set("module", clean_text(memory.module));
    c.set("speed", memory.speed == 0 ? std::string{} : fmt::format("{} MT/s", memory.speed));
  });
}

void add_graphics(RedfishParts& parts) {
  parts.each(Kind::graphics_controller, [&](const Resource& r, Mistyped& m) {
    const auto p = redfish::part(r, m);
    Component& c = parts.add(PartClass::gpu, p, r);
    c.location = place_or(p);
    if (c.firmware.empty()) c.firmware = clean_text(redfish::Fields(r.root, m).text("BiosVersion"));
  });
}

}  // namespace

void add_system(RedfishParts& parts) {
  if (const Resource* r = parts.scope.system(); r != nullptr) {
    Mistyped mistyped;
    const auto system = redfish::computer_system(*r, mistyped);
    auto& id = parts.inventory.identity;
    take(id.manufacturer, system.part.manufacturer);
    take(id.product, system.part.model);
    take(id.sku, system.part.sku);
    take(id.serial, system.part.serial);
    const std::string uuid = lower(clean_text(system.part.uuid));
    if (uuid.size() == 36) take(id.uuid, uuid);
    Component& c = parts.add(PartClass::system, system.part, *r);
    c.set("uuid", uuid);
    c.set("sub-model", clean_text(system.sub_model));
    c.set("host-name", clean_text(system.host_name));
    parts.report(*r, mistyped);
    add_bios(parts, system, *r);
  }
  add_managers(parts);
}

void add_processors_and_memory(RedfishParts& parts) {
  add_processors(parts);
  add_memory(parts);
  add_graphics(parts);
}

void add_chassis(RedfishParts& parts) {
  auto& id = parts.inventory.identity;
  std::vector<std::pair<redfish::Part, const Resource*>> cards;
  parts.each(Kind::chassis, [&](const Resource& r, Mistyped& m) {
    const auto chassis = redfish::chassis(r, m);
    if (is_card(chassis.type) && (chassis.type != "Blade" || is_main_board(chassis.part))) {
      cards.emplace_back(chassis.part, &r);
      return;
    }
    Component& c = parts.add(PartClass::chassis, chassis.part, r);
    c.location.clear();  // of the rack, not in the server
    c.set("type", clean_text(chassis.type));
    take(id.chassis_serial, chassis.part.serial);
  });
  parts.each(Kind::assembly, [&](const Resource& r, Mistyped& m) {
    for (const auto& a : redfish::assemblies(r, m)) {
      if (a.physical_context != "SystemBoard") continue;
      parts.add(PartClass::board, a.part, r).location = place_or(a.part);
      identify_board(parts.inventory, a.part);
    }
  });
  // A board with nothing to tell it by (no model, no number) says only that it is there.
  for (const auto& [part, r] : cards) {
    if (is_main_board(part)) identify_board(parts.inventory, part);
    parts.add(PartClass::board, part, *r).location = clean_text(part.id);
  }
}

}  // namespace assay::inspect::inventory::detail
