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
/// Gives `node` the attributes below, besides what the header, the debug directory, the version
/// resource and the signatures say.
void add_executable(TreeBuilder& tree, NodeId node);
/// SHA-256 as Secure Boot computes it; a TE has none.
inline constexpr std::string_view kAuthenticode = "Authenticode SHA-256";
/// Two executables with the same value differ in times, base address, checksum or signatures alone
/// (formats/pe/normalise.h). The second is of the mapped sections only: a PE and its TE share it.
inline constexpr std::string_view kNormalised = "Normalised SHA-256";
inline constexpr std::string_view kNormalisedContent = "Normalised content SHA-256";
/// Of a file of a volume: which of its checksums are wrong, where one is. EDK II's dispatcher skips
/// such a file, so a bad checksum switches a module off.
inline constexpr std::string_view kChecksum = "Checksum";

/// The body of a firmware volume that keeps variables (recognised by its file system's GUID), or
/// an NVAR store's file. False where its kind is not known: then it is shown as data.
bool add_nvram_volume(TreeBuilder& tree, NodeId volume);
bool add_nvar_store(TreeBuilder& tree, NodeId file);
/// A store at the place's start, outside any volume; gives its size, 0 where there is none.
std::uint64_t add_bare_store(TreeBuilder& tree, const Place& place);
/// The body of a raw section or file that holds keys: signature lists, an authenticated update, one
/// certificate. Vendors keep the defaults of Secure Boot's variables so. False where it is none.
bool add_key_database(TreeBuilder& tree, NodeId node);

/// Files that are one executable, or stores of variables, and nothing else.
[[nodiscard]] bool is_bare_executable(bytes::ByteSpan image);
bool add_bare_executable(TreeBuilder& tree);
/// A file of a firmware volume, header first.
[[nodiscard]] bool is_bare_file(bytes::ByteSpan image);
bool add_bare_file(TreeBuilder& tree);
[[nodiscard]] bool is_bare_store(bytes::ByteSpan image);
bool add_bare_stores(TreeBuilder& tree);

/// The next place in [from, until) where something other than a volume plausibly begins in a raw
/// area: microcode, a store of variables without its volume, a directory of partitions.
[[nodiscard]] std::optional<std::uint64_t> find_raw_item(bytes::ByteSpan area, std::uint64_t from,
                                                         std::uint64_t until);
/// Adds what begins at the place's start; gives its size, 0 where it is nothing after all.
std::uint64_t add_raw_item(TreeBuilder& tree, const Place& place);

}  // namespace assay::inspect::firmware
