// Words of types 4, 7, 16, 17 and 38 to 45: processors, caches, memory, power and management.
// The processor's family and socket have a file of their own.
#include "formats/smbios/pick.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios::words {

std::string_view processor_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "Central Processor", "Math Processor",
                                      "DSP Processor", "Video Processor");
  return pick(kWords, code);
}

std::string_view processor_status(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Unknown", "Enabled", "Disabled By User", "Disabled By BIOS", "Idle", "", "", "Other");
  return pick(kWords, code, 0);
}

std::string_view processor_characteristics(std::uint32_t bit) noexcept {
  static constexpr auto kWords = list(
      "Unknown", "64-bit capable", "Multi-Core", "Hardware Thread", "Execute Protection",
      "Enhanced Virtualization", "Power/Performance Control", "128-bit Capable", "Arm64 SoC ID");
  return pick(kWords, bit);
}

std::string_view legacy_voltage(std::uint32_t bit) noexcept {
  static constexpr auto kWords = list("5.0 V", "3.3 V", "2.9 V");
  return pick(kWords, bit, 0);
}

std::string_view cache_mode(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Write Through", "Write Back", "Varies With Memory Address", "Unknown");
  return pick(kWords, code, 0);
}

std::string_view cache_location(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Internal", "External", "", "Unknown");
  return pick(kWords, code, 0);
}

std::string_view cache_socketed(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Not Socketed", "Socketed");
  return pick(kWords, code, 0);
}

std::string_view sram_type(std::uint32_t bit) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "Non-burst", "Burst", "Pipeline Burst",
                                      "Synchronous", "Asynchronous");
  return pick(kWords, bit, 0);
}

std::string_view cache_error_correction(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "None", "Parity", "Single-bit ECC", "Multi-bit ECC");
  return pick(kWords, code);
}

std::string_view cache_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "Instruction", "Data", "Unified");
  return pick(kWords, code);
}

std::string_view cache_associativity(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Direct Mapped", "2-way Set-associative", "4-way Set-associative",
           "Fully Associative", "8-way Set-associative", "16-way Set-associative",
           "12-way Set-associative", "24-way Set-associative", "32-way Set-associative",
           "48-way Set-associative", "64-way Set-associative", "20-way Set-associative");
  return pick(kWords, code);
}

std::string_view array_location(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "System Board Or Motherboard", "ISA Add-on Card", "EISA Add-on Card",
           "PCI Add-on Card", "MCA Add-on Card", "PCMCIA Add-on Card", "Proprietary Add-on Card",
           "NuBus");
  static constexpr auto kHigh =
      list("PC-98/C20 Add-on Card", "PC-98/C24 Add-on Card", "PC-98/E Add-on Card",
           "PC-98/Local Bus Add-on Card", "CXL Add-on Card");
  return code >= 0xA0 ? pick(kHigh, code, 0xA0) : pick(kWords, code);
}

std::string_view array_use(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "System Memory", "Video Memory",
                                      "Flash Memory", "Non-volatile RAM", "Cache Memory");
  return pick(kWords, code);
}

std::string_view array_error_correction(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "None", "Parity", "Single-bit ECC", "Multi-bit ECC", "CRC");
  return pick(kWords, code);
}

std::string_view memory_form_factor(std::uint32_t code) noexcept {
  static constexpr auto kWords = list(
      "Other", "Unknown", "SIMM", "SIP", "Chip", "DIP", "ZIP", "Proprietary Card", "DIMM", "TSOP",
      "Row Of Chips", "RIMM", "SODIMM", "SRIMM", "FB-DIMM", "Die", "CAMM", "CUDIMM", "CSODIMM");
  return pick(kWords, code);
}

std::string_view memory_type(std::uint32_t code) noexcept {
  static constexpr auto kWords = list(
      "Other", "Unknown", "DRAM", "EDRAM", "VRAM", "SRAM", "RAM", "ROM", "Flash", "EEPROM",
      "FEPROM", "EPROM", "CDRAM", "3DRAM", "SDRAM", "SGRAM", "RDRAM", "DDR", "DDR2", "DDR2 FB-DIMM",
      "Reserved", "Reserved", "Reserved", "DDR3", "FBD2", "DDR4", "LPDDR", "LPDDR2", "LPDDR3",
      "LPDDR4", "Logical non-volatile device", "HBM", "HBM2", "DDR5", "LPDDR5", "HBM3");
  return pick(kWords, code);
}

