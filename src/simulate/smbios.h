// A server's SMBIOS tables, as its firmware writes them (DMTF DSP0134 3.3 and 3.5): types 0, 1, 2,
// 3, 4, 7, 9, 11, 16, 17, 19, 32, 38, 39, 41 and 127, and the 64-bit entry point.
#pragma once

#include "base/types.h"
#include "simulate/topology.h"

namespace assay::simulate {

[[nodiscard]] base::Bytes smbios_table(const Machine& machine, const Topology& topology);
/// "_SM3_" (5.2.2) for a table of `table_size` bytes.
[[nodiscard]] base::Bytes smbios_entry_point(const Machine& machine, std::size_t table_size);

/// What type 17 calls the socket of that number: "P1-DIMMA1", "A1".
[[nodiscard]] std::string dimm_locator(const Family& family, std::size_t socket);

}  // namespace assay::simulate
