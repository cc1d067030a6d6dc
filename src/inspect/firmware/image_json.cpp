#include "inspect/firmware/image_json.h"

#include "base/text.h"

namespace assay::inspect::firmware {
namespace {

using formats::json::Value;

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
  return json;
}

}  // namespace

Value image_json(const Tree& tree) {
  Value modules = Value::array();
  Value pads = Value::array();
  Value volumes = Value::array();
  Value regions = Value::array();
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
  }
  Value json = Value::object();
  json["modules"] = std::move(modules);
  json["pad_files"] = std::move(pads);
  json["volumes"] = std::move(volumes);
  json["regions"] = std::move(regions);
  return json;
}

}  // namespace assay::inspect::firmware
