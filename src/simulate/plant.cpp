#include "simulate/plant.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "simulate/random.h"

namespace assay::simulate {
namespace {

constexpr std::uint64_t kPlant = 50;
constexpr std::uint64_t kPlace = 51;
constexpr std::uint64_t kUnknown = 52;

Random chance_of(const Plan& plan, std::uint64_t index) {
  return Random(stream(plan.options.seed, kPlant, index));
}

std::size_t free_slot(const Machine& m) {
  std::size_t slot = 0;
  while (slot + 1 < m.family->slots &&
         (m.slots[slot].nic || m.slots[slot].card != nullptr || m.slots[slot].behind != nullptr))
    ++slot;
  return slot;
}

// A model that no sibling has, planted or not: of nobody's price list, or of another family's
// alone.
const NicModel& unknown_nic(const Plan& plan, const Machine& m) {
  std::vector<const NicModel*> unknown;
  for (const NicModel& nic : foreign_nics()) unknown.push_back(&nic);
  const auto known = nics();
  for (std::size_t i = 0; i < known.size(); ++i)
    if (i != m.family->onboard_nic &&
        std::ranges::find(m.family->choice.nics, i) == m.family->choice.nics.end())
      unknown.push_back(&known[i]);
  const Shuffle order(stream(plan.options.seed, kUnknown, m.lot->family), unknown.size());
  return *unknown[order.at(plan.plant_number(m.index, m.plant) % unknown.size())];
}

// A release that was never made: the last number of the family's rogue version, counted on.
std::string rogue_version(const Plan& plan, const Machine& m) {
  const std::string_view rogue = m.family->bmc_rogue;
  const auto digits = rogue.find_last_not_of("0123456789") + 1;
  const std::string_view last = rogue.substr(digits);
  unsigned number = 0;
  std::from_chars(last.data(), last.data() + last.size(), number);
  std::string out(rogue);
  for (std::size_t left = plan.plant_number(m.index, m.plant); left > 0;) {
    out = fmt::format("{}{:0{}}", rogue.substr(0, digits), ++number, last.size());
    if (std::ranges::find(m.family->bmc, out) == m.family->bmc.end()) --left;
  }
  return out;
}

void plant_nic(const Plan& plan, Machine& m) {
  Random random = chance_of(plan, m.index);
  const std::size_t at = free_slot(m);
  SlotContent& slot = m.slots[at];
  const NicModel& model = unknown_nic(plan, m);
  slot.nic = Nic{&model, (std::uint64_t{model.oui} << 24U) | (random.next() & 0xFFFFFFU),
                 random.chance(500'000)};
  slot.listed = random.chance(500'000);
  m.plant_what = fmt::format(
      "a {} ({:04x}:{:04x}), which no sibling has, behind the root port of slot {}{}{}", model.name,
      model.pci.vendor, model.pci.device, at + 1, slot.listed ? "" : "; SMBIOS calls the slot free",
      slot.nic->driver ? "" : "; no interface");
}

void plant_bridge(const Plan& plan, Machine& m) {
  Random random = chance_of(plan, m.index);
  const std::size_t number = plan.plant_number(m.index, m.plant);
  if (number % 2 == 0) {
    const std::size_t at = free_slot(m);
    SlotContent& slot = m.slots[at];
    slot.behind = &foreign_bridges()[number / 2 % foreign_bridges().size()];
    slot.bridge_only = true;
    slot.listed = random.chance(500'000);
    m.plant_what =
        fmt::format("a bridge {} ({:04x}:{:04x}) with nothing behind it in slot {}",
                    slot.behind->name, slot.behind->pci.vendor, slot.behind->pci.device, at + 1);
    return;
  }
  SlotContent& slot = m.slots[0];
  slot.behind = &foreign_switches()[number / 2 % foreign_switches().size()];
  m.plant_what =
      fmt::format("a switch {} ({:04x}:{:04x}) between the root port and the card of slot 1",
                  slot.behind->name, slot.behind->pci.vendor, slot.behind->pci.device);
}

void plant_dimm(const Plan& plan, Machine& m) {
  Random random = chance_of(plan, m.index);
  std::size_t slot = random.below(m.dimms.size());
  while (m.dimms[slot].model == nullptr) slot = (slot + 1) % m.dimms.size();
  Dimm& dimm = m.dimms[slot];
  const std::uint32_t before = dimm.serial;
  // One of the numbers that make_machine() never gives: the fourth module of a socket.
  dimm.serial = static_cast<std::uint32_t>(random.next());
  m.plant_what = fmt::format("the serial of module {} is {:08X} and was {:08X} before", slot + 1,
                             dimm.serial, before);
}

bool suits(const Plan& plan, std::uint64_t index, PlantKind kind) {
  if (!repairs_of(plan, index).empty()) return false;
  const std::size_t site =
      plan.racks[plan.lot_of(index).first_rack +
                 (index - plan.lot_of(index).first) / plan.lot_of(index).per_rack]
          .site;
  if (kind == PlantKind::bmc_version) return site != plan.bmc_site;
  if (kind == PlantKind::acpi_byte) return site != plan.bios_site;
  return true;
}

}  // namespace

AcpiPlant acpi_plant(const Plan& plan, std::uint64_t index) {
  constexpr std::array<std::string_view, 6> kTables{"DSDT",  "SSDT1", "SSDT2",
                                                    "SSDT3", "FACP",  "APIC"};
  Random random = chance_of(plan, index);
  AcpiPlant out;
  out.table = random.pick(kTables);
  out.at = static_cast<std::uint32_t>(random.below(65'536));
  out.add = static_cast<std::uint8_t>(random.between(1, 255));
  return out;
}

void plant(const Plan& plan, Machine& m) {
  switch (m.plant) {
    case PlantKind::none:
      return;
    case PlantKind::foreign_nic:
      return plant_nic(plan, m);
    case PlantKind::bridge:
      return plant_bridge(plan, m);
    case PlantKind::dimm_serial:
      return plant_dimm(plan, m);
    case PlantKind::bmc_version: {
      std::string rogue = rogue_version(plan, m);
      m.plant_what =
          fmt::format("the BMC runs {}, which no sibling does; it should be {}", rogue, m.bmc);
      m.bmc = std::move(rogue);
      return;
    }
    case PlantKind::acpi_byte:
      m.plant_what = fmt::format("one byte of the ACPI table {} is another, and its checksum fits",
                                 acpi_plant(plan, m.index).table);
      return;
  }
}

base::Result<void> place_plants(Plan& plan) {
  constexpr std::array kAll{PlantKind::foreign_nic, PlantKind::bmc_version, PlantKind::acpi_byte,
                            PlantKind::bridge, PlantKind::dimm_serial};
  // A serial contradicts nothing where there is no earlier evidence.
  const std::size_t kinds = plan.options.collections > 1 ? kAll.size() : kAll.size() - 1;
  const Shuffle order(stream(plan.options.seed, kPlace), plan.options.servers);
  std::vector<std::uint64_t> later;  // did not suit their turn; they may suit another
  std::uint64_t next = 0;
  for (std::uint64_t n = 0; n < plan.options.planted; ++n) {
    const PlantKind kind = kAll[n % kinds];
    const auto waiting = std::ranges::find_if(
        later, [&](std::uint64_t server) { return suits(plan, server, kind); });
    if (waiting != later.end()) {
      plan.plants.emplace_back(*waiting, kind);
      later.erase(waiting);
      continue;
    }
    while (next < plan.options.servers && !suits(plan, order.at(next), kind))
      later.push_back(order.at(next++));
    if (next == plan.options.servers)
      return base::fail(
          base::ErrorKind::usage,
          fmt::format("--planted: only {} deviations fit on {} servers, since none is "
                      "put where a repair or rollout would explain it",
                      n, plan.options.servers));
    plan.plants.emplace_back(order.at(next++), kind);
  }
  std::ranges::sort(plan.plants);
  return {};
}

}  // namespace assay::simulate
