#include "formats/platform/class_registry.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"

namespace assay::formats::platform {
namespace {

struct Row {
  std::uint32_t value;
  std::string_view name;
};

// TCG Component Class Registry: upper half the category, lower half the type. Sorted.
constexpr std::array<Row, 239> kTcg{{
    {0x00000000, "general component"},
    {0x00000001, "unknown component"},
    {0x00010000, "processor"},
    {0x00010002, "processor"},
    {0x00010003, "math coprocessor"},
    {0x00010004, "signal processor"},
    {0x00010005, "video processor"},
    {0x00010006, "graphics processor"},
    {0x00020000, "chassis"},
    {0x00020001, "chassis"},
    {0x00020002, "desktop case"},
    {0x00020003, "low-profile desktop case"},
    {0x00020004, "pizza-box case"},
    {0x00020005, "mini tower"},
    {0x00020006, "tower"},
    {0x00020007, "portable"},
    {0x00020008, "laptop"},
    {0x00020009, "notebook"},
    {0x0002000A, "hand-held"},
    {0x0002000B, "docking station"},
    {0x0002000C, "all-in-one"},
    {0x0002000D, "sub-notebook"},
    {0x0002000E, "space-saving case"},
    {0x0002000F, "lunch-box case"},
    {0x00020010, "main server chassis"},
    {0x00020011, "expansion chassis"},
    {0x00020012, "sub-chassis"},
    {0x00020013, "bus expansion chassis"},
    {0x00020014, "peripheral chassis"},
    {0x00020015, "RAID chassis"},
    {0x00020016, "rack-mount chassis"},
    {0x00020017, "sealed-case PC"},
    {0x00020018, "multi-system chassis"},
    {0x00020019, "CompactPCI chassis"},
    {0x0002001A, "AdvancedTCA chassis"},
    {0x0002001B, "blade"},
    {0x0002001C, "blade enclosure"},
    {0x0002001D, "tablet"},
    {0x0002001E, "convertible"},
    {0x0002001F, "detachable"},
    {0x00020020, "IoT gateway"},
    {0x00020021, "embedded PC"},
    {0x00020022, "mini PC"},
    {0x00020023, "stick PC"},
    {0x00020024, "1U chassis"},
    {0x00020025, "2U chassis"},
    {0x00020026, "3U chassis"},
    {0x00020027, "4U chassis"},
    {0x00020028, "5U chassis"},
    {0x00020029, "6U chassis"},
    {0x0002002A, "7U chassis"},
    {0x0002002B, "8U chassis"},
    {0x00030000, "board"},
    {0x00030002, "daughter board"},
    {0x00030003, "motherboard"},
    {0x00030004, "riser card"},
    {0x00040000, "module"},
    {0x00040002, "SAS bridge board"},
    {0x00040003, "processor module"},
    {0x00040004, "I/O module"},
    {0x00040005, "memory module"},
    {0x00040006, "power module"},
    {0x00040007, "processor and memory module"},
    {0x00040008, "processor and I/O module"},
    {0x00040009, "TPM"},
    {0x00050000, "controller"},
    {0x00050002, "video controller"},
    {0x00050003, "SCSI controller"},
    {0x00050004, "Ethernet controller"},
    {0x00050005, "token ring controller"},
    {0x00050006, "audio controller"},
    {0x00050007, "parallel ATA controller"},
    {0x00050008, "SATA controller"},
    {0x00050009, "SAS controller"},
    {0x0005000A, "LED display controller"},
    {0x0005000B, "RAID controller"},
    {0x0005000C, "remote access controller"},
    {0x0005000E, "USB controller"},
    {0x0005000F, "multi-function storage controller"},
    {0x00050010, "multi-function network controller"},
    {0x00050011, "smart I/O controller"},
    {0x00060000, "memory"},
    {0x00060002, "port controller"},
    {0x00060003, "baseboard management controller"},
    {0x00060004, "DRAM"},
    {0x00060005, "EDRAM"},
    {0x00060006, "VRAM"},
    {0x00060007, "SRAM"},
    {0x00060008, "RAM"},
    {0x00060009, "ROM"},
    {0x0006000A, "flash memory"},
    {0x0006000B, "EEPROM"},
    {0x0006000C, "FEPROM"},
    {0x0006000D, "EPROM"},
    {0x0006000E, "CDRAM"},
    {0x0006000F, "3DRAM"},
    {0x00060010, "SDRAM"},
    {0x00060011, "SGRAM"},
    {0x00060012, "RDRAM"},
    {0x00060013, "DDR memory"},
    {0x00060014, "DDR2 memory"},
    {0x00060015, "DDR3 memory"},
    {0x00060016, "DDR4 memory"},
    {0x00060017, "LPDDR memory"},
    {0x00060018, "LPDDR2 memory"},
    {0x00060019, "LPDDR3 memory"},
    {0x0006001A, "LPDDR4 memory"},
    {0x0006001B, "NVRAM"},
    {0x0006001C, "3D XPoint memory"},
    {0x00070000, "storage"},
    {0x00070002, "storage drive"},
    {0x00070003, "solid state drive"},
    {0x00070004, "M.2 drive"},
    {0x00070005, "hard disk"},
    {0x00080000, "media drive"},
    {0x00080002, "floppy drive"},
    {0x00080003, "tape drive"},
    {0x00080004, "PCIe drive"},
    {0x00080005, "CD drive"},
    {0x00080006, "DVD drive"},
    {0x00080007, "Blu-ray drive"},
    {0x00090000, "network adapter"},
    {0x00090002, "Ethernet adapter"},
    {0x00090003, "Wi-Fi adapter"},
    {0x00090004, "Bluetooth adapter"},
    {0x00090005, "cellular adapter"},
    {0x00090006, "Zigbee adapter"},
    {0x00090007, "3G adapter"},
    {0x00090008, "4G adapter"},
    {0x00090009, "5G adapter"},
    {0x0009000A, "network switch"},
    {0x0009000B, "network router"},
    {0x000A0000, "energy object"},
    {0x000A0002, "power supply"},
    {0x000A0003, "battery"},
    {0x000A0004, "coin battery"},
    {0x000A0005, "capacitor battery"},
    {0x000B0000, "sensor"},
    {0x000B0002, "optical sensor"},
    {0x000B0003, "temperature sensor"},
    {0x000B0004, "proximity sensor"},
    {0x000B0005, "infrared sensor"},
    {0x000B0006, "chemical sensor"},
    {0x000B0007, "motion sensor"},
    {0x000B0008, "level sensor"},
    {0x000B0009, "gyroscope"},
    {0x000B000A, "humidity sensor"},
    {0x000B000B, "accelerometer"},
    {0x000C0000, "display"},
    {0x000C0002, "LCD panel"},
    {0x000C0003, "LED panel"},
    {0x000C0004, "OLED panel"},
    {0x000C0005, "CRT"},
    {0x000D0000, "cooling"},
    {0x000D0002, "thermal assembly"},
    {0x000D0003, "fan"},
    {0x000D0004, "chassis fan"},
    {0x000D0005, "socket fan"},
    {0x000D0006, "heat sink"},
    {0x000D0007, "liquid cooling"},
    {0x000E0000, "input device"},
    {0x000E0002, "mouse"},
    {0x000E0003, "trackball"},
    {0x000E0004, "track point"},
    {0x000E0005, "glide point"},
    {0x000E0006, "touch pad"},
    {0x000E0007, "touch screen"},
    {0x000E0008, "camera"},
    {0x000E0009, "fingerprint reader"},
    {0x000E000A, "keyboard"},
    {0x000E000B, "smart card reader"},
    {0x000E000C, "biometric reader"},
    {0x000E000D, "joystick"},
    {0x000E000E, "game controller"},
    {0x000E000F, "infrared camera"},
    {0x000E0010, "face recognition camera"},
    {0x000E0011, "scanner"},
    {0x000F0000, "slot"},
    {0x000F0002, "socket"},
    {0x000F0003, "ISA slot"},
    {0x000F0004, "PCI slot"},
    {0x000F0005, "AGP slot"},
    {0x000F0006, "PCI-X slot"},
    {0x000F0007, "M.2 slot"},
    {0x000F0008, "MXM slot"},
    {0x000F0009, "PCI Express slot"},
    {0x000F000A, "PCI Express mini slot"},
    {0x000F000B, "PC-98 slot"},
    {0x000F000C, "memory slot"},
    {0x00100000, "port"},
    {0x00100002, "parallel port"},
    {0x00100003, "serial port"},
    {0x00100004, "SCSI port"},
    {0x00100005, "MIDI port"},
    {0x00100006, "USB port"},
    {0x00100007, "FireWire port"},
    {0x00100008, "PCMCIA port"},
    {0x00100009, "ATA port"},
    {0x0010000A, "SATA port"},
    {0x0010000B, "SAS port"},
    {0x0010000C, "optical port"},
    {0x0010000D, "DisplayPort"},
    {0x0010000E, "mini DisplayPort"},
    {0x0010000F, "HDMI port"},
    {0x00100010, "mini HDMI port"},
    {0x00100011, "micro HDMI port"},
    {0x00100012, "Thunderbolt port"},
    {0x00100013, "VGA port"},
    {0x00110000, "discrete part"},
    {0x00110002, "capacitor"},
    {0x00110003, "resistor"},
    {0x00110004, "inductor"},
    {0x00110005, "diode"},
    {0x00110006, "oscillator"},
    {0x00110007, "logic gate"},
    {0x00110008, "ferrite bead"},
    {0x00110009, "transistor"},
    {0x0011000A, "fuse"},
    {0x0011000B, "voltage regulator"},
    {0x0011000C, "DC/DC converter"},
    {0x0011000D, "switching regulator"},
    {0x0011000E, "power switch"},
    {0x00120000, "cable"},
    {0x00120002, "AC adapter"},
    {0x00120003, "power cord"},
    {0x00120004, "SATA cable"},
    {0x00120005, "SATA power cable"},
    {0x00120006, "drive cable"},
    {0x00120007, "power supply cable"},
    {0x00120008, "IDE cable"},
    {0x00120009, "Molex cable"},
    {0x0012000A, "ribbon cable"},
    {0x0012000B, "PCI Express cable"},
    {0x00130000, "firmware"},
    {0x00130002, "UEFI firmware"},
    {0x00130003, "BIOS"},
    {0x00130004, "drive firmware"},
    {0x00130005, "boot loader"},
    {0x00130006, "management module firmware"},
}};

// SMBIOS structure types (DSP0134, clause 7). Sorted.
constexpr std::array<Row, 22> kSmbios{{
    {0, "BIOS"},
    {1, "system"},
    {2, "baseboard"},
    {3, "chassis"},
    {4, "processor"},
    {7, "cache"},
    {8, "port connector"},
    {9, "slot"},
    {10, "on-board device"},
    {16, "memory array"},
    {17, "memory device"},
    {22, "battery"},
    {26, "voltage probe"},
    {27, "cooling device"},
    {28, "temperature probe"},
    {38, "IPMI device"},
    {39, "power supply"},
    {41, "on-board device"},
    {42, "management controller host interface"},
    {43, "TPM device"},
    {44, "processor"},
    {45, "firmware inventory"},
}};

// PhysicalClass (RFC 6933).
constexpr std::array<std::string_view, 16> kIetf{
    "",        "other",         "unknown", "chassis", "backplane", "container", "power supply",
    "fan",     "sensor",        "module",  "port",    "stack",     "processor", "energy object",
    "battery", "storage drive",
};

// PCI base classes (PCI Code and ID Assignment, 1).
constexpr std::array<std::string_view, 20> kPci{
    "unclassified device",
    "mass storage controller",
    "network controller",
    "display controller",
    "multimedia controller",
    "memory controller",
    "bridge",
    "communication controller",
    "system peripheral",
    "input device",
    "docking station",
    "processor",
    "serial bus controller",
    "wireless controller",
    "intelligent I/O controller",
    "satellite controller",
    "encryption controller",
    "signal processing controller",
    "processing accelerator",
    "instrumentation",
};

template <std::size_t N>
std::string_view find(const std::array<Row, N>& rows, std::uint32_t value) noexcept {
  const auto it = std::ranges::lower_bound(rows, value, {}, &Row::value);
  return it != rows.end() && it->value == value ? it->name : std::string_view{};
}
template <std::size_t N>
std::string_view find(const std::array<std::string_view, N>& rows, std::uint32_t value) noexcept {
  return value < rows.size() ? rows[value] : std::string_view{};
}

std::string_view tcg_name(std::uint32_t value) noexcept {
  const std::string_view exact = find(kTcg, value);
  return exact.empty() ? find(kTcg, value & 0xFFFF0000U) : exact;
}

}  // namespace

Registry registry_of(std::string_view oid) noexcept {
  constexpr std::string_view kPrefix = "2.23.133.18.3.";
  if (!oid.starts_with(kPrefix) || oid.size() != kPrefix.size() + 1) return Registry::unknown;
  const char last = oid.back();
  return last >= '1' && last <= '5' ? static_cast<Registry>(last - '0') : Registry::unknown;
}

std::string_view name(Registry registry) noexcept {
  constexpr std::array<std::string_view, 6> kNames{"", "TCG", "IETF", "SMBIOS", "PCI", "storage"};
  return kNames[static_cast<std::size_t>(registry)];
}

std::string class_name(const ComponentClass& cls) {
  const Registry registry = registry_of(cls.registry);
  std::string_view words;
  switch (registry) {
    case Registry::tcg:
      words = tcg_name(cls.value);
      break;
    case Registry::ietf:
      words = find(kIetf, cls.value);
      break;
    case Registry::smbios:
      words = find(kSmbios, smbios_type(cls.value));
      break;
    case Registry::pci:
      words = find(kPci, pci_class_code(cls.value) >> 16U);
      break;
    case Registry::storage:
      words = "storage device";
      break;
    case Registry::unknown:
      break;
  }
  if (!words.empty()) return std::string(words);
  return fmt::format("class 0x{:08x} of {}", cls.value,
                     registry == Registry::unknown ? base::printable(cls.registry, 100)
                                                   : std::string(name(registry)));
}

}  // namespace assay::formats::platform
