// Words of types 0 to 3, 8 to 14 and 32: firmware, system, board, chassis, connectors and slots.
#include "formats/smbios/pick.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios::words {

std::string_view bios_characteristics(std::uint32_t bit) noexcept {
  static constexpr auto kBits = list(
      "BIOS characteristics not supported", "ISA is supported", "MCA is supported",
      "EISA is supported", "PCI is supported", "PC Card (PCMCIA) is supported", "PNP is supported",
      "APM is supported", "BIOS is upgradeable", "BIOS shadowing is allowed", "VLB is supported",
      "ESCD support is available", "Boot from CD is supported", "Selectable boot is supported",
      "BIOS ROM is socketed", "Boot from PC Card (PCMCIA) is supported", "EDD is supported",
      "Japanese floppy for NEC 9800 1.2 MB is supported (int 13h)",
      "Japanese floppy for Toshiba 1.2 MB is supported (int 13h)",
      "5.25\"/360 kB floppy services are supported (int 13h)",
      "5.25\"/1.2 MB floppy services are supported (int 13h)",
      "3.5\"/720 kB floppy services are supported (int 13h)",
      "3.5\"/2.88 MB floppy services are supported (int 13h)",
      "Print screen service is supported (int 5h)", "8042 keyboard services are supported (int 9h)",
      "Serial services are supported (int 14h)", "Printer services are supported (int 17h)",
      "CGA/mono video services are supported (int 10h)", "NEC PC-98");
  static constexpr auto kExtended = list(
      "ACPI is supported", "USB legacy is supported", "AGP is supported", "I2O boot is supported",
      "LS-120 boot is supported", "ATAPI Zip drive boot is supported",
      "IEEE 1394 boot is supported", "Smart battery is supported",
      "BIOS boot specification is supported", "Function key-initiated network boot is supported",
      "Targeted content distribution is supported", "UEFI is supported",
      "System is a virtual machine", "Manufacturing mode is supported",
      "Manufacturing mode is enabled");
  return bit >= 32 ? pick(kExtended, bit, 32) : pick(kBits, bit, 3);
}

std::string_view wake_up_type(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Reserved", "Other", "Unknown", "APM Timer", "Modem Ring", "LAN Remote", "Power Switch",
           "PCI PME#", "AC Power Restored");
  return pick(kWords, code, 0);
}

std::string_view board_features(std::uint32_t bit) noexcept {
  static constexpr auto kWords =
      list("Board is a hosting board", "Board requires at least one daughter board",
           "Board is removable", "Board is replaceable", "Board is hot swappable");
  return pick(kWords, bit, 0);
}

std::string_view board_type(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Unknown", "Other", "Server Blade", "Connectivity Switch", "System Management Module",
           "Processor Module", "I/O Module", "Memory Module", "Daughter Board", "Motherboard",
           "Processor+Memory Module", "Processor+I/O Module", "Interconnect Board");
  return pick(kWords, code);
}

std::string_view chassis_type(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Desktop", "Low Profile Desktop", "Pizza Box", "Mini Tower", "Tower",
           "Portable", "Laptop", "Notebook", "Hand Held", "Docking Station", "All In One",
           "Sub Notebook", "Space-saving", "Lunch Box", "Main Server Chassis", "Expansion Chassis",
           "Sub Chassis", "Bus Expansion Chassis", "Peripheral Chassis", "RAID Chassis",
           "Rack Mount Chassis", "Sealed-case PC", "Multi-system", "CompactPCI", "AdvancedTCA",
           "Blade", "Blade Enclosing", "Tablet", "Convertible", "Detachable", "IoT Gateway",
           "Embedded PC", "Mini PC", "Stick PC");
  return pick(kWords, code);
}

std::string_view chassis_state(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Safe", "Warning", "Critical", "Non-recoverable");
  return pick(kWords, code);
}

std::string_view chassis_security(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "None", "External Interface Locked Out",
                                      "External Interface Enabled");
  return pick(kWords, code);
}

std::string_view rack_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Unspecified", "OU");
  return pick(kWords, code, 0);
}

std::string_view present(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Not Present", "Present");
  return pick(kWords, code, 0);
}

std::string_view enabled(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Disabled", "Enabled");
  return pick(kWords, code, 0);
}

std::string_view yes(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("No", "Yes");
  return pick(kWords, code, 0);
}

std::string_view connector_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list(
      "None", "Centronics", "Mini Centronics", "Proprietary", "DB-25 male", "DB-25 female",
      "DB-15 male", "DB-15 female", "DB-9 male", "DB-9 female", "RJ-11", "RJ-45", "50 Pin MiniSCSI",
      "Mini DIN", "Micro DIN", "PS/2", "Infrared", "HP-HIL", "Access Bus (USB)", "SSA SCSI",
      "Circular DIN-8 male", "Circular DIN-8 female", "On Board IDE", "On Board Floppy",
      "9 Pin Dual Inline (pin 10 cut)", "25 Pin Dual Inline (pin 26 cut)", "50 Pin Dual Inline",
      "68 Pin Dual Inline", "On Board Sound Input From CD-ROM", "Mini Centronics Type-14",
      "Mini Centronics Type-26", "Mini Jack (headphones)", "BNC", "IEEE 1394",
      "SAS/SATA Plug Receptacle", "USB Type-C Receptacle");
  static constexpr auto kPc98 = list("PC-98", "PC-98 Hireso", "PC-H98", "PC-98 Note", "PC-98 Full");
  if (code == 0xFF) return "Other";
  return code >= 0xA0 ? pick(kPc98, code, 0xA0) : pick(kWords, code, 0);
}