std::string_view memory_type_detail(std::uint32_t bit) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Fast-paged", "Static Column", "Pseudo-static", "RAMBus",
           "Synchronous", "CMOS", "EDO", "Window DRAM", "Cache DRAM", "Non-Volatile",
           "Registered (Buffered)", "Unbuffered (Unregistered)", "LRDIMM");
  return pick(kWords, bit);
}

std::string_view memory_technology(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "DRAM", "NVDIMM-N", "NVDIMM-F",
                                      "NVDIMM-P", "Intel Optane DC persistent memory");
  return pick(kWords, code);
}

std::string_view memory_mode(std::uint32_t bit) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Volatile memory", "Byte-accessible persistent memory",
           "Block-accessible persistent memory");
  return pick(kWords, bit);
}

std::string_view ipmi_interface(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Unknown", "KCS (Keyboard Control Style)", "SMIC (Server Management Interface Chip)",
           "BT (Block Transfer)", "SSIF (SMBus System Interface)");
  return pick(kWords, code, 0);
}

std::string_view address_space(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Memory-mapped", "I/O", "SMBus");
  return pick(kWords, code, 0);
}

std::string_view register_spacing(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Successive Byte Boundaries", "32-bit Boundaries", "16-byte Boundaries");
  return pick(kWords, code, 0);
}

std::string_view interrupt_polarity(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Active Low", "Active High");
  return pick(kWords, code, 0);
}

std::string_view interrupt_trigger(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Edge", "Level");
  return pick(kWords, code, 0);
}

std::string_view power_supply_type(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Linear", "Switching", "Battery", "UPS", "Converter", "Regulator");
  return pick(kWords, code);
}

std::string_view power_supply_status(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "OK", "Non-critical", "Critical");
  return pick(kWords, code);
}

std::string_view range_switching(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("Other", "Unknown", "Manual", "Auto-switch", "Wide Range", "N/A");
  return pick(kWords, code);
}

std::string_view host_interface(std::uint32_t code) noexcept {
  static constexpr auto kWords =
      list("KCS: Keyboard Controller Style", "8250 UART Register Compatible",
           "16450 UART Register Compatible", "16550/16550A UART Register Compatible",
           "16650/16650A UART Register Compatible", "16750/16750A UART Register Compatible",
           "16850/16850A UART Register Compatible");
  if (code == 0x40) return "Network";
  if (code == 0xF0) return "OEM";
  if (code < 2 || (code > 8 && code < 0x40)) return "MCTP";
  return pick(kWords, code, 2);
}

std::string_view host_device(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("USB", "PCI/PCIe", "USB v2", "PCI/PCIe v2");
  return code >= 0x80 ? std::string_view("OEM") : pick(kWords, code, 2);
}

std::string_view host_protocol(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Reserved", "Reserved", "IPMI", "MCTP", "Redfish over IP");
  return code == 0xF0 ? std::string_view("OEM") : pick(kWords, code, 0);
}

std::string_view ip_assignment(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Unknown", "Static", "DHCP", "AutoConf", "Host Selected");
  return pick(kWords, code, 0);
}

std::string_view ip_format(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Unknown", "IPv4", "IPv6");
  return pick(kWords, code, 0);
}

std::string_view tpm_characteristics(std::uint32_t bit) noexcept {
  static constexpr auto kWords =
      list("TPM Device characteristics not supported", "Family configurable via firmware update",
           "Family configurable via platform software support",
           "Family configurable via OEM proprietary mechanism");
  return pick(kWords, bit, 2);
}

std::string_view firmware_characteristics(std::uint32_t bit) noexcept {
  static constexpr auto kWords = list("Updatable", "Write-Protect");
  return pick(kWords, bit, 0);
}

std::string_view firmware_state(std::uint32_t code) noexcept {
  static constexpr auto kWords = list("Other", "Unknown", "Disabled", "Enabled", "Absent",
                                      "Stand-by Offline", "Stand-by Spare", "Unavailable Offline");
  return pick(kWords, code);
}

}  // namespace assay::formats::smbios::words
