#include "inspect/firmware/node_json.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"

namespace assay::inspect::firmware {
namespace {

using formats::json::Value;

std::string key_of(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c == '\'' || c == '-') continue;  // "Signer's key", "SHA-256"
    out += upper ? static_cast<char>(c - 'A' + 'a') : plain ? c : '_';
  }
  return out;
}

// These may stand several times, and are lists also where they do not.
bool is_list(std::string_view name) {
  constexpr std::array<std::string_view, 5> kLists{"Signer", "SBAT", "Certificate", "Debug path",
                                                   "Build id"};
  return std::ranges::find(kLists, name) != kLists.end();
}

Value variable_json(const Node& node) {
  Value json = attributes_json(node);
  json["name"] = base::printable(node.name);
  if (node.guid) json["guid"] = node.guid->to_string();
  json["offset"] = node.offset;
  json["size"] = node.size;
  json["sha256"] = node.digest.hex();
  return json;
}

}  // namespace

Value attributes_json(const Node& node) {
  Value json = Value::object();
  for (const Attribute& a : node.attributes) {
    Value& slot = json[key_of(a.name)];
    if (!is_list(a.name)) {
      slot = base::printable(a.value);
      continue;
    }
    if (!slot.is_array()) slot = Value::array();
    slot.push_back(base::printable(a.value));
  }
  return json;
}

std::string attributes_text(const Node& node) {
  std::string out;
  for (const Attribute& a : node.attributes)
    base::append(out, "    {:<28}{}\n", base::printable(a.name, 28), base::printable(a.value, 300));
  return out;
}

Value stores_json(const Tree& tree) {
  Value stores = Value::array();
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    if (node.kind != Kind::store) continue;
    Value store = attributes_json(node);
    store["type"] = node.type;
    store["offset"] = node.offset;
    store["size"] = node.size;
    Value variables = Value::array();
    for (std::uint32_t v = i + 1; v < tree.nodes.size(); ++v)
      if (tree.nodes[v].kind == Kind::variable && tree.nodes[v].parent == i)
        variables.push_back(variable_json(tree.nodes[v]));
    store["variables"] = std::move(variables);
    stores.push_back(std::move(store));
  }
  return stores;
}

std::string stores_text(const Tree& tree) {
  std::string out;
  for (const Node& node : tree.nodes) {
    if (node.kind == Kind::store)
      base::append(out, "    {} at {:#x}, {} bytes\n", node.type, node.offset, node.size);
    if (node.kind != Kind::variable) continue;
    const std::string vendor =
        node.guid ? formats::uefi::name_or_text(*node.guid) : std::string("-");
    base::append(out, "      {} {} ({} bytes)", vendor, base::printable(node.name, 100), node.size);
    for (const Attribute& a : node.attributes)
      if (a.name == "State" || a.name == "Holds" || a.name == "Certificate")
        base::append(out, ", {}", base::printable(a.value, 200));
    out += '\n';
  }
  return out;
}

}  // namespace assay::inspect::firmware
