#include "formats/pci/lspci_line.h"

#include <algorithm>
#include <array>

namespace assay::formats::pci {
namespace {

using bytes::number;
using bytes::trimmed;

std::optional<std::uint16_t> id16(std::string_view text) noexcept {
  return text.size() == 4 ? number<std::uint16_t>(text, 16) : std::nullopt;
}
std::optional<std::uint8_t> id8(std::string_view text) noexcept {
  return text.size() == 2 ? number<std::uint8_t>(text, 16) : std::nullopt;
}

// Takes "[0604]" off the end of `text`; with -n the text is nothing but the number.
std::optional<std::uint16_t> take_id(std::string_view& text) noexcept {
  text = trimmed(text);
  if (const auto bare = id16(text)) {
    text = {};
    return bare;
  }
  if (text.size() < 6 || text.back() != ']' || text[text.size() - 6] != '[') return std::nullopt;
  const auto id = id16(text.substr(text.size() - 5, 4));
  if (id) text = trimmed(text.substr(0, text.size() - 6));
  return id;
}

struct IdPair {
  std::uint16_t vendor = 0;
  std::uint16_t device = 0;
};

// "8086:1521", nine characters.
std::optional<IdPair> pair_of(std::string_view text) noexcept {
  if (text.size() != 9 || text[4] != ':') return std::nullopt;
  const auto vendor = id16(text.substr(0, 4));
  const auto device = id16(text.substr(5));
  if (!vendor || !device) return std::nullopt;
  return IdPair{.vendor = *vendor, .device = *device};
}

// Takes "[8086:1521]", "Device 8086:1521" or "8086:1521" off the end.
std::optional<IdPair> take_pair(std::string_view& text) noexcept {
  text = trimmed(text);
  if (text.size() >= 11 && text.ends_with(']') && text[text.size() - 11] == '[') {
    const auto ids = pair_of(text.substr(text.size() - 10, 9));
    if (ids) text = trimmed(text.substr(0, text.size() - 11));
    return ids;
  }
  if (text.size() < 9) return std::nullopt;
  const auto before = text.substr(0, text.size() - 9);
  if (!before.empty() && before != "Device ") return std::nullopt;
  const auto ids = pair_of(text.substr(before.size()));
  if (ids) text = {};
  return ids;
}

// Takes "(rev 05)" and what follows it off `text`; the last such bracket counts, since a device's
// name may have brackets of its own.
std::optional<std::uint8_t> take_bracket(std::string_view& text, std::string_view opening) {
  const auto at = text.rfind(opening);
  if (at == std::string_view::npos) return std::nullopt;
  const auto value = text.substr(at + opening.size());
  const auto number = id8(value.substr(0, 2));
  if (!number || value.size() < 3 || (value[2] != ')' && value[2] != ' ')) return std::nullopt;
  text = trimmed(text.substr(0, at));
  return number;
}

// One quoted or bare word of -mm, with the blank behind it. Escaped quotes stay as they are.
std::string_view next_word(std::string_view& text) noexcept {
  text = text.substr(std::min(text.find_first_not_of(' '), text.size()));
  if (!text.starts_with('"')) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
  }
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
  end = std::min(end, text.size());
  const auto word = text.substr(1, end - 1);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

void machine_line(std::string_view text, LspciDevice& out) {
  std::array<std::string_view, 5> quoted{};
  std::size_t count = 0;
  while (!trimmed(text).empty()) {
    const bool is_quoted = trimmed(text).starts_with('"');
    const auto word = next_word(text);
    if (!is_quoted && word.starts_with("-r")) out.revision = id8(word.substr(2));
    if (!is_quoted && word.starts_with("-p")) out.interface = id8(word.substr(2));
    if (is_quoted && count < quoted.size()) quoted[count++] = word;
  }
  out.class_text = quoted[0];
  out.vendor_text = quoted[1];
  out.device_text = quoted[2];
  out.class_id = take_id(out.class_text);
  out.vendor = take_id(out.vendor_text);
  out.device = take_id(out.device_text);
  auto subsystem_vendor = quoted[3];
  out.subsystem_text = quoted[4];
  out.subsystem_vendor = take_id(subsystem_vendor);
  out.subsystem_device = take_id(out.subsystem_text);
}

void human_line(std::string_view text, LspciDevice& out) {
  if (const auto interface = take_bracket(text, "(prog-if ")) out.interface = interface;
  if (const auto revision = take_bracket(text, "(rev ")) out.revision = revision;
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) {
    out.device_text = trimmed(text);
    return;
  }
  out.class_text = trimmed(text.substr(0, colon));
  if (out.class_text.starts_with("Class ")) out.class_text.remove_prefix(6);
  out.class_id = take_id(out.class_text);
  out.device_text = text.substr(colon + 2);
  if (const auto ids = take_pair(out.device_text)) {
    out.vendor = ids->vendor;
    out.device = ids->device;
  }
}

// "00-60-dd-ff-ff-47-15-13"
std::optional<std::uint64_t> serial_of(std::string_view text) noexcept {
  if (text.size() != 23) return std::nullopt;
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto byte = id8(text.substr(i * 3, 2));
    if (!byte || (i > 0 && text[i * 3 - 1] != '-')) return std::nullopt;
    out = out << 8U | *byte;
  }
  return out;
}

}  // namespace

