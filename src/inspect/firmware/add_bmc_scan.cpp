// The search: a magic at any offset, weak signs only where an erase block could begin. What is
// found is taken apart by its adapter, which must agree before it counts, and skipped.
#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/bmc/aspeed.h"
#include "formats/bmc/kernel.h"
#include "formats/bmc/nuvoton.h"
#include "formats/bmc/vendor.h"
#include "formats/cpio/cpio.h"
#include "formats/cramfs/cramfs.h"
#include "formats/dtb/dtb.h"
#include "formats/jffs2/node.h"
#include "formats/pi/volume.h"
#include "formats/romfs/romfs.h"
#include "formats/squashfs/superblock.h"
#include "formats/ubi/ubi.h"
#include "formats/ubifs/ubifs.h"
#include "formats/uboot/uimage.h"
#include "formats/yaffs2/yaffs2.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

using namespace std::string_view_literals;
using Add = std::uint64_t (*)(TreeBuilder&, const Place&);

struct Magic {
  std::string_view bytes;
  Add add;
  bool strong;  ///< with the checks of its header enough to call a dump a BMC's
};

constexpr std::array kMagics{
    Magic{"\x27\x05\x19\x56"sv, add_uimage, true},
    Magic{"\xD0\x0D\xFE\xED"sv, add_device_tree, true},
    Magic{"hsqs"sv, add_squashfs, true},
    Magic{"sqsh"sv, add_squashfs, true},
    Magic{"shsq"sv, add_squashfs, true},
    Magic{"qshs"sv, add_squashfs, true},
    Magic{"tqsh"sv, add_squashfs, true},
    Magic{"hsqt"sv, add_squashfs, true},
    Magic{"sqlz"sv, add_squashfs, true},
    Magic{"\x85\x19"sv, add_jffs2, true},
    Magic{"\x19\x85"sv, add_jffs2, true},
    Magic{"UBI#"sv, add_ubi, true},
    Magic{"\x31\x18\x10\x06"sv, add_ubifs, true},
    Magic{"\x45\x3D\xCD\x28"sv, add_cramfs, true},
    Magic{"\x28\xCD\x3D\x45"sv, add_cramfs, true},
    Magic{"-rom1fs-"sv, add_romfs, true},
    Magic{"070701"sv, add_cpio, false},
    Magic{"070702"sv, add_cpio, false},
    Magic{"070707"sv, add_cpio, false},
    Magic{"\x5E\x4D\x3B\x2A"sv, add_nuvoton, true},
    Magic{"\x5E\x4D\x7A\x9B"sv, add_nuvoton, true},
    Magic{"skmtP\x08\r\n"sv, add_nuvoton, true},
    Magic{"\nTIP_L1\n"sv, add_nuvoton, true},
    Magic{"\nP\x08U\xAATOO"sv, add_nuvoton, true},
    Magic{"\nBL31NPC"sv, add_nuvoton, true},
    Magic{"\nTEE_NPC"sv, add_nuvoton, true},
    Magic{"\nUBOOTBL"sv, add_nuvoton, true},
    Magic{"P\x07U\xAATOOB"sv, add_nuvoton, true},
    Magic{"UBOOTBLK"sv, add_nuvoton, true},
    Magic{"SOCSEC\0"sv, add_secure_header, true},
    Magic{"$MODULE$"sv, add_ami_module, true},
    Magic{"\x1F\x8B\x08"sv, add_stream, false},
    Magic{"\xFD\x37\x7A\x58\x5A\x00"sv, add_stream, false},
    Magic{"\x28\xB5\x2F\xFD"sv, add_stream, false},
    Magic{"\x04\x22\x4D\x18"sv, add_stream, false},
    Magic{"\x02\x21\x4C\x18"sv, add_stream, false},
    Magic{"BZh"sv, add_stream, false},
    Magic{"\x89LZO\x00\x0D\x0A\x1A\x0A"sv, add_stream, false},
    Magic{"\x5D\x00\x00"sv, add_stream, false},
    Magic{"\x6D\x00\x00"sv, add_stream, false},
    Magic{"\x6E\x00\x00"sv, add_stream, false},
};

constexpr std::array<bool, 256> first_bytes() {
  std::array<bool, 256> out{};
  for (const auto& m : kMagics) out.at(static_cast<unsigned char>(m.bytes.front())) = true;
  return out;
}
constexpr auto kFirst = first_bytes();

constexpr std::uint64_t kAligned = 4096;

// Where an erase block could begin: signs that are no magic.
std::uint64_t add_weak(TreeBuilder& tree, const Place& place) {
  constexpr std::array<Add, 5> kWeak{add_kernel, add_vectors, add_environment, add_yaffs2, add_ext};
  for (const Add add : kWeak)
    if (const auto used = add(tree, place); used != 0) return used;
  return 0;
}

