#include "inspect/inventory/component.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace assay::inspect::inventory {
namespace {

struct ClassRow {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<ClassRow, kPartClasses> kClasses{{
    {"system", "system"},
    {"board", "board"},
    {"chassis", "chassis"},
    {"bios", "BIOS"},
    {"cpu", "processor"},
    {"dimm", "memory module"},
    {"psu", "power supply"},
    {"fan", "fan"},
    {"slot", "slot"},
    {"nic", "network adapter"},
    {"storage", "storage controller"},
    {"drive", "drive"},
    {"gpu", "graphics or compute adapter"},
    {"pci", "PCI device"},
    {"bridge", "PCI bridge"},
    {"usb", "USB device"},
    {"tpm", "TPM"},
    {"bmc", "management controller"},
    {"firmware", "firmware"},
    {"acpi", "ACPI table"},
}};

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

bool same_word(std::string_view text, std::string_view word) noexcept {
  return text.size() == word.size() &&
         std::ranges::equal(text, word, {}, lower, [](char c) { return c; });
}

// Lower case. What vendors put where a part has no such text, or where it cannot be read.
constexpr std::array kPlaceholders{
    std::string_view{"not specified"},
    std::string_view{"to be filled by o.e.m."},
    std::string_view{"to be filled by o.e.m"},
    std::string_view{"default string"},
    std::string_view{"not available"},
    std::string_view{"not applicable"},
    std::string_view{"not present"},
    std::string_view{"not installed"},
    std::string_view{"no module installed"},
    std::string_view{"no dimm"},
    std::string_view{"no asset information"},
    std::string_view{"no asset tag"},
    std::string_view{"system serial number"},
    std::string_view{"system product name"},
    std::string_view{"system manufacturer"},
    std::string_view{"system version"},
    std::string_view{"base board serial number"},
    std::string_view{"chassis serial number"},
    std::string_view{"asset-1234567890"},
    std::string_view{"to be filled"},
    std::string_view{"unspecified"},
    std::string_view{"unknown"},
    std::string_view{"undefined"},
    std::string_view{"none"},
    std::string_view{"null"},
    std::string_view{"n/a"},
    std::string_view{"na"},
    std::string_view{"empty"},
    std::string_view{"invalid"},
    std::string_view{"o.e.m."},
    std::string_view{"oem"},
    std::string_view{"<out of spec>"},
    std::string_view{"<bad index>"},
    std::string_view{"0123456789"},
    std::string_view{"1234567890"},
    std::string_view{"123456789"},
    std::string_view{"0000000000"},
};

// "0123456789", "01234567890123456789AB", "12345678": the digits in their order, over and over.
bool counts_up(std::string_view text) noexcept {
  if (text.ends_with("AB")) text.remove_suffix(2);
  if (text.size() < 8 || (text.front() != '0' && text.front() != '1')) return false;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] != (text[i - 1] == '9' ? '0' : text[i - 1] + 1)) return false;
  return true;
}

}  // namespace

std::string_view name(PartClass cls) noexcept {
  return kClasses[static_cast<std::size_t>(cls)].name;
}
std::string_view title(PartClass cls) noexcept {
  return kClasses[static_cast<std::size_t>(cls)].title;
}

std::string_view Component::attribute(std::string_view key) const noexcept {
  const auto it = std::ranges::lower_bound(
      attributes, key, {}, [](const auto& pair) { return std::string_view(pair.first); });
  return it != attributes.end() && it->first == key ? std::string_view(it->second)
                                                    : std::string_view{};
}

void Component::set(std::string_view key, std::string value) {
  if (value.empty()) return;
  const auto it = std::ranges::lower_bound(
      attributes, key, {}, [](const auto& pair) { return std::string_view(pair.first); });
  if (it != attributes.end() && it->first == key)
    it->second = std::move(value);
  else
    attributes.emplace(it, std::string(key), std::move(value));
}

bool is_placeholder(std::string_view text) noexcept {
  if (text.empty()) return true;
  if (counts_up(text)) return true;
  // "--", "....", "xxxx", "00000000", "FFFF": one filler character, over and over.
  constexpr std::string_view kFillers = "-.*_?#xX0fF ";
  if (kFillers.find(text.front()) != std::string_view::npos && (text.size() > 1 || text == "-") &&
      text.find_first_not_of(text.front()) == std::string_view::npos)
    return true;
  return std::ranges::any_of(kPlaceholders, [&](auto word) { return same_word(text, word); });
}

std::string clean_text(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (const char c : raw) {
    if (!is_blank(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  if (is_placeholder(out)) return {};
  return base::printable(out, 512);
}

}  // namespace assay::inspect::inventory
