#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/microcode/amd.h"
#include "formats/microcode/intel.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {
namespace {

namespace microcode = formats::microcode;

std::string platforms_text(std::uint32_t mask) {
  std::string out;
  for (unsigned i = 0; i < 8; ++i)
    if ((mask >> i & 1U) != 0) base::append(out, "{}{}", out.empty() ? "" : ", ", i);
  return out.empty() ? "any" : out;
}

NodeId add_intel(TreeBuilder& tree, const Place& place, const microcode::IntelUpdate& update) {
  const auto& first = update.processors.front();
  const NodeId id = tree.add({.kind = Kind::microcode,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset + update.offset,
                              .size = update.size,
                              .header = 48,
                              .type = "Intel microcode",
                              .name = microcode::processor_name(first.signature),
                              .version = fmt::format("0x{:x}", update.revision)});
  if (id == kNone) return id;
  tree.attribute(id, "Revision", fmt::format("0x{:08x}", update.revision));
  tree.attribute(id, "Date", update.date_text());
  tree.attribute(id, "Processor signature", fmt::format("0x{:08x}", first.signature));
  tree.attribute(id, "Platform ids", platforms_text(first.platforms));
  for (std::size_t i = 1; i < update.processors.size(); ++i)
    tree.attribute(id, "Also for",
                   fmt::format("{} (0x{:08x}), platform ids {}",
                               microcode::processor_name(update.processors[i].signature),
                               update.processors[i].signature,
                               platforms_text(update.processors[i].platforms)));
  if (update.least_revision != 0)
    tree.attribute(id, "Least revision to load over",
                   fmt::format("0x{:08x}", update.least_revision));
  const bool good = update.checksum_good && update.extended_checksums_good;
  tree.attribute(id, "Checksum", good ? "good" : "wrong");
  if (!good)
    tree.finding("firmware.microcode.damaged", id,
                 fmt::format("The checksum of the microcode for {}, revision 0x{:x}, is wrong: the "
                             "processor will refuse it.",
                             tree.at(id).name, update.revision));
  return id;
}

NodeId add_amd(TreeBuilder& tree, const Place& place, const microcode::AmdPatch& patch) {
  const NodeId id = tree.add({.kind = Kind::microcode,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset + patch.offset,
                              .size = patch.size,
                              .header = 64,
                              .type = "AMD microcode",
                              .name = fmt::format("{:04X}", patch.processor),
                              .version = fmt::format("0x{:08x}", patch.revision)});
  if (id == kNone) return id;
  tree.attribute(id, "Revision", fmt::format("0x{:08x}", patch.revision));
  tree.attribute(id, "Date", patch.date_text());
  tree.attribute(id, "Processor", fmt::format("{:04X}", patch.processor));
  if (const auto family = patch.family(); !family.empty()) tree.attribute(id, "Family", family);
  return id;
}

bool add_amd_file(TreeBuilder& tree, const Place& place) {
  const auto container = microcode::parse_amd_container(tree.reader(place), tree.budget());
  if (!container) {
    tree.malformed(place.parent, container.error());
    return false;
  }
  for (const auto& row : container->equivalences)
    tree.attribute(place.parent, fmt::format("Processors of {:04X}", row.id),
                   microcode::processor_name(row.signature));
  for (const auto& patch : container->patches) add_amd(tree, place, patch);
  return true;
}

}  // namespace

std::optional<std::uint64_t> find_microcode(bytes::ByteSpan area, std::uint64_t from,
                                            std::uint64_t until) {
  if (from >= area.size()) return std::nullopt;
  // AMD's patches have nothing to search for: they are seen where an area, or what follows
  // another, begins with one.
  if (microcode::looks_like_amd_patch(area.subspan(static_cast<std::size_t>(from)))) return from;
  // HeaderVersion 1, and LoaderRevision 1 twenty bytes on.
  constexpr std::string_view kOne("\1\0\0\0", 4);
  const std::string_view text = bytes::as_chars(area);
  for (std::size_t at = static_cast<std::size_t>(from);
       (at = text.find(kOne, at)) != std::string_view::npos && at < until; ++at)
    if (text.substr(at).substr(20 < text.size() - at ? 20 : text.size() - at).starts_with(kOne) &&
        microcode::looks_like_intel_update(area.subspan(at)))
      return at;
  return std::nullopt;
}

std::uint64_t add_microcode(TreeBuilder& tree, const Place& place) {
  const auto bytes = tree.bytes_of(place);
  if (microcode::looks_like_amd_patch(bytes)) {
    auto patch = microcode::parse_amd_patch(tree.reader(place));
    if (!patch) return 0;
    patch->size = std::min(patch->size, microcode::amd_patch_size(*patch));
    return add_amd(tree, place, *patch) == kNone ? 0 : patch->size;
  }
  if (!microcode::looks_like_intel_update(bytes)) return 0;
  const auto update = microcode::parse_intel_update(tree.reader(place), tree.budget());
  if (!update) return 0;
  return add_intel(tree, place, *update) == kNone ? 0 : update->size;
}

bool add_microcode_file(TreeBuilder& tree) {
  const Place all{TreeBuilder::root(), 0, 0, tree.image().size()};
  if (microcode::looks_like_amd_container(tree.image())) return add_amd_file(tree, all);
  const auto updates = microcode::parse_intel_updates(tree.reader(all), tree.budget());
  if (!updates) {
    tree.malformed(TreeBuilder::root(), updates.error());
    return false;
  }
  for (const auto& update : *updates) add_intel(tree, all, update);
  return true;
}

}  // namespace assay::inspect::firmware
