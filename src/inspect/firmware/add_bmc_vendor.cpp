// Vendors' layouts: AMI's module headers name what stands in each part of the flash.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "formats/bmc/vendor.h"
#include "formats/codec/codec.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {

std::uint64_t add_ami_module(TreeBuilder& tree, const Place& place) {
  namespace bmc = formats::bmc;
  const auto m = bmc::read_ami_module(tree.reader(place));
  if (!m) return 0;
  const std::uint64_t size = std::clamp<std::uint64_t>(m->allocated, bmc::kAmiHeader, place.size);
  const NodeId node =
      tree.add({.kind = Kind::region,
                .parent = place.parent,
                .buffer = place.buffer,
                .offset = place.offset,
                .size = size,
                .header = static_cast<std::uint32_t>(bmc::kAmiHeader),
                .type = fmt::format("AMI {}", bmc::ami_type_name(m->type)),
                .name = base::printable(m->name, 16),
                .version = fmt::format("{}.{}", m->version_major, m->version_minor)});
  tree.attribute(node, "module at", fmt::format("0x{:x}", m->module_at));
  tree.attribute(node, "module size", fmt::format("{}", m->module_size));
  if (m->checksum_used) {
    const auto part = tree.reader(place).at(m->module_at, m->module_size, "module");
    const bool good = part && formats::codec::crc32(part->rest()) == m->checksum;
    tree.attribute(node, "CRC-32", good ? "holds" : "wrong");
    if (!good)
      tree.finding("firmware.image.checksum", node,
                   "The CRC-32 in the module's header is not that of the module.");
  }
  (void)add_linux_area(tree, tree.body(node));
  return tree.at(node).size;
}

}  // namespace assay::inspect::firmware
