// The parts of a management engine region that its tables share: partitions with what is in them,
// and the layouts of newer engines. For this folder alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/me/partition_table.h"
#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

/// "13.0.1.2".
[[nodiscard]] std::string version_of(std::uint16_t major, std::uint16_t minor, std::uint16_t hotfix,
                                     std::uint16_t build);
/// A partition's name; some have bytes that are no text: "0xe015".
[[nodiscard]] std::string name_text(std::string_view name);

/// One partition as a node; `offset` counts from `place`.
NodeId add_partition(TreeBuilder& tree, NodeId parent, const Place& place, std::string_view name,
                     std::uint64_t offset, std::uint64_t size);
/// Those that are stored, in the order of their offsets, each with its code partition or manifest.
/// What overlaps another or lies outside is told and left out.
void add_partitions(TreeBuilder& tree, NodeId node, const Place& place,
                    std::vector<formats::me::Partition> partitions);

/// $FPT at the place's start, its partitions, and what they say `node` is.
void add_partition_table(TreeBuilder& tree, NodeId node, const Place& place);
/// An IFWI layout table; false where there is none.
bool add_ifwi_layout(TreeBuilder& tree, NodeId node, const Place& place);
/// A boot partition from its BPDT on. `base` is where the table stands from the first table: the
/// offsets of a second one count from there, though its parts lie in the second's own span.
void add_boot_partition(TreeBuilder& tree, NodeId node, const Place& place, std::uint64_t base);

}  // namespace assay::inspect::firmware
