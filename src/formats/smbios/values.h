// The kinds of values that SMBIOS structures hold, and how a structure lists its fields: each
// decoded structure (identity.h, processor.h, memory.h, …) has a static fields() that shows every
// member to a visitor together with a Field. From that one list the binary decoder knows where the
// member stands, dmidecode's text which line is its, and `assay inspect` its JSON key.
//
// Nothing is made up: a member is absent (nullopt) where the structure is too short for it, names
// no string, or holds the specification's value for "unknown". Texts are views into the file or
// into tables of this library, not yet printable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::formats::smbios {

using Text = std::optional<std::string_view>;
template <class T>
using Number = std::optional<T>;

struct Handle {
  std::uint16_t value = 0;
};
/// A quantity of memory.
struct Size {
  std::uint64_t bytes = 0;
};
struct Millivolts {
  std::uint32_t value = 0;
};
/// "5.14": BIOS release, firmware revision, specification version.
struct Release {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
};
/// 7.10.8: a PCI function.
struct BusAddress {
  std::uint16_t segment = 0;
  std::uint8_t bus = 0;
  std::uint8_t device = 0;
  std::uint8_t function = 0;
  bool operator==(const BusAddress&) const = default;
};
/// JEP-106: bank from 1, code with its parity bit.
struct JedecId {
  std::uint8_t bank = 0;
  std::uint8_t code = 0;
};
/// An enumerated value. Text that dmidecode printed has no code; a code that no version of the
/// specification lists has no text.
struct Coded {
  std::optional<std::uint16_t> code;
  std::string_view text;
};
/// A bit field; the Field's words say what each bit means.
struct Flags {
  std::uint64_t bits = 0;
};
/// In the order in which it is printed.
struct Uuid {
  std::array<std::byte, 16> bytes{};
};

/// Words for a code, or for a bit's number; empty where the specification has none.
using Words = std::string_view (*)(std::uint32_t) noexcept;

struct Field {
  std::string_view key;    ///< the specification's name in JSON's spelling
  std::string_view label;  ///< dmidecode's; empty where it prints none
  /// Offset in the formatted area; 0 where decode.cpp puts the member together from several.
  std::uint8_t at = 0;
  Words words = nullptr;
  std::uint8_t width = 1;  ///< bytes, of Coded and Flags
  std::uint8_t shift = 0;
  std::uint32_t mask = 0xFFFFFFFFU;  ///< after the shift
  std::string_view other_label{};    ///< of other versions of dmidecode
};

/// "4c4c4544-0039-3010-8048-b7c04f384432".
[[nodiscard]] std::string to_text(const Uuid& uuid);
/// "0000:3b:00.0".
[[nodiscard]] std::string to_text(const BusAddress& address);
/// "5.14".
[[nodiscard]] std::string to_text(const Release& release);
/// The greatest unit in which it is a whole number: "32 GiB", "768 KiB", "0".
[[nodiscard]] std::string to_text(const Size& size);
/// "bank 1, 0xCE".
[[nodiscard]] std::string to_text(const JedecId& id);
/// The words, "0xNN" where there are none but a code, "out of spec" where not even that.
[[nodiscard]] std::string to_text(const Coded& coded);
[[nodiscard]] bool is(const std::optional<Coded>& coded, std::string_view text) noexcept;
[[nodiscard]] inline std::string_view or_empty(const Text& text) noexcept {
  return text.value_or(std::string_view{});
}

}  // namespace assay::formats::smbios