bool header_fits(const Magic& magic, bytes::ByteSpan bytes) {
  if (magic.add == add_uimage) return formats::uboot::looks_like_uimage(bytes);
  if (magic.add == add_device_tree) return formats::dtb::looks_like_dtb(bytes);
  if (magic.add == add_squashfs) return formats::squashfs::looks_like_squashfs(bytes);
  if (magic.add == add_jffs2) return formats::jffs2::looks_like_jffs2(bytes);
  if (magic.add == add_ubi) return formats::ubi::looks_like_ubi(bytes);
  if (magic.add == add_ubifs) return formats::ubifs::looks_like_ubifs(bytes);
  if (magic.add == add_cramfs) return formats::cramfs::looks_like_cramfs(bytes);
  if (magic.add == add_nuvoton) return formats::bmc::looks_like_nuvoton(bytes);
  if (magic.add == add_stream) return formats::codec::recognise(bytes).has_value();
  if (magic.add == add_cpio) return formats::cpio::looks_like_cpio(bytes);
  if (magic.add == add_romfs) return formats::romfs::looks_like_romfs(bytes);
  if (magic.add == add_secure_header)
    return formats::bmc::parse_secure_header(bytes::Reader(bytes)).has_value();
  if (magic.add == add_ami_module)
    return formats::bmc::read_ami_module(bytes::Reader(bytes)).has_value();
  return true;
}

bool other_start(bytes::ByteSpan image) {
  const auto kernel = formats::bmc::recognise_kernel(bytes::Reader(image));
  if (kernel && kernel->form != formats::bmc::KernelForm::bzimage) return true;
  if (formats::uboot::looks_like_environment(image)) return true;
  if (formats::yaffs2::looks_like_yaffs2(image)) return true;
  const auto code = image.first(std::min<std::size_t>(image.size(), std::size_t{1} << 20U));
  return image[3] == std::byte{0xEA} && !formats::bmc::find_uboot_version(code).empty();
}

}  // namespace

bool has_magic(bytes::ByteSpan bytes, bool strong) {
  return std::ranges::any_of(kMagics, [&](const Magic& m) {
    return (m.strong || !strong) && bytes::starts_with(bytes, m.bytes) && header_fits(m, bytes);
  });
}

std::uint64_t add_linux_item(TreeBuilder& tree, const Place& place, bool aligned) {
  const auto bytes = tree.bytes_of(place);
  for (const auto& m : kMagics)
    if (bytes::starts_with(bytes, m.bytes))
      if (const auto used = m.add(tree, place); used != 0) return used;
  return aligned ? add_weak(tree, place) : 0;
}

bool add_linux_area(TreeBuilder& tree, const Place& area) {
  const auto bytes = tree.bytes_of(area);
  bool any = false;
  for (std::size_t at = 0; at < bytes.size() && !tree.exhausted();) {
    const bool aligned = (area.offset + at) % kAligned == 0 || at == 0;
    if (!aligned && !kFirst.at(static_cast<unsigned char>(bytes[at]))) {
      ++at;
      continue;
    }
    const Place place{area.parent, area.buffer, area.offset + at, bytes.size() - at};
    const auto used = add_linux_item(tree, place, aligned);
    any = any || used != 0;
    at += used == 0 ? 1 : static_cast<std::size_t>(used);
  }
  return any;
}

bool starts_as_bmc(bytes::ByteSpan image) {
  constexpr std::size_t kLeast = 64;
  return image.size() >= kLeast && (has_magic(image, false) || other_start(image));
}

bool looks_like_bmc(bytes::ByteSpan image) {
  if (starts_as_bmc(image)) return true;
  // A dump: something that only embedded Linux has, where an erase block begins, and no volume of
  // PC firmware.
  constexpr std::size_t kStep = std::size_t{64} * 1024;
  if (image.size() < 4 * kStep || formats::pi::find_volume(image, 0)) return false;
  for (std::size_t at = kStep; at < image.size(); at += kStep)
    if (has_magic(image.subspan(at), true)) return true;
  return formats::bmc::find_supermicro(bytes::Reader(image)).has_value();
}

bool add_bmc(TreeBuilder& tree) {
  const bool any = add_linux_area(tree, {TreeBuilder::root(), 0, 0, tree.image().size()});
  if (const auto footer = formats::bmc::find_supermicro(bytes::Reader(tree.image()))) {
    tree.at(TreeBuilder::root()).version = fmt::format("{}.{:02}", footer->major, footer->minor);
    tree.attribute(TreeBuilder::root(), "Supermicro footer", fmt::format("0x{:x}", footer->at));
  }
  return any;
}

}  // namespace assay::inspect::firmware
