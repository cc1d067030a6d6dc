// Types 0 to 3 and 10 to 14: what is put together from several places of the structure.
#include <algorithm>

#include "bytes/text.h"
#include "formats/smbios/fill.h"

namespace assay::formats::smbios {
namespace {

constexpr std::uint64_t kKiB = 1024;

std::optional<Release> release_at(const Structure& s, std::size_t at) noexcept {
  const auto major = get<std::uint8_t>(s, at);
  const auto minor = get<std::uint8_t>(s, at + 1);
  if (!major || !minor || *major == 0xFF || *minor == 0xFF) return std::nullopt;
  return Release{*major, *minor};
}

// 7.1: byte 9 counts 64 KiB from one; 0xFF sends to the extended size of 3.1, a unit in its two
// highest bits.
std::optional<Size> rom_size(const Structure& s) noexcept {
  const auto small = get<std::uint8_t>(s, 9);
  if (!small) return std::nullopt;
  if (*small != 0xFF) return Size{(*small + std::uint64_t{1}) * 64 * kKiB};
  const auto extended = get<std::uint16_t>(s, 0x18);
  if (!extended) return Size{16 * kKiB * kKiB};
  const unsigned unit = *extended >> 14U;
  if (unit > 1) return std::nullopt;
  return Size{(*extended & 0x3FFFULL) * kKiB * kKiB * (unit == 1 ? kKiB : 1)};
}

std::vector<std::string_view> counted_strings(const Structure& s) {
  const auto count = get<std::uint8_t>(s, 4).value_or(0);
  std::vector<std::string_view> out;
  // What the count promises and the set does not hold is not there, and not empty.
  const std::size_t n = std::min<std::size_t>(count, s.strings.size());
  out.assign(s.strings.begin(), s.strings.begin() + static_cast<std::ptrdiff_t>(n));
  return out;
}

}  // namespace

void finish(const Structure& s, std::optional<Version>, Bios& out) {
  if (const auto segment = get<std::uint16_t>(s, 6); segment && *segment != 0)
    out.starting_address = std::uint32_t{*segment} << 4U;
  out.rom_size = rom_size(s);
  if (const auto low = get<std::uint32_t>(s, 0x0A))
    out.characteristics =
        Flags{*low | (std::uint64_t{get<std::uint8_t>(s, 0x12).value_or(0)} << 32U) |
              (std::uint64_t{get<std::uint8_t>(s, 0x13).value_or(0)} << 40U)};
  out.release = release_at(s, 0x14);
  out.controller_release = release_at(s, 0x16);
}

void finish(const Structure& s, std::optional<Version> version, System& out) {
  if (s.formatted.size() < 0x18) return;
  const auto raw = s.formatted.subspan(8, 16);
  if (bytes::all_of(raw, std::byte{0}) || bytes::all_of(raw, std::byte{0xFF})) return;
  Uuid uuid;
  std::ranges::copy(raw, uuid.bytes.begin());
  if (!version || *version >= Version{2, 6, 0}) {
    const auto b = std::span(uuid.bytes);
    std::ranges::reverse(b.subspan(0, 4));
    std::ranges::reverse(b.subspan(4, 2));
    std::ranges::reverse(b.subspan(6, 2));
  }
  out.uuid = uuid;
}

void finish(const Structure& s, std::optional<Version>, BaseBoard& out) {
  const auto count = get<std::uint8_t>(s, 0x0E).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto handle = get<std::uint16_t>(s, 0x0F + 2 * i);
    if (!handle) break;
    out.contained.push_back({*handle});
  }
}

void finish(const Structure& s, std::optional<Version> version, Chassis& out) {
  drop(out.height, 0);
  drop(out.power_cords, 0);
  const auto count = get<std::uint8_t>(s, 0x13);
  const auto size = get<std::uint8_t>(s, 0x14);
  if (!count || !size) return;
  std::size_t at = 0x15;
  for (std::size_t i = 0; i < *count && *size >= 3; ++i) {
    const auto element = number_at(s, at + i * *size, 3);
    if (!element) break;
    out.contained.push_back({static_cast<std::uint8_t>(*element),
                             static_cast<std::uint8_t>(*element >> 8U),
                             static_cast<std::uint8_t>(*element >> 16U)});
  }
  at += std::size_t{*count} * *size;
  out.sku_number = text_at(s, at);
  // Older firmware leaves bytes of its own behind the structure's end.
  if (version && *version < Version{3, 9, 0}) return;
  if (const auto type = get<std::uint8_t>(s, at + 1))
    out.rack_type = coded(*type, words::rack_type);
  out.rack_height = get<std::uint8_t>(s, at + 2);
}

void finish(const Structure& s, std::optional<Version>, OemStrings& out) {
  out.strings = counted_strings(s);
}

void finish(const Structure& s, std::optional<Version>, ConfigurationOptions& out) {
  out.options = counted_strings(s);
}

void finish(const Structure& s, std::optional<Version>, BiosLanguage& out) {
  out.installable = counted_strings(s);
}

void finish(const Structure& s, std::optional<Version>, GroupAssociations& out) {
  for (std::size_t at = 5; at + 3 <= s.formatted.size(); at += 3)
    out.items.push_back({get<std::uint16_t>(s, at + 1).value_or(0)});
}

void finish(const Structure& s, std::optional<Version>, OnBoardDevices& out) {
  for (std::size_t at = 4; at + 2 <= s.formatted.size(); at += 2) {
    const auto type = get<std::uint8_t>(s, at).value_or(0);
    out.devices.push_back({coded(type & 0x7FU, words::onboard_type),
                           coded(type >> 7U, words::enabled), text_at(s, at + 1)});
  }
}

}  // namespace assay::formats::smbios
