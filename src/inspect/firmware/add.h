// The adapters: each turns what a decoder of src/formats says about a place into nodes. They call
// one another as formats nest: a region holds volumes, a file holds sections, a section an
// executable.
#pragma once

#include "formats/uefi/guid.h"
#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

/// Bytes of which nothing is known but that volumes, microcode and the like may stand anywhere in
/// them: a BIOS region, a raw file, a raw section, padding that is not empty. Adds what it finds;
/// the rest stays gaps. True where it found something.
bool add_raw_area(TreeBuilder& tree, const Place& place);

/// An Intel flash descriptor at the place's start and the regions that it describes; false where
/// there is none.
bool add_flash_descriptor(TreeBuilder& tree, const Place& place);

/// A PE32, TE or other executable image that `node` (a section or file) holds in its body.
void add_executable(TreeBuilder& tree, NodeId node);

/// The body of a firmware volume that keeps variables (recognised by its file system's GUID), or
/// an NVAR store's file. False where its kind is not known: then it is shown as data.
bool add_nvram_volume(TreeBuilder& tree, NodeId volume);
bool add_nvar_store(TreeBuilder& tree, NodeId file);

/// The next place in [from, until) where something other than a volume plausibly begins in a raw
/// area: microcode, a store of variables without its volume, a directory of partitions.
[[nodiscard]] std::optional<std::uint64_t> find_raw_item(bytes::ByteSpan area, std::uint64_t from,
                                                         std::uint64_t until);
/// Adds what begins at the place's start; gives its size, 0 where it is nothing after all.
std::uint64_t add_raw_item(TreeBuilder& tree, const Place& place);

}  // namespace assay::inspect::firmware
