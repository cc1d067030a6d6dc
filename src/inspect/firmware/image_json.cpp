#include "inspect/firmware/image_json.h"

#include "base/text.h"

namespace assay::inspect::firmware {
namespace {

using formats::json::Value;

// A list and not an object: a name may stand more than once.
Value attributes_json(const Node& node) {
  Value list = Value::array();
  for (const auto& attribute : node.attributes) {
    Value one = Value::object();
    one["name"] = base::printable(attribute.name);
    one["value"] = base::printable(attribute.value);
    list.push_back(std::move(one));
  }
  return list;
}

// What stands around volumes: tables, what they name, microcode, capsules, modules of other
// processors.
bool is_part(const Node& node) {
  switch (node.kind) {
    case Kind::microcode:
    case Kind::table:
    case Kind::partition:
    case Kind::capsule:
    case Kind::archive:
      return true;
    case Kind::executable:
      return !node.name.empty() && !node.guid;
    default:
      return false;
  }
}

Value node_json(const Tree& tree, std::uint32_t index) {
  const Node& node = tree.nodes[index];
  Value json = Value::object();
  if (node.guid) json["guid"] = node.guid->to_string();
  json["name"] = base::printable(node.name);
  json["type"] = base::printable(node.type);
  if (!node.version.empty()) json["version"] = base::printable(node.version);
  json["sha256"] = node.digest.hex();
  json["offset"] = node.offset;
  json["size"] = node.size;
  if (node.buffer != 0) json["packed"] = true;
  json["path"] = base::printable(tree.path_of(index));
  if (!node.attributes.empty()) json["attributes"] = attributes_json(node);
  return json;
}

}  // namespace

Value image_json(const Tree& tree) {
  Value modules = Value::array();
  Value pads = Value::array();
  Value volumes = Value::array();
  Value regions = Value::array();
  Value parts = Value::array();
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    if (node.kind == Kind::file)
      modules.push_back(node_json(tree, i));
    else if (node.kind == Kind::padding && node.guid)
      pads.push_back(node_json(tree, i));
    else if (node.kind == Kind::volume)
      volumes.push_back(node_json(tree, i));
    else if (node.kind == Kind::region || node.kind == Kind::descriptor)
      regions.push_back(node_json(tree, i));
    else if (is_part(node))
      parts.push_back(node_json(tree, i));
  }
  Value json = Value::object();
  json["modules"] = std::move(modules);
  json["pad_files"] = std::move(pads);
  json["volumes"] = std::move(volumes);
  json["regions"] = std::move(regions);
  json["parts"] = std::move(parts);
  if (!tree.nodes.empty()) {
    const Node& root = tree.nodes.front();
    if (!root.version.empty()) json["version"] = base::printable(root.version);
    if (!root.attributes.empty()) json["attributes"] = attributes_json(root);
  }
  return json;
}

}  // namespace assay::inspect::firmware
