#include "formats/hardware/lshw.h"

#include "base/error.h"
#include "formats/hardware/tool_json.h"

namespace assay::formats::hardware {
namespace {

using json::Value;

bytes::Parsed<void> walk(const Value& node, bytes::Budget& budget, std::vector<LshwNode>& out) {
  bytes::Nesting level(budget);
  ASSAY_CHECK(level.check(0, "lshw children"));
  ASSAY_CHECK(budget.items(1, 0, "lshw node"));
  LshwNode n;
  n.product = text_member(node, "product");
  n.serial = text_member(node, "serial");
  if (!n.product.empty() || !n.serial.empty()) {
    n.cls = text_member(node, "class");
    n.id = text_member(node, "id");
    n.bus_info = text_member(node, "businfo");
    n.vendor = text_member(node, "vendor");
    n.version = text_member(node, "version");
    n.slot = text_member(node, "slot");
    n.description = text_member(node, "description");
    n.logical_name = text_member(node, "logicalname");
    if (const Value* configuration = member(node, "configuration")) {
      n.firmware = text_member(*configuration, "firmware");
      n.driver = text_member(*configuration, "driver");
      n.microcode = text_member(*configuration, "microcode");
    }
    out.push_back(std::move(n));
  }
  if (const Value* children = member(node, "children"); children && children->is_array())
    for (const Value& child : *children) ASSAY_CHECK(walk(child, budget, out));
  return {};
}

}  // namespace

bytes::Parsed<std::vector<LshwNode>> read_lshw(const Value& document, bytes::Budget& budget) {
  std::vector<LshwNode> out;
  // Some versions print an array around the one system.
  if (document.is_array()) {
    for (const Value& node : document) ASSAY_CHECK(walk(node, budget, out));
  } else {
    ASSAY_CHECK(walk(document, budget, out));
  }
  return out;
}

}  // namespace assay::formats::hardware
