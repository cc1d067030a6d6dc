// Processors (type 4) and their caches (type 7), DSP0134 clauses 7.5 and 7.8. One structure stands
// for a socket, populated or not.
#pragma once

#include <string>

#include "formats/smbios/values.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios {

/// Type 4.
struct Processor {
  static constexpr std::uint8_t kType = 4;
  Text socket_designation;
  std::optional<Coded> type;
  std::optional<Coded> family;  ///< of byte 6, or of word 0x28 where that says so
  Text manufacturer;
  Number<std::uint64_t> id;  ///< x86: EAX of CPUID 1 in the low half, EDX in the high one
  Text version;
  std::optional<Millivolts> voltage;
  std::optional<Flags> voltages;         ///< 7.5.4: older firmware names what it can do
  Number<std::uint16_t> external_clock;  ///< MHz
  Number<std::uint16_t> max_speed;       ///< MHz; what the socket can do
  Number<std::uint16_t> current_speed;   ///< MHz
  std::optional<bool> populated;
  std::optional<Coded> status;  ///< of a populated socket
  std::optional<Coded> upgrade;
  std::optional<Handle> l1_cache, l2_cache, l3_cache;
  Text serial_number, asset_tag, part_number;
  Number<std::uint16_t> core_count, core_enabled, thread_count;
  std::optional<Flags> characteristics;
  Number<std::uint16_t> thread_enabled;
  Text socket_type;
  /// What dmidecode printed of the ID; `dmidecode -q` prints this alone.
  std::string_view printed_signature;

  static void fields(auto& s, auto&& f) {
    f(Field{"socket_designation", "Socket Designation", 4}, s.socket_designation);
    f(Field{"processor_type", "Type", 5, words::processor_type}, s.type);
    f(Field{"family", "Family", 0, words::processor_family}, s.family);
    f(Field{"manufacturer", "Manufacturer", 7}, s.manufacturer);
    f(Field{"id", ""}, s.id);
    f(Field{"version", "Version", 0x10}, s.version);
    f(Field{"voltage_mv", ""}, s.voltage);
    f(Field{"voltages", "", 0, words::legacy_voltage}, s.voltages);
    f(Field{"external_clock_mhz", "External Clock", 0x12}, s.external_clock);
    f(Field{"max_speed_mhz", "Max Speed", 0x14}, s.max_speed);
    f(Field{"current_speed_mhz", "Current Speed", 0x16}, s.current_speed);
    f(Field{"populated", ""}, s.populated);
    f(Field{"status", "", 0, words::processor_status}, s.status);
    f(Field{"upgrade", "Upgrade", 0x19, words::processor_upgrade}, s.upgrade);
    f(Field{"l1_cache_handle", "L1 Cache Handle", 0x1A}, s.l1_cache);
    f(Field{"l2_cache_handle", "L2 Cache Handle", 0x1C}, s.l2_cache);
    f(Field{"l3_cache_handle", "L3 Cache Handle", 0x1E}, s.l3_cache);
    f(Field{"serial_number", "Serial Number", 0x20}, s.serial_number);
    f(Field{"asset_tag", "Asset Tag", 0x21}, s.asset_tag);
    f(Field{"part_number", "Part Number", 0x22}, s.part_number);
    f(Field{"core_count", "Core Count"}, s.core_count);
    f(Field{"core_enabled", "Core Enabled"}, s.core_enabled);
    f(Field{"thread_count", "Thread Count"}, s.thread_count);
    f(Field{"characteristics", "Characteristics", 0x26, words::processor_characteristics, 2},
      s.characteristics);
    f(Field{"thread_enabled", "Thread Enabled"}, s.thread_enabled);
    f(Field{"socket_type", "Socket Type", 0x32}, s.socket_type);
  }
};

/// 7.5.3 in words: "family 6, model 85, stepping 7" of an x86 processor, "implementer 0x41, variant
/// 0x3, architecture 15, part 0xD0C, revision 1" of an Arm one; empty where there is no ID.
[[nodiscard]] std::string signature(const Processor& processor);

/// Type 7.
struct Cache {
  static constexpr std::uint8_t kType = 7;
  Text socket_designation;
  Number<std::uint8_t> level;  ///< from 1
  std::optional<Coded> socketed, location, enabled, mode;
  std::optional<Size> maximum_size, installed_size;
  std::optional<Flags> supported_sram, current_sram;
  Number<std::uint8_t> speed;  ///< nanoseconds
  std::optional<Coded> error_correction, system_type, associativity;

  static void fields(auto& s, auto&& f) {
    f(Field{"socket_designation", "Socket Designation", 4}, s.socket_designation);
    f(Field{"level", ""}, s.level);
    f(Field{"socketed", "", 5, words::cache_socketed, 2, 3, 1}, s.socketed);
    f(Field{"location", "Location", 5, words::cache_location, 2, 5, 3}, s.location);
    f(Field{"enabled", "", 5, words::enabled, 2, 7, 1}, s.enabled);
    f(Field{"operational_mode", "Operational Mode", 5, words::cache_mode, 2, 8, 3}, s.mode);
    f(Field{"maximum_size", "Maximum Size"}, s.maximum_size);
    f(Field{"installed_size", "Installed Size"}, s.installed_size);
    f(Field{"supported_sram_types", "Supported SRAM Types", 0x0B, words::sram_type, 2},
      s.supported_sram);
    f(Field{"current_sram_type", "Installed SRAM Type", 0x0D, words::sram_type, 2}, s.current_sram);
    f(Field{"speed_ns", "Speed", 0x0F}, s.speed);
    f(Field{"error_correction_type", "Error Correction Type", 0x10, words::cache_error_correction},
      s.error_correction);
    f(Field{"system_cache_type", "System Type", 0x11, words::cache_type}, s.system_type);
    f(Field{"associativity", "Associativity", 0x12, words::cache_associativity}, s.associativity);
  }
};

}  // namespace assay::formats::smbios
