#include "formats/hardware/tool_json.h"

#include <algorithm>
#include <array>

#include "bytes/lines.h"

namespace assay::formats::hardware {
namespace {

bool has(const json::Value& object, std::string_view key) noexcept {
  return member(object, key) != nullptr;
}

// The first element of an array, else the document itself.
const json::Value& first_of(const json::Value& document) noexcept {
  return document.is_array() && !document.empty() ? document.front() : document;
}

}  // namespace

std::string_view name(Tool tool) noexcept {
  constexpr std::array<std::string_view, 10> kNames{
      "unknown", "nvme list", "nvme id-ctrl", "smartctl", "smartctl --scan",
      "lsblk",   "storcli",   "ip link",      "lshw",     "USB list"};
  return kNames[static_cast<std::size_t>(tool)];
}

const json::Value* member(const json::Value& object, std::string_view key) noexcept {
  if (!object.is_object()) return nullptr;
  const auto it = object.find(key);
  return it != object.end() ? &*it : nullptr;
}

std::string text_member(const json::Value& object, std::string_view key) {
  const json::Value* value = member(object, key);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(bytes::trimmed(value->get_ref<const std::string&>()));
  return value->is_number_integer() ? value->dump() : std::string{};
}

std::optional<std::uint64_t> number_member(const json::Value& object, std::string_view key) {
  const json::Value* value = member(object, key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_unsigned()) return value->get<std::uint64_t>();
  if (!value->is_string()) return std::nullopt;
  const auto text = bytes::trimmed(value->get_ref<const std::string&>());
  return text.starts_with("0x") ? bytes::hex_number<std::uint64_t>(text)
                                : bytes::number<std::uint64_t>(text);
}

Tool recognise(const json::Value& document) noexcept {
  const json::Value& first = first_of(document);
  if (!first.is_object()) return Tool::unknown;
  if (document.is_array()) {
    if (has(first, "ifname")) return Tool::ip_link;
    if (has(first, "idVendor")) return Tool::usb;
  }
  if (has(document, "smartctl"))
    return has(document, "devices") ? Tool::smartctl_scan : Tool::smartctl;
  if (has(document, "blockdevices")) return Tool::lsblk;
  if (has(document, "Controllers")) return Tool::storcli;
  if (has(document, "Devices")) return Tool::nvme_list;
  if (has(document, "mn") && has(document, "sn") && has(document, "fr")) return Tool::nvme_id_ctrl;
  if (has(first, "id") && has(first, "class")) return Tool::lshw;
  return Tool::unknown;
}

Tool looks_like_tool_json(bytes::ByteSpan b) noexcept {
  const auto head = bytes::as_chars(b.first(std::min<std::size_t>(b.size(), 8192)));
  const auto start = bytes::trimmed(head);
  if (!start.starts_with('{') && !start.starts_with('[')) return Tool::unknown;
  const auto has_key = [&](std::string_view key) {
    return head.find(key) != std::string_view::npos;
  };
  if (start.starts_with('[')) {
    if (has_key("\"ifname\"")) return Tool::ip_link;
    if (has_key("\"idVendor\"")) return Tool::usb;
  }
  if (has_key("\"smartctl\"")) return has_key("\"--scan") ? Tool::smartctl_scan : Tool::smartctl;
  if (has_key("\"blockdevices\"")) return Tool::lsblk;
  if (has_key("\"Controllers\"") && has_key("\"Command Status\"")) return Tool::storcli;
  if (has_key("\"Devices\"") && (has_key("\"DevicePath\"") || has_key("\"Subsystems\"")))
    return Tool::nvme_list;
  if (has_key("\"mn\"") && has_key("\"fr\"")) return Tool::nvme_id_ctrl;
  if (has_key("\"id\"") && has_key("\"class\"") && has_key("\"claimed\"")) return Tool::lshw;
  return Tool::unknown;
}

}  // namespace assay::formats::hardware
