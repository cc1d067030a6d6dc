// Takes a structure's fields out of its formatted area: what stands at one place as one value is
// read by Fill from the structure's own list of fields, what is put together from several places by
// the finish() functions. Only for the decoder of this folder.
#pragma once

#include <type_traits>

#include "formats/smbios/decode.h"

namespace assay::formats::smbios {

/// The unsigned little-endian number of `width` bytes at `at`; absent where the structure ends
/// before it.
[[nodiscard]] inline std::optional<std::uint64_t> number_at(const Structure& s, std::size_t at,
                                                            std::size_t width) noexcept {
  if (at > s.formatted.size() || width > s.formatted.size() - at) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;)
    value = (value << 8U) | static_cast<std::uint64_t>(s.formatted[at + i]);
  return value;
}

template <class T>
[[nodiscard]] std::optional<T> get(const Structure& s, std::size_t at) noexcept {
  const auto value = number_at(s, at, sizeof(T));
  return value ? std::optional(static_cast<T>(*value)) : std::nullopt;
}

/// Absent where the byte at `at` names no string of the set.
[[nodiscard]] inline Text text_at(const Structure& s, std::size_t at) noexcept {
  const auto number = get<std::uint8_t>(s, at);
  if (!number || *number == 0 || *number > s.strings.size()) return std::nullopt;
  return s.strings[*number - std::size_t{1}];
}

[[nodiscard]] inline Coded coded(std::uint64_t code, Words words) noexcept {
  const auto value = static_cast<std::uint16_t>(code);
  return {value, words(value)};
}

/// 0xFFFE and 0xFFFF stand for "not provided" and "no error".
[[nodiscard]] inline std::optional<Handle> handle_at(const Structure& s, std::size_t at) noexcept {
  const auto value = get<std::uint16_t>(s, at);
  return value && *value < 0xFFFE ? std::optional(Handle{*value}) : std::nullopt;
}

[[nodiscard]] inline std::optional<BusAddress> address_at(const Structure& s,
                                                          std::size_t at) noexcept {
  const auto value = get<std::uint32_t>(s, at);
  if (!value || *value == 0xFFFFFFFFU) return std::nullopt;
  return BusAddress{static_cast<std::uint16_t>(*value), static_cast<std::uint8_t>(*value >> 16U),
                    static_cast<std::uint8_t>((*value >> 27U) & 0x1FU),
                    static_cast<std::uint8_t>((*value >> 24U) & 0x07U)};
}

template <class T>
void drop(std::optional<T>& member, std::uint64_t unknown) noexcept {
  if (member && *member == unknown) member.reset();
}

class Fill {
 public:
  explicit Fill(const Structure& s) noexcept : s_(s) {}

  void operator()(const Field& f, Text& out) const noexcept {
    if (f.at != 0) out = text_at(s_, f.at);
  }
  template <class T>
    requires(std::is_unsigned_v<T> && !std::is_same_v<T, bool>)
  void operator()(const Field& f, std::optional<T>& out) const noexcept {
    if (f.at != 0) out = get<T>(s_, f.at);
  }
  void operator()(const Field& f, std::optional<Handle>& out) const noexcept {
    if (f.at != 0) out = handle_at(s_, f.at);
  }
  void operator()(const Field& f, std::optional<BusAddress>& out) const noexcept {
    if (f.at != 0) out = address_at(s_, f.at);
  }
  void operator()(const Field& f, std::optional<Coded>& out) const noexcept {
    if (f.at == 0) return;
    if (const auto value = number_at(s_, f.at, f.width))
      out = coded((*value >> f.shift) & f.mask, f.words);
  }
  void operator()(const Field& f, std::optional<Flags>& out) const noexcept {
    if (f.at == 0) return;
    if (const auto value = number_at(s_, f.at, f.width)) out = Flags{*value};
  }
  void operator()(const Field& f, std::optional<Millivolts>& out) const noexcept {
    if (f.at == 0) return;
    const auto value = get<std::uint16_t>(s_, f.at);
    if (value && *value != 0) out = Millivolts{*value};
  }
  void operator()(const Field& f, std::optional<Size>& out) const noexcept {
    if (f.at == 0) return;
    const auto value = get<std::uint64_t>(s_, f.at);
    if (value && *value != ~std::uint64_t{0}) out = Size{*value};
  }
  void operator()(const Field& f, std::optional<JedecId>& out) const noexcept {
    if (f.at == 0) return;
    const auto value = get<std::uint16_t>(s_, f.at);
    if (value && *value != 0)
      out = JedecId{static_cast<std::uint8_t>((*value & 0x7FU) + 1),
                    static_cast<std::uint8_t>(*value >> 8U)};
  }
  /// Everything else is finish()'s.
  template <class T>
  void operator()(const Field&, T&) const noexcept {}

 private:
  const Structure& s_;
};

template <class T>
void finish(const Structure&, std::optional<Version>, T&) noexcept {}
void finish(const Structure& s, std::optional<Version> version, Bios& out);
void finish(const Structure& s, std::optional<Version> version, System& out);
void finish(const Structure& s, std::optional<Version> version, BaseBoard& out);
void finish(const Structure& s, std::optional<Version> version, Chassis& out);
void finish(const Structure& s, std::optional<Version> version, OemStrings& out);
void finish(const Structure& s, std::optional<Version> version, ConfigurationOptions& out);
void finish(const Structure& s, std::optional<Version> version, BiosLanguage& out);
void finish(const Structure& s, std::optional<Version> version, GroupAssociations& out);
void finish(const Structure& s, std::optional<Version> version, Processor& out);
void finish(const Structure& s, std::optional<Version> version, Cache& out);
void finish(const Structure& s, std::optional<Version> version, MemoryArray& out);
void finish(const Structure& s, std::optional<Version> version, MemoryDevice& out);
void finish(const Structure& s, std::optional<Version> version, ArrayMappedAddress& out);
void finish(const Structure& s, std::optional<Version> version, DeviceMappedAddress& out);
void finish(const Structure& s, std::optional<Version> version, SystemSlot& out);
void finish(const Structure& s, std::optional<Version> version, OnBoardDevices& out);
void finish(const Structure& s, std::optional<Version> version, PowerSupply& out);
void finish(const Structure& s, std::optional<Version> version, IpmiDevice& out);
void finish(const Structure& s, std::optional<Version> version, HostInterface& out);
void finish(const Structure& s, std::optional<Version> version, TpmDevice& out);
void finish(const Structure& s, std::optional<Version> version, FirmwareInventory& out);

}  // namespace assay::formats::smbios