std::optional<LspciDevice> device_line(const bytes::Line& line) {
  const auto blank = line.text.find(' ');
  if (blank == std::string_view::npos || blank < 7 || blank > 17) return std::nullopt;
  const auto address = parse_address(line.text.substr(0, blank));
  if (!address) return std::nullopt;
  LspciDevice out;
  out.address = *address;
  out.line = line.number;
  out.offset = line.offset;
  const auto text = trimmed(line.text.substr(blank));
  if (text.starts_with('"'))
    machine_line(text, out);
  else
    human_line(text, out);
  return out;
}

std::optional<LspciDevice> record_start(const bytes::Line& line) {
  const auto kv = bytes::split_at(line.text);
  if (!kv || (kv->key != "Slot" && kv->key != "Device")) return std::nullopt;
  const auto address = parse_address(kv->value);
  if (!address) return std::nullopt;
  LspciDevice out;
  out.address = *address;
  out.line = line.number;
  out.offset = line.offset;
  return out;
}

void record_line(std::string_view line, LspciDevice& d) {
  const auto kv = bytes::split_at(line);
  if (!kv) return;
  auto value = kv->value;
  if (kv->key == "Class") {
    d.class_id = take_id(value);
    d.class_text = value;
  } else if (kv->key == "Vendor") {
    d.vendor = take_id(value);
    d.vendor_text = value;
  } else if (kv->key == "Device") {
    d.device = take_id(value);
    d.device_text = value;
  } else if (kv->key == "SVendor") {
    d.subsystem_vendor = take_id(value);
  } else if (kv->key == "SDevice") {
    d.subsystem_device = take_id(value);
    d.subsystem_text = value;
  } else if (kv->key == "PhySlot") {
    d.slot = value;
  } else if (kv->key == "Rev") {
    d.revision = id8(value);
  } else if (kv->key == "ProgIf") {
    d.interface = id8(value);
  } else if (kv->key == "Driver") {
    d.driver = value;
  } else if (kv->key == "NUMANode") {
    d.numa_node = number<std::uint16_t>(value);
  }
}

void property_line(std::string_view line, LspciDevice& d) {
  line = trimmed(line);
  if (line.find("Expansion ROM at ") != std::string_view::npos) d.rom_mentioned = true;
  const auto kv = bytes::split_at(line);
  if (!kv) return;
  if (kv->key == "Subsystem") {
    auto value = kv->value;
    if (const auto ids = take_pair(value)) {
      d.subsystem_vendor = ids->vendor;
      d.subsystem_device = ids->device;
    }
    d.subsystem_text = value;
  } else if (kv->key == "Kernel driver in use") {
    d.driver = kv->value;
  } else if (kv->key == "Physical Slot") {
    d.slot = kv->value;
  } else if (kv->key == "NUMA node") {
    d.numa_node = number<std::uint16_t>(kv->value.substr(0, kv->value.find(',')));
  } else if (kv->key == "[PN] Part number") {
    d.part_number = kv->value;
  } else if (kv->key == "[SN] Serial number") {
    d.serial_number = kv->value;
  } else if (kv->key == "Capabilities") {
    constexpr std::string_view kWords = "Device Serial Number ";
    const auto at = kv->value.find(kWords);
    if (at != std::string_view::npos) d.serial = serial_of(kv->value.substr(at + kWords.size()));
  }
}

std::optional<HexLine> hex_line(std::string_view line) noexcept {
  const auto colon = line.find(':');
  if (colon != 2 && colon != 3) return std::nullopt;
  const auto at = number<std::size_t>(line.substr(0, colon), 16);
  line = line.substr(colon + 1);
  while (line.ends_with(' ')) line.remove_suffix(1);
  if (!at || line.empty() || line.size() % 3 != 0) return std::nullopt;
  HexLine out{.at = *at};
  for (; !line.empty(); line.remove_prefix(3)) {
    const auto byte = id8(line.substr(1, 2));
    if (line.front() != ' ' || !byte || out.count == out.bytes.size()) return std::nullopt;
    out.bytes[out.count++] = static_cast<std::byte>(*byte);
  }
  return out;
}

}  // namespace assay::formats::pci
