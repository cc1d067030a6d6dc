#include "inspect/firmware/inspect_image.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"
#include "formats/capsule/bios_guard.h"
#include "formats/capsule/dell_pfs.h"
#include "formats/capsule/insyde.h"
#include "formats/capsule/uefi_capsule.h"
#include "formats/flash/descriptor.h"
#include "formats/me/boot_partition.h"
#include "formats/me/code_partition.h"
#include "formats/me/manifest.h"
#include "formats/me/partition_table.h"
#include "formats/microcode/amd.h"
#include "formats/microcode/intel.h"
#include "formats/pi/volume.h"
#include "formats/psp/directory.h"
#include "formats/psp/embedded.h"
#include "inspect/firmware/add.h"
#include "inspect/firmware/add_bmc.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {
namespace {

Place whole(const TreeBuilder& tree) { return {TreeBuilder::root(), 0, 0, tree.image().size()}; }

bool is_descriptor_alone(bytes::ByteSpan image) {
  return image.size() == formats::flash::kDescriptorSize &&
         formats::flash::looks_like_descriptor(image);
}
bool is_engine(bytes::ByteSpan image) {
  return formats::me::looks_like_partition_table(image) ||
         formats::me::looks_like_code_partition(image) || formats::me::looks_like_manifest(image) ||
         formats::me::looks_like_boot_partition(image) ||
         formats::me::parse_layout(bytes::Reader(image)).has_value();
}
bool add_engine(TreeBuilder& tree) {
  return add_management_engine(tree, TreeBuilder::root(), whole(tree));
}
bool is_microcode(bytes::ByteSpan image) {
  return formats::microcode::looks_like_intel_update(image) ||
         formats::microcode::looks_like_amd_container(image);
}
bool add_whole_capsule(TreeBuilder& tree) { return add_capsule(tree, whole(tree)); }
bool is_package(bytes::ByteSpan image) {
  return formats::capsule::looks_like_pfs(image) ||
         formats::capsule::looks_like_bios_guard(image) ||
         formats::capsule::looks_like_pfs_package(image) ||
         (bytes::starts_with(image, "MZ") && formats::capsule::looks_like_iflash(image));
}
bool add_package(TreeBuilder& tree) { return add_update_package(tree, whole(tree)); }

bool add_descriptor(TreeBuilder& tree) { return add_flash_descriptor(tree, whole(tree)); }

bool holds_volume(bytes::ByteSpan image) { return formats::pi::find_volume(image, 0).has_value(); }
bool add_volumes(TreeBuilder& tree) { return add_raw_area(tree, whole(tree)); }

// AMD's firmware is in volumes too, but has its own way to them.
bool is_amd(bytes::ByteSpan image) {
  const auto at = formats::psp::find_embedded(image);
  if (!at) return false;
  const auto table = formats::psp::parse_embedded(bytes::Reader(image), *at);
  return table && std::ranges::any_of(table->pointers, [&](const formats::psp::Pointer& pointer) {
           const auto offset = formats::psp::offset_of(pointer.address, image.size());
           return pointer.directory && offset &&
                  formats::psp::looks_like_directory(
                      image.subspan(static_cast<std::size_t>(*offset)));
         });
}
bool add_amd(TreeBuilder& tree) {
  (void)add_volumes(tree);
  return true;
}

// What a programmer reads from an erased or an absent chip.
bool is_blank(bytes::ByteSpan image) {
  constexpr std::size_t kSmallest = std::size_t{64} * 1024;
  return image.size() >= kSmallest && (image[0] == std::byte{0} || image[0] == std::byte{0xFF}) &&
         bytes::all_of(image, image[0]);
}
bool add_blank(TreeBuilder& tree) {
  tree.finding("firmware.image.blank", TreeBuilder::root(), "Every byte of the image is the same.");
  return true;
}

constexpr std::array kRecognisers{
    Recogniser{"uefi.capsule", "UEFI capsule", formats::capsule::looks_like_capsule,
               add_whole_capsule},
    Recogniser{"uefi.capsule", "Update package", is_package, add_package},
    Recogniser{"intel.descriptor", "Intel flash descriptor", is_descriptor_alone, add_descriptor},
    Recogniser{"uefi.image", "Intel image", formats::flash::looks_like_descriptor, add_descriptor},
    Recogniser{"intel.me", "Intel ME region", is_engine, add_engine},
    Recogniser{"cpu.microcode", "Microcode", is_microcode, add_microcode_file},
    Recogniser{"uefi.image", "AMD image", is_amd, add_amd},
    Recogniser{"pe.image", "Executable", is_bare_executable, add_bare_executable},
    Recogniser{"uefi.nvram", "Variables", is_bare_store, add_bare_stores},
    Recogniser{"bmc.image", "BMC image", looks_like_bmc, add_bmc},
    Recogniser{"uefi.image", "UEFI image", holds_volume, add_volumes},
    Recogniser{"uefi.image", "Volume's file", is_bare_file, add_bare_file},
    Recogniser{"uefi.image", "Blank image", is_blank, add_blank},
};

}  // namespace

std::span<const Recogniser> recognisers() noexcept { return kRecognisers; }

const Recogniser* recognise_image(bytes::ByteSpan image) {
  for (const Recogniser& row : kRecognisers)
    if (row.looks_like(image)) return &row;
  return nullptr;
}

Tree inspect_image(bytes::ByteSpan image, bytes::Budget& budget, crypto::HashEngine& hash,
                   Options options) {
  TreeBuilder tree(image, budget, hash, std::move(options));
  bool known = false;
  for (const Recogniser& row : kRecognisers) {
    if (!row.looks_like(image)) continue;
    tree.at(TreeBuilder::root()).type = row.type;
    known = row.add(tree);
    if (known) break;
  }
  if (!known) (void)add_volumes(tree);
  // Tables that name what others have placed come last.
  add_firmware_interface_table(tree);
  add_security_processor(tree);
  return std::move(tree).finish();
}

}  // namespace assay::inspect::firmware