std::string_view port_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list(
      "None", "Parallel Port XT/AT Compatible", "Parallel Port PS/2", "Parallel Port ECP",
      "Parallel Port EPP", "Parallel Port ECP/EPP", "Serial Port XT/AT Compatible",
      "Serial Port 16450 Compatible", "Serial Port 16550 Compatible",
      "Serial Port 16550A Compatible", "SCSI Port", "MIDI Port", "Joystick Port", "Keyboard Port",
      "Mouse Port", "SSA SCSI", "USB", "Firewire (IEEE P1394)", "PCMCIA Type I", "PCMCIA Type II",
      "PCMCIA Type III", "Cardbus", "Access Bus Port", "SCSI II", "SCSI Wide", "PC-98",
      "PC-98 Hireso", "PC-H98", "Video Port", "Audio Port", "Modem Port", "Network Port", "SATA",
      "SAS", "MFDP (Multi-Function Display Port)", "Thunderbolt");
  static constexpr auto k8251 = list("8251 Compatible", "8251 FIFO Compatible");
  if (code == 0xFF) return "Other";
  return code >= 0xA0 ? pick(k8251, code, 0xA0) : pick(kWords, code, 0);
}

std::string_view slot_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list(
      "Other", "Unknown", "ISA", "MCA", "EISA", "PCI", "PC Card (PCMCIA)", "VLB", "Proprietary",
      "Processor Card", "Proprietary Memory Card", "I/O Riser Card", "NuBus", "PCI-66", "AGP",
      "AGP 2x", "AGP 4x", "PCI-X", "AGP 8x", "M.2 Socket 1-DP", "M.2 Socket 1-SD", "M.2 Socket 2",
      "M.2 Socket 3", "MXM Type I", "MXM Type II", "MXM Type III", "MXM Type III-HE", "MXM Type IV",
      "MXM 3.0 Type A", "MXM 3.0 Type B", "PCI Express 2 SFF-8639 (U.2)",
      "PCI Express 3 SFF-8639 (U.2)", "PCI Express Mini 52-pin with bottom-side keep-outs",
      "PCI Express Mini 52-pin without bottom-side keep-outs", "PCI Express Mini 76-pin",
      "PCI Express 4 SFF-8639 (U.2)", "PCI Express 5 SFF-8639 (U.2)",
      "OCP NIC 3.0 Small Form Factor (SFF)", "OCP NIC 3.0 Large Form Factor (LFF)",
      "OCP NIC Prior to 3.0");
  static constexpr auto kHigh =
      list("PC-98/C20", "PC-98/C24", "PC-98/E", "PC-98/Local Bus", "PC-98/Card", "PCI Express",
           "PCI Express x1", "PCI Express x2", "PCI Express x4", "PCI Express x8",
           "PCI Express x16", "PCI Express 2", "PCI Express 2 x1", "PCI Express 2 x2",
           "PCI Express 2 x4", "PCI Express 2 x8", "PCI Express 2 x16", "PCI Express 3",
           "PCI Express 3 x1", "PCI Express 3 x2", "PCI Express 3 x4", "PCI Express 3 x8",
           "PCI Express 3 x16", "", "PCI Express 4", "PCI Express 4 x1", "PCI Express 4 x2",
           "PCI Express 4 x4", "PCI Express 4 x8", "PCI Express 4 x16", "PCI Express 5",
           "PCI Express 5 x1", "PCI Express 5 x2", "PCI Express 5 x4", "PCI Express 5 x8",
           "PCI Express 5 x16", "PCI Express 6+", "EDSFF E1", "EDSFF E3");
  if (code == 0x30) return "CXL FLexbus 1.0";
  return code >= 0xA0 ? pick(kHigh, code, 0xA0) : pick(kWords, code);
}

std::string_view slot_width(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "8-bit", "16-bit", "32-bit", "64-bit",
                                      "128-bit", "x1", "x2", "x4", "x8", "x12", "x16", "x32");
  return pick(kWords, code);
}

std::string_view slot_usage(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "Available", "In Use", "Unavailable");
  return pick(kWords, code);
}

std::string_view slot_length(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "Short", "Long",
                                      "2.5\" drive form factor", "3.5\" drive form factor");
  return pick(kWords, code);
}

std::string_view slot_height(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Not applicable", "Other", "Unknown", "Full height", "Low-profile");
  return pick(kWords, code, 0);
}

std::string_view slot_characteristics(std::uint32_t bit) noexcept {
  static constexpr auto kWords = list(
      "Unknown", "5.0 V is provided", "3.3 V is provided", "Opening is shared",
      "PC Card-16 is supported", "Cardbus is supported", "Zoom Video is supported",
      "Modem ring resume is supported", "PME signal is supported", "Hot-plug devices are supported",
      "SMBus signal is supported", "PCIe slot bifurcation is supported",
      "Async/surprise removal is supported", "Flexbus slot, CXL 1.0 capable",
      "Flexbus slot, CXL 2.0 capable", "Flexbus slot, CXL 3.0 capable");
  return pick(kWords, bit, 0);
}

std::string_view onboard_type(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Video", "SCSI Controller", "Ethernet", "Token Ring", "Sound",
           "PATA Controller", "SATA Controller", "SAS Controller", "Wireless LAN", "Bluetooth",
           "WWAN", "eMMC", "NVMe Controller", "UFS Controller");
  return pick(kWords, code);
}

std::string_view language_format(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Long", "Abbreviated");
  return pick(kWords, code, 0);
}

std::string_view boot_status(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("No errors detected", "No bootable media", "Operating system failed to load",
           "Firmware-detected hardware failure", "Operating system-detected hardware failure",
           "User-requested boot", "System security violation", "Previously-requested image",
           "System watchdog timer expired");
  if (code >= 192) return "Product-specific";
  if (code >= 128) return "OEM-specific";
  return pick(kWords, code, 0);
}

}  // namespace assay::formats::smbios::words
