// The adapters for what stands around the UEFI volumes in a flash chip: the descriptor's regions,
// the management engine, the tables that processors read before the first instruction (FIT, AMD's
// embedded firmware), microcode, and the containers in which updates come. Each is handed a place,
// adds what it knows there and leaves the rest as gaps.
#pragma once

#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

/// A management engine region or a part of one, from its start. Names `node` (its version and
/// family become the node's) and adds partitions below it. False where it is none.
bool add_management_engine(TreeBuilder& tree, NodeId node, const Place& place);

/// A code partition ($CPD), or a manifest with its modules; `node` is the partition's.
bool add_code_partition(TreeBuilder& tree, NodeId node, const Place& place);
bool add_manifest(TreeBuilder& tree, NodeId node, const Place& place);

/// The next place in [from, until) where a microcode update begins.
[[nodiscard]] std::optional<std::uint64_t> find_microcode(bytes::ByteSpan area, std::uint64_t from,
                                                          std::uint64_t until);
/// The microcode update, Intel's or AMD's, at the place's start; gives its size, 0 where none is.
std::uint64_t add_microcode(TreeBuilder& tree, const Place& place);
/// Files of microcode: updates in a row, or AMD's container.
bool add_microcode_file(TreeBuilder& tree);

/// What the firmware interface table points at, when everything else stands: the table and what it
/// names become nodes where no other adapter made one of them. Nothing where there is no table.
void add_firmware_interface_table(TreeBuilder& tree);
/// The same for AMD's embedded firmware structure and its directories.
void add_security_processor(TreeBuilder& tree);

/// A capsule at the place's start and what it carries.
bool add_capsule(TreeBuilder& tree, const Place& place);
/// Dell's and Insyde's packages and AMI's BIOS Guard container.
bool add_update_package(TreeBuilder& tree, const Place& place);

}  // namespace assay::inspect::firmware
