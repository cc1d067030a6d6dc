// What the system and the BMC say in JSON: `ip -j link`, `nvme list -o json`, and a tree of Redfish
// resources laid out as DMTF's mockups are (DSP0266; one index.json a resource).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulate/topology.h"

namespace assay::simulate {

[[nodiscard]] std::string ip_link_json(const Machine& machine, const Topology& topology);
[[nodiscard]] std::string nvme_list_json(const Machine& machine);

struct Resource {
  std::string_view path;  ///< below /redfish/v1, without index.json; empty: the root
  std::string json;
};
[[nodiscard]] std::vector<Resource> redfish_tree(const Machine& machine);

}  // namespace assay::simulate
