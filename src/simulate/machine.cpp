#include "simulate/machine.h"

#include <algorithm>
#include <fmt/format.h>

#include "simulate/plant.h"
#include "simulate/random.h"

namespace assay::simulate {
namespace {

// Purposes of streams. Never renumbered: a fleet must stay the same.
enum Purpose : std::uint64_t {
  kTrait = 10,  // and the numbers up to kTrait + kTraits
  kIdentity = 30,
  kRepair = 31,
  kRollout = 32,
  kReplacement = 33,
  kWear = 34,
  kSerial = 35,
  kDimm = 36,
};

constexpr std::uint64_t kMacMask = 0xFFFFFF;

// A text of digits and capitals without those that labels leave out.
std::string letters(std::uint64_t value, std::size_t length) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRSTVWXY";
  std::string out(length, '0');
  for (std::size_t i = length; i-- > 0; value /= kAlphabet.size())
    out[i] = kAlphabet[value % kAlphabet.size()];
  return out;
}

// A bijection of 32 bits: no two modules of a fleet share a serial.
std::uint32_t scatter(std::uint32_t x) {
  x = (x ^ (x >> 16U)) * 0x7FEB352DU;
  x = (x ^ (x >> 15U)) * 0x846CA68BU;
  return x ^ (x >> 16U);
}

std::uint32_t dimm_serial(const Plan& plan, std::uint64_t index, std::size_t slot, unsigned made) {
  const auto number = static_cast<std::uint32_t>((index * 48 + slot) * 4 + made);
  return scatter(number + static_cast<std::uint32_t>(stream(plan.options.seed, kDimm)));
}

std::uint8_t alternative(const Plan& plan, const Lot& lot, std::uint64_t index, Trait trait) {
  const auto t = static_cast<std::size_t>(trait);
  const std::uint64_t at = index - lot.first;
  std::size_t line = 0;
  std::uint64_t first = 0;
  std::uint64_t count = lot.count;
  if (trait != Trait::bios && trait != Trait::bmc) {
    line = lot.order_of.of(at);
    for (std::size_t i = 0; i < line; ++i) first += lot.order_of.count[i];
    count = lot.order_of.count[line];
  }
  const Shuffle shuffle(stream(plan.options.seed, kTrait + t, lot.first + first), count);
  return lot.values[t][lot.splits[line][t].of(shuffle.at(at - first))];
}

// MACs of one maker follow each other as servers are built; `place` keeps cards of a server apart.
std::uint64_t mac_of(const Plan& plan, const NicModel& nic, std::uint64_t index,
                     std::uint64_t place) {
  const std::uint64_t base = mix(plan.options.seed ^ nic.oui ^ (place << 32U));
  return ((std::uint64_t{nic.oui} + place) << 24U) | ((base + index * 4) & kMacMask);
}

Dimm module(const Plan& plan, std::uint64_t index, std::size_t slot, unsigned made,
            const Order& order, std::uint8_t supplier) {
  return {&dimms()[order.dimm_kind][supplier], dimm_serial(plan, index, slot, made)};
}

std::string part_serial(const Plan& plan, std::string_view prefix, std::uint64_t index,
                        std::size_t which, unsigned made, std::size_t length) {
  return std::string(prefix) +
         letters(stream(plan.options.seed, kSerial + made * 16, index * 64 + which), length);
}

void populate_memory(const Plan& plan, Machine& m) {
  const std::uint8_t supplier = alternative(plan, *m.lot, m.index, Trait::dimm);
  const std::size_t per_socket = std::size_t{m.family->channels} * m.family->per_channel;
  m.dimms.resize(per_socket * m.family->sockets);
  // One module on each channel first, then the second ones.
  for (std::size_t socket = 0; socket < m.family->sockets; ++socket)
    for (std::size_t n = 0; n < m.order->dimms; ++n) {
      const std::size_t channel = n % m.family->channels;
      const std::size_t slot =
          socket * per_socket + channel * m.family->per_channel + n / m.family->channels;
      m.dimms[slot] = module(plan, m.index, slot, 0, *m.order, supplier);
    }
}

void populate_power_and_drives(const Plan& plan, Machine& m) {
  const Choice& c = m.family->choice;
  const auto& psu = psus()[c.psus][alternative(plan, *m.lot, m.index, Trait::psu)];
  const std::size_t supplies = c.most_gpus == 4 ? 4 : 2;
  for (std::size_t i = 0; i < supplies; ++i)
    m.psus.push_back({&psu, part_serial(plan, psu.serial_prefix, m.index, i, 0, 8)});
  const auto& drive = drives()[c.drives][alternative(plan, *m.lot, m.index, Trait::drive)];
  Random wear(stream(plan.options.seed, kWear, m.index));
  for (std::size_t i = 0; i < m.order->drives; ++i)
    m.drives.push_back(
        {&drive, part_serial(plan, drive.serial_prefix, m.index, 8 + i, 0, 6), wear.chance(400)});
}

void populate_slots(const Plan& plan, Machine& m) {
  const Family& f = *m.family;
  const std::uint8_t turn = alternative(plan, *m.lot, m.index, Trait::nic);
  const auto nic = [&](std::size_t at, std::uint64_t place) {
    const NicModel& model = nics()[f.choice.nics[at % 3]];
    return Nic{&model, mac_of(plan, model, m.index, place), true};
  };
  m.onboard = Nic{&nics()[f.onboard_nic], mac_of(plan, nics()[f.onboard_nic], m.index, 0), true};
  m.bmc_mac = (0x3CECEFULL << 24U) | ((mix(plan.options.seed ^ 0xB3C) + m.index * 2) & kMacMask);
  std::size_t next = 0;
  m.slots[next++].nic = nic(turn, 1);
  if (m.order->hba) m.slots[next++].card = &cards()[f.choice.hba];
  if (m.order->second_nic) m.slots[next++].nic = nic(turn, 2);
  for (std::size_t i = 0; i < m.order->gpus; ++i) m.slots[next++].card = &cards()[f.choice.gpu];
  if (f.riser_slot != 0) m.slots[f.riser_slot - 1U].behind = &cards().back();
}

void identify(const Plan& plan, Machine& m, unsigned board) {
  Random random(stream(plan.options.seed, kIdentity + board * 64, m.index));
  for (auto& b : m.uuid) b = static_cast<std::byte>(random.below(256));
  m.uuid[6] = (m.uuid[6] & std::byte{0x0F}) | std::byte{0x40};  // RFC 4122 version 4
  m.uuid[8] = (m.uuid[8] & std::byte{0x3F}) | std::byte{0x80};
  m.board_serial =
      fmt::format("{}{:02}{}", m.family->code, random.between(10, 52), letters(random.next(), 7));
  if (board != 0) return;
  // 32^5 numbers, each once.
  const Shuffle serials(stream(plan.options.seed, kSerial), 1ULL << 25U);
  m.serial = fmt::format("{}{}", m.family->code, letters(serials.at(m.index), 5));
  m.chassis_serial = fmt::format("C{}{}", m.family->code, letters(random.next(), 7));
  m.asset_tag = m.family->writes_asset_tag ? fmt::format("AT{:07}", 1'000'000 + m.index) : "";
}

void apply(const Plan& plan, Machine& m, const Repair& repair) {
  Random random(stream(plan.options.seed,
                       kReplacement + 64 * static_cast<std::uint64_t>(repair.kind), m.index));
  // Spare parts come from whoever delivers: not always from the first supplier, nor the lot's.
  const bool other = random.chance(300'000);
  const auto supplier = static_cast<std::uint8_t>(random.below(kSuppliers));
  switch (repair.kind) {
    case RepairKind::dimm: {
      std::vector<std::size_t> populated;
      for (std::size_t i = 0; i < m.dimms.size(); ++i)
        if (m.dimms[i].model != nullptr) populated.push_back(i);
      const std::size_t slot = populated[random.below(populated.size())];
      m.dimms[slot].serial = dimm_serial(plan, m.index, slot, 1);
      if (other) m.dimms[slot].model = &dimms()[m.order->dimm_kind][supplier];
      return;
    }
    case RepairKind::psu: {
      const std::size_t which = random.below(m.psus.size());
      Psu& psu = m.psus[which];
      if (other) psu.model = &psus()[m.family->choice.psus][supplier];
      psu.serial = part_serial(plan, psu.model->serial_prefix, m.index, which, 1, 8);
      return;
    }
    case RepairKind::drive: {
      const std::size_t which = random.below(m.drives.size());
      Drive& drive = m.drives[which];
      if (other) drive.model = &drives()[m.family->choice.drives][supplier];
      drive.serial = part_serial(plan, drive.model->serial_prefix, m.index, 8 + which, 1, 6);
      drive.degraded = false;
      return;
    }
    case RepairKind::nic: {
      Nic& nic = *m.slots[0].nic;
      if (other) nic.model = &nics()[m.family->choice.nics[supplier]];
      nic.mac = mac_of(plan, *nic.model, m.index, 3);
      return;
    }
    case RepairKind::board:
      identify(plan, m, 1);
      m.onboard.mac = mac_of(plan, *m.onboard.model, m.index, 4);
      m.bmc_mac ^= 0x800000;
      return;
  }
}

const Rack& rack_of(const Plan& plan, const Lot& lot, std::uint64_t index) {
  return plan.racks[lot.first_rack + (index - lot.first) / lot.per_rack];
}

std::uint8_t unit_of(const Lot& lot, std::uint64_t index) {
  const std::uint64_t height = families()[lot.family].height;
  return static_cast<std::uint8_t>(1 + (index - lot.first) % lot.per_rack * height);
}

bool reached(const Plan& plan, std::uint64_t index, std::size_t site, std::uint64_t which) {
  if (rack_of(plan, plan.lot_of(index), index).site != site) return false;
  Random random(stream(plan.options.seed, kRollout + 64 * which, index));
  return !random.chance(15'000);
}

}  // namespace

std::string server_id(const Plan& plan, std::uint64_t index) {
  const Lot& lot = plan.lot_of(index);
  const Rack& rack = rack_of(plan, lot, index);
  return fmt::format("{}-r{:03}-u{:02}", plan.sites[rack.site].name, rack.number,
                     unit_of(lot, index));
}

std::vector<Repair> repairs_of(const Plan& plan, std::uint64_t index) {
  // In a million servers, in half a year.
  constexpr std::array<std::uint64_t, kRepairKinds> kRates{4000, 3000, 3500, 1200, 500};
  Random random(stream(plan.options.seed, kRepair, index));
  std::vector<Repair> out;
  for (std::size_t kind = 0; kind < kRepairKinds; ++kind)
    if (random.chance(kRates[kind]))
      out.push_back(
          {static_cast<RepairKind>(kind), static_cast<std::uint8_t>(random.between(2, 23))});
  return out;
}

bool bmc_rolled_out(const Plan& plan, std::uint64_t index) {
  return reached(plan, index, plan.bmc_site, 0);
}
bool bios_rolled_out(const Plan& plan, std::uint64_t index) {
  return reached(plan, index, plan.bios_site, 1);
}

Machine make_machine(const Plan& plan, std::uint64_t index, unsigned collection) {
  Machine m;
  m.index = index;
  m.collection = collection;
  m.lot = &plan.lot_of(index);
  m.family = &families()[m.lot->family];
  m.order = &m.lot->orders[m.lot->order_of.of(index - m.lot->first)];
  m.rack = &rack_of(plan, *m.lot, index);
  m.unit = unit_of(*m.lot, index);
  m.id = server_id(plan, index);
  identify(plan, m, 0);
  m.stepping = alternative(plan, *m.lot, index, Trait::stepping);
  m.bios = alternative(plan, *m.lot, index, Trait::bios);
  std::uint8_t bmc = alternative(plan, *m.lot, index, Trait::bmc);
  populate_memory(plan, m);
  populate_power_and_drives(plan, m);
  populate_slots(plan, m);
  if (collection > 0) {
    m.repairs = repairs_of(plan, index);
    for (const Repair& repair : m.repairs) apply(plan, m, repair);
    if (bios_rolled_out(plan, index)) m.bios = kBiosVersions - 1;
    if (bmc_rolled_out(plan, index)) bmc = kBmcVersions - 1;
  }
  m.bmc = m.family->bmc[bmc];
  if (collection + 1 == plan.options.collections) {
    m.plant = plan.plant_of(index);
    plant(plan, m);
  }
  return m;
}

std::string uuid_text(const std::array<std::byte, 16>& uuid) {
  std::string out;
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    fmt::format_to(std::back_inserter(out), "{:02x}", std::to_integer<unsigned>(uuid[i]));
  }
  return out;
}

std::string mac_text(std::uint64_t mac) {
  return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", mac >> 40U & 0xFFU,
                     mac >> 32U & 0xFFU, mac >> 24U & 0xFFU, mac >> 16U & 0xFFU, mac >> 8U & 0xFFU,
                     mac & 0xFFU);
}

}  // namespace assay::simulate
