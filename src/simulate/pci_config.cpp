#include "simulate/pci_config.h"

#include <algorithm>

namespace assay::simulate {
namespace {

constexpr std::uint8_t kPowerManagement = 0x01;
constexpr std::uint8_t kMsi = 0x05;
constexpr std::uint8_t kSubsystem = 0x0D;
constexpr std::uint8_t kExpress = 0x10;
constexpr std::uint8_t kMsiX = 0x11;

class Space {
 public:
  explicit Space() : bytes_(kConfigSize) {}
  void put8(std::size_t at, std::uint64_t v) { bytes_[at] = static_cast<std::byte>(v & 0xFFU); }
  void put16(std::size_t at, std::uint64_t v) { put8(at, v), put8(at + 1, v >> 8U); }
  void put32(std::size_t at, std::uint64_t v) { put16(at, v), put16(at + 2, v >> 16U); }
  /// Links a capability to the end of the list.
  void capability(std::size_t at, std::uint8_t id) {
    put8(link_, at);
    put8(at, id);
    link_ = at + 1;
  }
  base::Bytes release() && { return std::move(bytes_); }

 private:
  base::Bytes bytes_;
  std::size_t link_ = 0x34;
};

/// Where the devices of a maker have their capabilities; 0: they have none.
struct Places {
  std::uint8_t power, msi, msix, express, subsystem;
};

Places places_of(const Function& f) {
  if (f.type == PortType::none) {
    if (f.pci.class_code == 0x030000) return {0x40, 0x50, 0, 0, 0};
    if (f.pci.class_code == 0x010601) return {0x70, 0x80, 0, 0, 0};
    if (f.pci.class_code == 0x0C0330) return {0x70, 0x80, 0, 0, 0};
    if (f.pci.class_code == 0x078000) return {0x50, 0x8C, 0, 0, 0};
    return {0, 0, 0, 0, 0};
  }
  if (f.bridge && f.pci.vendor == 0x8086) return {0xE0, 0x60, 0, 0x90, 0x40};
  if (f.bridge && f.pci.vendor == 0x1022) return {0x50, 0xA0, 0, 0x58, 0xC0};
  if (f.bridge) return {0x78, 0x50, 0, 0x80, 0xC0};
  switch (f.pci.vendor) {
    case 0x8086:
      return f.pci.class_code == 0x010802 ? Places{0x40, 0, 0x50, 0x60, 0}
                                          : Places{0x40, 0x50, 0x70, 0xA0, 0};
    case 0x15B3:
      return {0x40, 0, 0x9C, 0x60, 0};
    case 0x14E4:
      return {0x48, 0x58, 0xA0, 0xAC, 0};
    case 0x1000:
      return {0x50, 0xA8, 0xC0, 0x68, 0};
    case 0x10DE:
      return {0x60, 0x68, 0, 0x78, 0};
    default:
      return {0x40, 0x50, 0xB0, 0x70, 0};
  }
}

void put_express(Space& s, std::size_t at, const Function& f) {
  const bool slot = f.type == PortType::root_port && f.slot != 0;
  s.put16(at + 2, 2U | static_cast<unsigned>(f.type) << 4U | (slot ? 0x100U : 0U));
  s.put32(at + 4, f.bridge ? 0x00008001 : 0x10008FC2);  // Device Capabilities
  s.put16(at + 8, 0x2937);                              // Device Control
  const unsigned own = f.pci.speed | static_cast<unsigned>(f.pci.width) << 4U;
  s.put32(at + 12, own | 0x00400000U | static_cast<unsigned>(f.slot) << 24U);
  s.put16(at + 16, 0x0040);  // common clock
  const unsigned trained =
      f.link_up ? f.link_speed | static_cast<unsigned>(f.link_width) << 4U : 1U;
  s.put16(at + 18, 0x1000U | trained | (f.link_up && f.bridge ? 0x2000U : 0U));
  if (slot) {
    s.put32(at + 20, static_cast<unsigned>(f.slot) << 19U | 0x60U);  // Slot Capabilities
    s.put16(at + 26, f.link_up ? 0x40 : 0x00);                       // Presence Detect State
  }
  s.put32(at + 36, 0x0000001F);                          // Device Capabilities 2
  s.put32(at + 44, ((1U << f.pci.speed) - 1U) << 1U);    // Supported Link Speeds Vector
  s.put16(at + 48, std::max<unsigned>(f.pci.speed, 1));  // Target Link Speed
}

void put_windows(Space& s, const Function& f) {
  s.put8(0x19, f.secondary);
  s.put8(0x18, f.bus);
  s.put8(0x1A, f.subordinate);
  s.put8(0x1C, 0xF1);  // no I/O behind it
  const unsigned memory = 0x9000U + f.secondary * 0x10U;
  s.put16(0x20, f.link_up ? memory : 0xFFF0U);
  s.put16(0x22, f.link_up ? memory + 0x10U * (1U + f.subordinate - f.secondary) - 0x10U : 0x0000U);
  s.put16(0x24, 0xFFF1);
  s.put16(0x26, 0x0001);
  s.put8(0x3E, 0x03);
}

void put_bars(Space& s, const Function& f) {
  const std::uint64_t memory =
      0x90000000U + f.bus * 0x100000ULL + f.device * 0x8000ULL + f.function * 0x1000ULL;
  switch (f.pci.class_code >> 16U) {
    case 0x02:  // 64-bit, prefetchable: as every modern adapter's
    case 0x03:
      if (f.type == PortType::none) {
        s.put32(0x10, memory & 0xFF000000U);
        s.put32(0x14, 0xA0000000U + f.bus * 0x20000ULL);
        s.put32(0x18, 0x2001);
        return;
      }
      s.put32(0x10, ((f.bus * 0x2000000ULL + f.function * 0x1000000ULL) & 0xFFF00000U) | 0xCU);
      s.put32(0x14, 0x0000380F);
      s.put32(0x1C,
              ((f.bus * 0x2000000ULL + f.function * 0x8000ULL + 0x1000000U) & 0xFFFF8000U) | 0xCU);
      s.put32(0x20, 0x0000380F);
      s.put32(0x30, 0x9F000000U + f.bus * 0x80000ULL);
      return;
    case 0x01:
    case 0x0C:
      if ((f.pci.class_code & 0xFFFFU) == 0x0601U) {  // AHCI: its memory is BAR 5
        s.put32(0x24, memory);
        return;
      }
      s.put32(0x10, memory | 0x4U);
      return;
    default:
      return;
  }
}

}  // namespace

base::Bytes pci_config(const Function& f) {
  Space s;
  const Places at = places_of(f);
  const bool capabilities = at.power != 0;
  s.put16(0x00, f.pci.vendor);
  s.put16(0x02, f.pci.device);
  s.put16(0x04, f.bridge ? 0x0407 : 0x0546);
  s.put16(0x06, capabilities ? 0x0010 : 0x0000);
  s.put8(0x08, f.pci.revision);
  s.put8(0x09, f.pci.class_code);
  s.put16(0x0A, f.pci.class_code >> 8U);
  s.put8(0x0C, 0x10);
  s.put8(0x0E, (f.bridge ? 0x01U : 0x00U) | (f.multi_function ? 0x80U : 0x00U));
  if (f.bridge) {
    put_windows(s, f);
  } else {
    put_bars(s, f);
    s.put16(0x2C, f.pci.subsystem_vendor);
    s.put16(0x2E, f.pci.subsystem_device);
  }
  s.put8(0x3C, f.type == PortType::none ? 0x0B : 0xFF);
  s.put8(0x3D, 1U + f.function % 4U);
  if (at.subsystem != 0 && f.pci.subsystem_vendor != 0) {
    s.capability(at.subsystem, kSubsystem);
    s.put16(at.subsystem + 4U, f.pci.subsystem_vendor);
    s.put16(at.subsystem + 6U, f.pci.subsystem_device);
  }
  if (at.power != 0) {
    s.capability(at.power, kPowerManagement);
    s.put16(at.power + 2U, 0xC803);
    s.put16(at.power + 4U, 0x0008);
  }
  if (at.msi != 0) {
    s.capability(at.msi, kMsi);
    s.put16(at.msi + 2U, f.bridge ? 0x0103 : 0x0180);
  }
  if (at.msix != 0) {
    s.capability(at.msix, kMsiX);
    s.put16(at.msix + 2U, 0x8000U | (f.pci.class_code == 0x010802 ? 128U : 63U));
    s.put32(at.msix + 4U, 0x00000003);
    s.put32(at.msix + 8U, 0x00001003);
  }
  if (at.express != 0) {
    s.capability(at.express, kExpress);
    put_express(s, at.express, f);
  }
  return std::move(s).release();
}

}  // namespace assay::simulate
