#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "formats/flash/descriptor.h"
#include "formats/flash/gbe.h"
#include "inspect/firmware/add.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {
namespace {

namespace flash = formats::flash;

constexpr std::uint8_t kMe = 2;
constexpr std::uint8_t kGbe = 3;
constexpr std::uint8_t kInnovationEngine = 10;

std::string size_text(std::uint64_t bytes) {
  return bytes % (1U << 20U) == 0 ? fmt::format("{} MiB", bytes >> 20U)
                                  : fmt::format("{} KiB", bytes >> 10U);
}

// "Descriptor, BIOS, GbE" of an access mask: the first generation has names for five regions.
std::string regions_text(std::uint16_t mask, std::uint8_t version) {
  const std::uint8_t count = version == 1 ? 5 : 16;
  const std::uint16_t all = version == 1 ? 0x1F : 0xFFF;
  if ((mask & all) == all) return "everything";
  std::string out;
  for (std::uint8_t i = 0; i < count; ++i)
    if ((static_cast<unsigned>(mask) >> i & 1U) != 0)
      base::append(out, "{}{}", out.empty() ? "" : ", ", flash::region_name(i));
  return out.empty() ? "nothing" : out;
}

std::string words_text(const std::vector<std::uint32_t>& words) {
  std::string out;
  for (const std::uint32_t word : words)
    base::append(out, "{}{:08x}", out.empty() ? "" : " ", word);
  return out;
}

std::string chips_text(const flash::Descriptor& d) {
  std::string out;
  for (std::size_t i = 0; i < d.components && i < d.density.size(); ++i)
    if (d.density.at(i))
      base::append(out, "{}{}", out.empty() ? "" : " + ", size_text(*d.density.at(i)));
  return out;
}

std::string jedec_text(const flash::Descriptor& d) {
  std::string out;
  for (const auto& entry : d.jedec) {
    const auto vendor = flash::chip_vendor(entry.vendor);
    base::append(out, "{}{:02x}{:04x}{}{}", out.empty() ? "" : ", ", entry.vendor, entry.device,
                 vendor.empty() ? "" : " ", vendor);
  }
  return out;
}

void describe(TreeBuilder& tree, NodeId node, const flash::Descriptor& d) {
  tree.attribute(node, "Chipset", std::string(flash::name(d.chipset)));
  tree.attribute(node, "Descriptor version", fmt::format("{}", d.version));
  if (const auto chips = chips_text(d); !chips.empty()) tree.attribute(node, "Flash chips", chips);
  if (d.read_clock_mhz != 0)
    tree.attribute(node, "Read clock", fmt::format("{} MHz", d.read_clock_mhz));
  for (const auto& region : d.regions)
    tree.attribute(node, fmt::format("{} region", flash::region_name(region.index)),
                   fmt::format("0x{:x}, {}", region.offset, size_text(region.size)));
  for (const auto& master : d.masters) {
    tree.attribute(node, fmt::format("{} may read", master.name),
                   regions_text(master.read, d.version));
    tree.attribute(node, fmt::format("{} may write", master.name),
                   regions_text(master.write, d.version));
  }
  if (d.me_disabled) tree.attribute(node, "ME disabled by strap", *d.me_disabled ? "yes" : "no");
  tree.attribute(node, "PCH straps", words_text(d.pch_straps));
  if (!d.cpu_straps.empty()) tree.attribute(node, "Processor straps", words_text(d.cpu_straps));
  if (const auto jedec = jedec_text(d); !jedec.empty())
    tree.attribute(node, "Allowed chips (JEDEC)", jedec);
  if (d.oem_used) tree.attribute(node, "OEM section", "used");
}

void judge(TreeBuilder& tree, NodeId node, const flash::Descriptor& d) {
  const bool descriptor = d.host_writes_descriptor();
  const bool me = d.host_writes_me();
  if (descriptor || me)
    tree.finding("firmware.descriptor.unlocked", node,
                 fmt::format("The flash descriptor lets the host's processor write the {}: "
                             "software on the server can change {}.",
                             descriptor && me ? "descriptor and the ME region"
                             : descriptor     ? "descriptor"
                                              : "ME region",
                             descriptor ? "who may write what" : "the management engine"));
  if (d.me_disabled.value_or(false))
    tree.finding("firmware.me.disabled", node,
                 "A strap of the flash descriptor stops the management engine after its start.");
}

// Two copies; the second often is erased.
void add_gbe(TreeBuilder& tree, NodeId node, const Place& place) {
  constexpr std::uint64_t kCopy = 4096;
  bool any_good = false;
  bool any = false;
  for (std::uint64_t at = 0; at < 2 * kCopy && at + kCopy <= place.size; at += kCopy) {
    const auto copy =
        flash::parse_gbe(tree.reader({place.parent, place.buffer, place.offset + at, kCopy}));
    if (!copy || copy->erased) continue;
    any = true;
    any_good = any_good || copy->checksum_good;
    const NodeId id = tree.add({.kind = Kind::data,
                                .parent = node,
                                .buffer = place.buffer,
                                .offset = place.offset + at,
                                .size = kCopy,
                                .type = "GbE settings",
                                .name = at == 0 ? "copy 1" : "copy 2"});
    tree.attribute(id, "MAC address", copy->mac_text());
    tree.attribute(id, "Device id", fmt::format("{:04x}", copy->device_id));
    tree.attribute(id, "Image version", fmt::format("{:04x}", copy->image_version));
    tree.attribute(id, "Checksum", copy->checksum_good ? "good" : "wrong");
    if (tree.at(node).version.empty() && copy->checksum_good)
      tree.attribute(node, "MAC address", copy->mac_text());
  }
  if (any && !any_good)
    tree.finding("firmware.gbe.checksum", node,
                 "Neither copy of the network controller's settings has the right checksum.");
}

void add_region(TreeBuilder& tree, const Place& place, const flash::Region& region) {
  const auto name = flash::region_name(region.index);
  const NodeId id = tree.add({.kind = Kind::region,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset + region.offset,
                              .size = region.size,
                              .type = "Region",
                              .name = std::string(name)});
  if (id == kNone) return;
  const Place body = tree.body(id);
  if (region.index == kMe || region.index == kInnovationEngine)
    (void)add_management_engine(tree, id, body);
  else if (region.index == kGbe)
    add_gbe(tree, id, body);
  else
    (void)add_raw_area(tree, body);
}

// Regions in the order of their offsets; what overlaps one before it is told and left out, since a
// byte has one place in the tree.
void add_regions(TreeBuilder& tree, const Place& place, NodeId descriptor,
                 std::vector<flash::Region> regions) {
  std::ranges::sort(regions, {}, &flash::Region::offset);
  std::uint64_t end = flash::kDescriptorSize;
  for (const auto& region : regions) {
    if (region.index == 0) continue;
    const auto name = flash::region_name(region.index);
    if (region.offset >= place.size) {
      // A descriptor alone says nothing about what is missing.
      if (place.size > flash::kDescriptorSize)
        tree.finding("firmware.region.missing", descriptor,
                     fmt::format("The descriptor puts the {} region at 0x{:x}, but the image ends "
                                 "at 0x{:x}.",
                                 name, region.offset, place.size));
      continue;
    }
    if (region.offset < end) {
      tree.finding("firmware.region.overlap", descriptor,
                   fmt::format("The {} region at 0x{:x} overlaps what stands before it, up to "
                               "0x{:x}.",
                               name, region.offset, end));
      continue;
    }
    add_region(tree, place, region);
    end = region.offset + region.size;
  }
}

}  // namespace

bool add_flash_descriptor(TreeBuilder& tree, const Place& place) {
  const auto reader = tree.reader(place);
  if (!flash::looks_like_descriptor(reader.rest())) return false;
  const auto descriptor = flash::parse_descriptor(reader, tree.budget());
  if (!descriptor) {
    tree.malformed(place.parent, descriptor.error());
    return false;
  }
  const NodeId id = tree.add({.kind = Kind::descriptor,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = flash::kDescriptorSize,
                              .header = static_cast<std::uint32_t>(flash::kDescriptorSize),
                              .type = "Region",
                              .name = "Descriptor"});
  if (id == kNone) return true;
  describe(tree, id, *descriptor);
  judge(tree, id, *descriptor);
  for (const auto& problem : descriptor->problems) tree.malformed(id, problem);
  add_regions(tree, place, id, descriptor->regions);
  return true;
}

}  // namespace assay::inspect::firmware
