// The adapters for what a BMC's flash and other embedded Linux images hold: boot loaders, kernels,
// device trees, file systems and what wraps them. Each takes a place that may go on behind the
// thing, adds its nodes and says how many bytes it spans; 0 means that nothing of its kind begins
// there. add.h has the adapters of PC firmware.
#pragma once

#include <optional>
#include <string_view>

#include "formats/codec/codec.h"
#include "formats/filesystem/files.h"
#include "formats/uboot/environment.h"
#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

/// For the table of inspect_image.cpp: a known thing at the image's start, or a dump that holds
/// several at the offsets of erase blocks.
[[nodiscard]] bool looks_like_bmc(bytes::ByteSpan image);
/// The first of these alone: cheap, and sure enough to ask before formats without a magic.
[[nodiscard]] bool starts_as_bmc(bytes::ByteSpan image);
bool add_bmc(TreeBuilder& tree);

/// What begins at the place's start, whichever kind it is. Weak signs (a vector table, text that
/// could be an environment) count only where `aligned`.
std::uint64_t add_linux_item(TreeBuilder& tree, const Place& place, bool aligned);
/// Searches the place from its start to its end and adds what it finds; true where it found any.
bool add_linux_area(TreeBuilder& tree, const Place& place);
/// A magic that add_linux_item() has an adapter for; for looks_like_bmc() `strong` ones alone.
[[nodiscard]] bool has_magic(bytes::ByteSpan bytes, bool strong);

// One adapter each.
std::uint64_t add_uimage(TreeBuilder& tree, const Place& place);
std::uint64_t add_device_tree(TreeBuilder& tree, const Place& place);
std::uint64_t add_environment(TreeBuilder& tree, const Place& place);
std::uint64_t add_nuvoton(TreeBuilder& tree, const Place& place);
std::uint64_t add_vectors(TreeBuilder& tree, const Place& place);
std::uint64_t add_secure_header(TreeBuilder& tree, const Place& place);
std::uint64_t add_kernel(TreeBuilder& tree, const Place& place);
std::uint64_t add_elf(TreeBuilder& tree, const Place& place);
std::uint64_t add_ami_module(TreeBuilder& tree, const Place& place);
std::uint64_t add_stream(TreeBuilder& tree, const Place& place);
std::uint64_t add_cpio(TreeBuilder& tree, const Place& place);
std::uint64_t add_squashfs(TreeBuilder& tree, const Place& place);
std::uint64_t add_jffs2(TreeBuilder& tree, const Place& place);
std::uint64_t add_ubi(TreeBuilder& tree, const Place& place);
std::uint64_t add_ubifs(TreeBuilder& tree, const Place& place);
std::uint64_t add_cramfs(TreeBuilder& tree, const Place& place);
std::uint64_t add_romfs(TreeBuilder& tree, const Place& place);
std::uint64_t add_yaffs2(TreeBuilder& tree, const Place& place);
std::uint64_t add_ext(TreeBuilder& tree, const Place& place);

/// What the body of an image (uImage, FIT part) holds: unpacked first where it is packed.
void add_payload(TreeBuilder& tree, const Place& place, std::string_view compression);
/// The variables of an environment below `node` and what is weak about them.
void add_variables(TreeBuilder& tree, NodeId node, std::uint32_t buffer,
                   const formats::uboot::Environment& environment);
/// U-Boot's code in the body of `node`: its version, built-in environment and device trees.
void add_uboot_code(TreeBuilder& tree, NodeId node);

/// One node for each file. `image_at` is where in `buffer` the file system starts, `contents` the
/// buffer of what it unpacked; the entries of either go there.
struct FilesAt {
  NodeId node = kNone;
  std::uint32_t buffer = 0;
  std::uint64_t image_at = 0;
  std::uint32_t contents = 0;
};
void add_files(TreeBuilder& tree, const FilesAt& at, const formats::filesystem::Files& files);
/// Parses a file system on another thread and adds its files: `read` gives them.
void add_files_later(
    TreeBuilder& tree, NodeId node,
    std::function<bytes::Parsed<formats::filesystem::Files>(bytes::Reader, bytes::Budget&)> read);

}  // namespace assay::inspect::firmware
