#include "formats/hardware/network.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/lines.h"
#include "formats/hardware/tool_json.h"

namespace assay::formats::hardware {

std::string mac_text(std::string_view text) {
  if (text.size() != 17) return {};
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (i % 3 == 2 ? (c != ':' && c != '-') : !digit) return {};
    out += i % 3 == 2 ? ':' : (c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
  }
  return out == "00:00:00:00:00:00" || out == "ff:ff:ff:ff:ff:ff" ? std::string{} : out;
}

bytes::Parsed<std::vector<Interface>> read_ip_link(const json::Value& document,
                                                   bytes::Budget& budget) {
  std::vector<Interface> out;
  if (!document.is_array()) return bytes::bad_value(0, "ip link", "an array of interfaces");
  for (const json::Value& one : document) {
    ASSAY_CHECK(budget.items(1, 0, "interface"));
    Interface i;
    i.name = text_member(one, "ifname");
    if (i.name.empty()) continue;
    i.loopback = text_member(one, "link_type") == "loopback";
    i.mac = mac_text(text_member(one, "address"));
    i.permanent = mac_text(text_member(one, "permaddr"));
    i.parent_bus = text_member(one, "parentbus");
    i.parent = text_member(one, "parentdev");
    if (const auto* info = member(one, "linkinfo")) i.kind = text_member(*info, "info_kind");
    out.push_back(std::move(i));
  }
  return out;
}

bytes::Parsed<std::vector<Ethtool>> parse_ethtool(bytes::Reader reader, bytes::Budget& budget) {
  std::vector<Ethtool> out;
  bytes::Lines lines(reader);
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "ethtool line"));
    const auto kv = bytes::split_at(line->text);
    if (!kv) continue;
    const bool permanent = kv->key == "Permanent address";
    if (kv->key == "driver" || (permanent && (out.empty() || !out.back().permanent.empty())))
      out.emplace_back().line = line->number;
    if (out.empty()) continue;
    Ethtool& e = out.back();
    if (kv->key == "driver") e.driver = kv->value;
    if (kv->key == "version") e.version = kv->value;
    if (kv->key == "firmware-version") e.firmware = kv->value;
    if (kv->key == "expansion-rom-version") e.rom_version = kv->value;
    if (kv->key == "bus-info") e.bus_info = kv->value;
    if (permanent) e.permanent = kv->value;
  }
  if (out.empty()) return bytes::bad_value(reader.offset(), "ethtool", "a line \"driver: …\"");
  return out;
}

bool looks_like_ethtool(bytes::ByteSpan b) noexcept {
  const auto head = bytes::as_chars(b.first(std::min<std::size_t>(b.size(), 512)));
  return head.starts_with("Permanent address: ") ||
         (head.starts_with("driver: ") && head.find("\nversion: ") != std::string_view::npos);
}

}  // namespace assay::formats::hardware
