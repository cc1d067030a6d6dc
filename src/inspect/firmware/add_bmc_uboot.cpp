// U-Boot's own formats: legacy images, environments, and U-Boot's code itself.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "bytes/text.h"
#include "formats/bmc/kernel.h"
#include "formats/dtb/dtb.h"
#include "formats/uboot/environment.h"
#include "formats/uboot/uimage.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

namespace uboot = formats::uboot;

void describe(TreeBuilder& tree, NodeId node, const uboot::Uimage& u) {
  tree.attribute(node, "type", std::string(uboot::type_name(u.type)));
  tree.attribute(node, "system",
                 fmt::format("{}, {}", uboot::os_name(u.os), uboot::arch_name(u.arch)));
  tree.attribute(node, "compression", std::string(uboot::compression_name(u.compression)));
  tree.attribute(node, "made", base::to_rfc3339({u.made}));
  tree.attribute(node, "load", fmt::format("0x{:08x}", u.load));
  tree.attribute(node, "entry", fmt::format("0x{:08x}", u.entry));
  tree.attribute(node, "header CRC", u.header_good ? "holds" : "wrong");
  tree.attribute(node, "data CRC", u.data_good ? "holds" : "wrong");
}

}  // namespace

std::uint64_t add_uimage(TreeBuilder& tree, const Place& place) {
  const auto u = uboot::parse_uimage(tree.reader(place), tree.budget());
  if (!u) return 0;
  const NodeId node = tree.add({.kind = Kind::archive,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = uboot::kUimageHeader + u->size,
                                .header = static_cast<std::uint32_t>(uboot::kUimageHeader),
                                .type = "uImage",
                                .name = base::printable(u->name, 64)});
  describe(tree, node, *u);
  if (!u->header_good || !u->data_good)
    tree.finding("firmware.uimage.crc", node,
                 !u->whole ? fmt::format("The header states {} bytes of data; {} are there.",
                                         u->size, u->data.remaining())
                 : !u->header_good ? "The header's CRC-32 (ih_hcrc) is not that of its bytes."
                                   : "The CRC-32 in the header (ih_dcrc) is not that of the data.");
  const auto compression = uboot::compression_name(u->compression);
  if (u->parts.empty()) {
    add_payload(tree, tree.body(node), compression);
    return tree.at(node).size;
  }
  for (std::size_t i = 0; i < u->parts.size(); ++i) {
    const auto& part = u->parts[i];
    const NodeId id = tree.add({.kind = Kind::partition,
                                .parent = node,
                                .buffer = place.buffer,
                                .offset = part.offset(),
                                .size = part.remaining(),
                                .type = "uImage part",
                                .name = fmt::format("{}", i)});
    // Only the first, the kernel, is packed as the header says.
    add_payload(tree, tree.body(id), i == 0 ? compression : "none");
  }
  return tree.at(node).size;
}

void add_payload(TreeBuilder& tree, const Place& place, std::string_view compression) {
  if (place.size == 0) return;
  // The stream's own magic says more than the header does; nothing else is lost where they differ.
  (void)compression;
  const auto version = formats::bmc::find_version(tree.bytes_of(place));
  if (!version.empty() && tree.at(place.parent).version.empty())
    tree.at(place.parent).version = std::string(version);
  (void)add_linux_area(tree, place);
}

std::uint64_t add_environment(TreeBuilder& tree, const Place& place) {
  const auto environment = uboot::parse_environment(tree.reader(place), tree.budget());
  if (!environment || environment->variables.empty()) return 0;
  const NodeId node = tree.add({.kind = Kind::store,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = environment->size,
                                .header = environment->header,
                                .type = "U-Boot environment"});
  tree.attribute(node, "CRC-32", environment->crc_good ? "holds" : "wrong");
  if (environment->redundant) tree.attribute(node, "flags", fmt::format("{}", environment->flags));
  if (!environment->crc_good)
    tree.finding("firmware.uboot.environment", node,
                 "The environment's CRC-32 does not fit any size that environments have.");
  add_variables(tree, node, place.buffer, *environment);
  return tree.at(node).size;
}

void add_variables(TreeBuilder& tree, NodeId node, std::uint32_t buffer,
                   const uboot::Environment& environment) {
  for (const auto& v : environment.variables) {
    const NodeId id = tree.add({.kind = Kind::variable,
                                .parent = node,
                                .buffer = buffer,
                                .offset = v.offset,
                                .size = v.name.size() + 1 + v.value.size(),
                                .header = static_cast<std::uint32_t>(v.name.size() + 1),
                                .type = "U-Boot variable",
                                .name = std::string(v.name)});
    tree.attribute(id, "value", base::printable(v.value, 500));
  }
  // doc/README.autoboot: a delay leaves the console open to whoever presses a key, unless a
  // password or a hash of one stops the count.
  const auto delay = environment.value("bootdelay");
  const bool waits = delay && !delay->empty() && !delay->starts_with('-') && *delay != "0";
  const bool guarded = environment.value("bootstopkeysha256") || environment.value("bootstopkey") ||
                       environment.value("bootdelaykey");
  if (waits && !guarded)
    tree.finding("firmware.uboot.console", node,
                 fmt::format("bootdelay is {} and no password is set: whoever reaches the serial "
                             "console stops the boot and gets U-Boot's command line.",
                             base::printable(*delay, 20)));
}

void add_uboot_code(TreeBuilder& tree, NodeId node) {
  const Place body = tree.body(node);
  const auto version = formats::bmc::find_uboot_version(tree.bytes_of(body));
  if (!version.empty()) tree.at(node).version = std::string(version);
  if (const auto built_in = uboot::find_built_in(tree.reader(body), tree.budget())) {
    const auto& first = built_in->variables.front();
    const NodeId store = tree.add({.kind = Kind::store,
                                   .parent = node,
                                   .buffer = body.buffer,
                                   .offset = first.offset,
                                   .size = built_in->size,
                                   .type = "U-Boot environment",
                                   .name = "built in"});
    add_variables(tree, store, body.buffer, *built_in);
  }
  // The device tree of U-Boot itself stands behind its code, aligned to eight bytes.
  const auto bytes = tree.bytes_of(body);
  for (std::uint64_t at = 0; at + 64 < body.size; at += 4) {
    const auto rest = bytes.subspan(static_cast<std::size_t>(at));
    if (!formats::dtb::looks_like_dtb(rest)) continue;
    const auto used = add_device_tree(tree, {node, body.buffer, body.offset + at, body.size - at});
    if (used >= 4) at += used / 4 * 4 - 4;
  }
}

}  // namespace assay::inspect::firmware
