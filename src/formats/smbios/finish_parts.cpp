// Types 4, 7, 9, 16, 17, 19, 20 and 39: what is put together from several places, and values that
// stand for "unknown".
#include <algorithm>
#include <fmt/format.h>

#include "formats/smbios/fill.h"

namespace assay::formats::smbios {
namespace {

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * 1024;

// 7.5.6 and on: a byte whose 0xFF sends to a word of version 3.0; 0 is unknown.
Number<std::uint16_t> count_at(const Structure& s, std::size_t byte, std::size_t word) noexcept {
  const auto small = get<std::uint8_t>(s, byte);
  if (!small || *small == 0) return std::nullopt;
  if (*small == 0xFF)
    if (const auto large = get<std::uint16_t>(s, word); large && *large != 0) return large;
  return *small;
}

// 7.8.1: bit 15 is the unit, 1 or 64 KiB; a field of all ones sends to the 32-bit one of 3.1.
std::optional<Size> cache_size(const Structure& s, std::size_t word, std::size_t dword) noexcept {
  if (const auto large = get<std::uint32_t>(s, dword)) {
    const std::uint64_t n = *large & 0x7FFFFFFFU;
    return Size{n * ((*large >> 31U) != 0 ? 64 : 1) * kKiB};
  }
  const auto small = get<std::uint16_t>(s, word);
  if (!small) return std::nullopt;
  return Size{(*small & 0x7FFFULL) * ((*small >> 15U) != 0 ? 64 : 1) * kKiB};
}

// 7.18.4, 7.18.5: in MiB, in KiB where bit 15 is set; 0x7FFF sends to the extended size.
std::optional<Size> module_size(const Structure& s) noexcept {
  const auto size = get<std::uint16_t>(s, 0x0C);
  if (!size || *size == 0xFFFF) return std::nullopt;
  if (*size == 0x7FFF)
    if (const auto extended = get<std::uint32_t>(s, 0x1C))
      return Size{(*extended & 0x7FFFFFFFULL) * kMiB};
  return Size{(*size & 0x7FFFULL) * ((*size & 0x8000U) != 0 ? kKiB : kMiB)};
}

Number<std::uint32_t> module_speed(const Structure& s, std::size_t word,
                                   std::size_t dword) noexcept {
  const auto speed = get<std::uint16_t>(s, word);
  if (!speed || *speed == 0) return std::nullopt;
  if (*speed != 0xFFFF) return *speed;
  const auto extended = get<std::uint32_t>(s, dword);
  if (!extended || (*extended & 0x7FFFFFFFU) == 0) return std::nullopt;
  return *extended & 0x7FFFFFFFU;
}

// 7.20: in KiB, the end being the last one; all ones send to the 64-bit addresses of 2.7.
template <class T>
void addresses(const Structure& s, std::size_t extended, T& out) noexcept {
  const auto start = get<std::uint32_t>(s, 4);
  const auto end = get<std::uint32_t>(s, 8);
  if (!start || !end) return;
  if (*start == 0xFFFFFFFFU && get<std::uint64_t>(s, extended + 8)) {
    out.start = get<std::uint64_t>(s, extended);
    out.end = get<std::uint64_t>(s, extended + 8);
    return;
  }
  out.start = *start * kKiB;
  out.end = *end * kKiB + (kKiB - 1);
}

}  // namespace

void finish(const Structure& s, std::optional<Version>, Processor& out) {
  auto family = std::uint16_t{get<std::uint8_t>(s, 6).value_or(0)};
  if (family == 0xFE) family = get<std::uint16_t>(s, 0x28).value_or(family);
  if (s.formatted.size() > 6) out.family = coded(family, words::processor_family);
  if (family == 0xBE) {
    // One code for two families: the manufacturer tells which.
    if (or_empty(out.manufacturer).find("Intel") != std::string_view::npos)
      out.family->text = "Core 2";
    if (or_empty(out.manufacturer).find("AMD") != std::string_view::npos) out.family->text = "K7";
  }
  out.id = get<std::uint64_t>(s, 8);
  drop(out.id, 0);
  if (const auto volts = get<std::uint8_t>(s, 0x11); volts && *volts != 0) {
    if ((*volts & 0x80U) != 0)
      out.voltage = Millivolts{(*volts & 0x7FU) * 100U};
    else if ((*volts & 7U) != 0)
      out.voltages = Flags{*volts & 7U};
  }
  drop(out.external_clock, 0);
  drop(out.max_speed, 0);
  drop(out.current_speed, 0);
  if (const auto status = get<std::uint8_t>(s, 0x18)) {
    out.populated = (*status & 0x40U) != 0;
    if (*out.populated) out.status = coded(*status & 7U, words::processor_status);
  }
  out.core_count = count_at(s, 0x23, 0x2A);
  out.core_enabled = count_at(s, 0x24, 0x2C);
  out.thread_count = count_at(s, 0x25, 0x2E);
  out.thread_enabled = get<std::uint16_t>(s, 0x30);
  drop(out.thread_enabled, 0);
}

std::string signature(const Processor& p) {
  if (!p.id) {
    std::string out(p.printed_signature);
    if (out.starts_with("Type ")) out.erase(0, std::min(out.find(", "), out.size() - 2) + 2);
    std::ranges::transform(out, out.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return out;
  }
  const auto low = static_cast<std::uint32_t>(*p.id);
  const std::string_view family = p.family ? p.family->text : std::string_view{};
  const auto has = [&](std::string_view word) {
    return family.find(word) != std::string_view::npos;
  };
  if (has("ARM")) {
    if (p.characteristics && ((p.characteristics->bits >> 9U) & 1U) != 0)
      return fmt::format(
          "JEP-106 bank 0x{:02x} manufacturer 0x{:02x}, SoC 0x{:04x}, revision 0x{:x}",
          (low >> 24U) & 0x7FU, (low >> 16U) & 0x7FU, low & 0xFFFFU, *p.id >> 32U);
    return fmt::format(
        "implementer 0x{:02X}, variant 0x{:X}, architecture {}, part 0x{:03X}, revision {}",
        low >> 24U, (low >> 20U) & 0xFU, (low >> 16U) & 0xFU, (low >> 4U) & 0xFFFU, low & 0xFU);
  }
  for (const std::string_view other : {"Power PC", "Alpha", "MIPS", "SPARC", "PA-RISC", "Itanium",
                                       "RV32", "RV64", "RV128", "Loong"})
    if (has(other)) return {};
  const std::uint32_t base = (low >> 8U) & 0xFU;
  const bool extended = base == 0xF || base == 6;
  return fmt::format("family {}, model {}, stepping {}",
                     base + (base == 0xF ? (low >> 20U) & 0xFFU : 0),
                     ((low >> 4U) & 0xFU) + (extended ? (low >> 12U) & 0xF0U : 0), low & 0xFU);
}

void finish(const Structure& s, std::optional<Version>, Cache& out) {
  if (const auto configuration = get<std::uint16_t>(s, 5))
    out.level = static_cast<std::uint8_t>((*configuration & 7U) + 1);
  out.maximum_size = cache_size(s, 7, 0x13);
  out.installed_size = cache_size(s, 9, 0x17);
  drop(out.speed, 0);
}

void finish(const Structure& s, std::optional<Version>, MemoryArray& out) {
  const auto small = get<std::uint32_t>(s, 7);
  if (!small) return;
  if (*small != 0x80000000U)
    out.maximum_capacity = Size{*small * kKiB};
  else if (const auto large = get<std::uint64_t>(s, 0x0F))
    out.maximum_capacity = Size{*large};
}

void finish(const Structure& s, std::optional<Version>, MemoryDevice& out) {
  for (auto* width : {&out.total_width, &out.data_width}) {
    drop(*width, 0xFFFF);
    drop(*width, 0);
  }
  out.size = module_size(s);
  drop(out.device_set, 0);
  drop(out.device_set, 0xFF);
  out.speed = module_speed(s, 0x15, 0x54);
  out.configured_speed = module_speed(s, 0x20, 0x58);
  if (const auto attributes = get<std::uint8_t>(s, 0x1B); attributes && (*attributes & 0xFU) != 0)
    out.rank = static_cast<std::uint8_t>(*attributes & 0xFU);
  drop(out.module_product, 0);
  drop(out.controller_product, 0);
  drop(out.pmic0_revision, 0xFF00);
  drop(out.rcd_revision, 0xFF00);
}

void finish(const Structure& s, std::optional<Version>, ArrayMappedAddress& out) {
  addresses(s, 0x0F, out);
}

void finish(const Structure& s, std::optional<Version>, DeviceMappedAddress& out) {
  addresses(s, 0x13, out);
  drop(out.row_position, 0xFF);
  for (auto* member : {&out.interleave_position, &out.interleaved_depth}) {
    drop(*member, 0);
    drop(*member, 0xFF);
  }
}

void finish(const Structure& s, std::optional<Version>, SystemSlot& out) {
  if (const auto low = get<std::uint8_t>(s, 0x0B))
    out.characteristics =
        Flags{*low | (std::uint64_t{get<std::uint8_t>(s, 0x0C).value_or(0)} << 8U)};
  const std::size_t count = get<std::uint8_t>(s, 0x12).value_or(0);
  std::size_t at = 0x13;
  for (std::size_t i = 0; i < count; ++i, at += 5) {
    const auto width = get<std::uint8_t>(s, at + 4);
    if (!width) return;
    if (const auto address = address_at(s, at)) out.peers.push_back({*address, *width});
  }
  out.generation = get<std::uint8_t>(s, at);
  drop(out.generation, 0);
  if (const auto width = get<std::uint8_t>(s, at + 1); width && *width != 0)
    out.physical_width = coded(*width, words::slot_width);
  out.pitch = get<std::uint16_t>(s, at + 2);
  drop(out.pitch, 0);
  if (const auto height = get<std::uint8_t>(s, at + 4))
    out.height = coded(*height, words::slot_height);
}

void finish(const Structure& s, std::optional<Version>, PowerSupply& out) {
  drop(out.unit_group, 0);
  drop(out.max_power, 0x8000);
  const auto bits = get<std::uint16_t>(s, 0x0E);
  if (!bits) return;
  out.present = (*bits & 2U) != 0;
  if (*out.present) out.status = coded((*bits >> 7U) & 7U, words::power_supply_status);
  out.plugged = coded((*bits & 4U) != 0 ? 0 : 1, words::yes);
}

}  // namespace assay::formats::smbios
