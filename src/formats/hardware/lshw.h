// `lshw -json`: a tree of everything that lshw found. Assay takes from it what the other tools are
// asked for: network adapters, drives, storage controllers and memory modules with serial and
// firmware.
#pragma once

#include <string>
#include <vector>

#include "bytes/budget.h"
#include "formats/json/json.h"

namespace assay::formats::hardware {

/// Texts as lshw prints them, not yet printable.
struct LshwNode {
  std::string cls;       ///< "network", "disk", "storage", "memory", "processor", "display"
  std::string id;        ///< "bank:3", "network:0"
  std::string bus_info;  ///< "pci@0000:3b:00.0", "scsi@0:0.0.0"
  std::string vendor, product, serial, version, firmware, driver, slot, logical_name, description;
  std::string microcode;  ///< of a processor, where lshw knows it
};

/// Every node that has a product or a serial, in the tree's order. Costs one item a node, and
/// depth.
[[nodiscard]] bytes::Parsed<std::vector<LshwNode>> read_lshw(const json::Value& document,
                                                             bytes::Budget& budget);

}  // namespace assay::formats::hardware
