#include "simulate/topology.h"

#include <algorithm>
#include <fmt/format.h>

namespace assay::simulate {
namespace {

constexpr PciModel kBmcBridge{0x1A03, 0x1150, 0x1A03, 0x1150, 0x04, 0x060400, 2, 1};
constexpr PciModel kBmcVga{0x1A03, 0x2000, 0x1A03, 0x2000, 0x41, 0x030000, 0, 0};

class Layout {
 public:
  explicit Layout(const Machine& m) : m_(m), platform_(platform_of(*m.family)) {}

  Topology run() && {
    for (const ChipFunction& c : platform_.chips) chip(0, c);
    int complex = -1;
    for (const Port& port : platform_.ports) {
      if (port.bus != complex) {
        complex = port.bus;
        next_bus_ = static_cast<std::uint8_t>(port.bus + 1);
      }
      place(port);
    }
    // Several functions of one device: all of them say so.
    for (Function& f : out_.functions)
      f.multi_function = std::ranges::count_if(out_.functions, [&](const Function& g) {
                           return g.bus == f.bus && g.device == f.device;
                         }) > 1;
    sort();
    return std::move(out_);
  }

 private:
  void chip(std::uint8_t bus, const ChipFunction& c) {
    Function f;
    f.bus = bus;
    f.device = c.device;
    f.function = c.function;
    f.pci = c.pci;
    out_.functions.push_back(f);
  }

  std::size_t bridge(std::uint8_t bus, std::uint8_t device, std::uint8_t function,
                     const PciModel& pci, PortType type) {
    Function f;
    f.bus = bus;
    f.device = device;
    f.function = function;
    f.pci = pci;
    f.type = type;
    f.bridge = true;
    f.secondary = f.subordinate = next_bus_++;
    out_.functions.push_back(f);
    return out_.functions.size() - 1;
  }

  void close(std::size_t index) {
    out_.functions[index].subordinate = static_cast<std::uint8_t>(next_bus_ - 1);
  }

  void link(std::size_t port, std::uint8_t speed, std::uint8_t width) {
    Function& f = out_.functions[port];
    f.link_speed = std::min(speed, f.pci.speed);
    f.link_width = std::min(width, f.pci.width);
    f.link_up = width != 0;
  }

  void device(std::uint8_t bus, std::uint8_t function, const PciModel& pci, std::uint8_t width) {
    Function f;
    f.bus = bus;
    f.function = function;
    f.pci = pci;
    f.type = PortType::endpoint;
    f.link_speed = pci.speed;
    f.link_width = width;
    out_.functions.push_back(f);
  }

  void card(std::uint8_t bus, const Nic& nic, std::uint8_t slot) {
    for (std::uint8_t port = 0; port < nic.model->ports; ++port) {
      device(bus, port, nic.model->pci, nic.model->pci.width);
      out_.nic_ports.push_back({out_.functions.size() - 1, nic.mac + port, slot, port, nic.driver});
    }
  }

  void place(const Port& port) {
    if (port.use == PortUse::bay && port.number > m_.drives.size()) return;
    if (port.use == PortUse::slot && port.number > m_.family->slots) return;
    const bool wide = port.use == PortUse::slot;
    const PciModel model{platform_.vendor,
                         port.id,
                         platform_.vendor,
                         0x7270,
                         0x04,
                         0x060400,
                         static_cast<std::uint8_t>(m_.family->platform == 0   ? 3
                                                   : m_.family->platform == 2 ? 5
                                                                              : 4),
                         static_cast<std::uint8_t>(wide ? 16 : 4)};
    const std::size_t root =
        bridge(port.bus, port.device, port.function, model, PortType::root_port);
    const std::uint8_t below = out_.functions[root].secondary;
    out_.functions[root].slot = port.number;
    switch (port.use) {
      case PortUse::onboard_nic:
        out_.nic_bus = below;
        card(below, m_.onboard, 0);
        link(root, m_.onboard.model->pci.speed, m_.onboard.model->pci.width);
        break;
      case PortUse::bmc: {
        const std::size_t b = bridge(below, 0, 0, kBmcBridge, PortType::to_pci);
        link(b, 2, 1);
        out_.vga_bus = out_.functions[b].secondary;
        chip(out_.vga_bus, {0, 0, kBmcVga});
        link(root, 2, 1);
        break;
      }
      case PortUse::internal:
        for (const ChipFunction& c : platform_.internal) chip(below, c);
        link(root, 4, 16);
        break;
      case PortUse::bay: {
        const Drive& drive = m_.drives[port.number - 1U];
        const std::uint8_t width = drive.degraded ? 2 : drive.model->pci.width;
        device(below, 0, drive.model->pci, width);
        link(root, drive.model->pci.speed, width);
        break;
      }
      case PortUse::slot:
        fill(root, port);
        break;
    }
    close(root);
  }

  void fill(std::size_t root, const Port& port) {
    const SlotContent& slot = m_.slots[port.number - 1U];
    std::uint8_t bus = out_.functions[root].secondary;
    const std::size_t at = port.number - 1U;
    out_.slot_bus[at] = out_.functions[root].bus;
    out_.slot_devfn[at] = static_cast<std::uint8_t>(port.device << 3U | port.function);
    std::vector<std::size_t> open;
    const bool used = slot.nic || slot.card != nullptr;
    if (slot.behind != nullptr) {
      const PciModel& pci = slot.behind->pci;
      link(root, pci.speed, pci.width);
      open.push_back(
          bridge(bus, 0, 0, pci, slot.bridge_only ? PortType::to_pci : PortType::upstream));
      link(open.back(), pci.speed, pci.width);
      bus = out_.functions[open.back()].secondary;
      if (!slot.bridge_only) {
        open.push_back(bridge(bus, 8, 0, pci, PortType::downstream));
        bus = out_.functions[open.back()].secondary;
      }
    }
    if (used) {
      out_.slot_bus[at] = bus;
      out_.slot_devfn[at] = 0;
      const PciModel& pci = slot.nic ? slot.nic->model->pci : slot.card->pci;
      if (slot.nic)
        card(bus, *slot.nic, port.number);
      else
        device(bus, 0, pci, pci.width);
      link(open.empty() ? root : open.back(), pci.speed, pci.width);
    } else {
      link(open.empty() ? root : open.back(), 0, 0);
    }
    for (std::size_t i = open.size(); i-- > 0;) close(open[i]);
  }

  void sort() {
    const auto key = [](const Function& f) { return f.bus << 8 | f.device << 3 | f.function; };
    std::vector<std::size_t> order(out_.functions.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return key(out_.functions[i]); });
    std::vector<Function> sorted;
    std::vector<std::size_t> now(order.size());
    for (const std::size_t i : order) {
      now[i] = sorted.size();
      sorted.push_back(out_.functions[i]);
    }
    out_.functions = std::move(sorted);
    for (NicPort& p : out_.nic_ports) p.function = now[p.function];
  }

  const Machine& m_;
  const Platform& platform_;
  Topology out_;
  std::uint8_t next_bus_ = 1;
};

}  // namespace

std::string Function::address() const {
  return fmt::format("0000:{:02x}:{:02x}.{}", bus, device, function);
}

Topology lay_out(const Machine& machine) { return Layout(machine).run(); }

}  // namespace assay::simulate
