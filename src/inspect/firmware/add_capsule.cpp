#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "formats/capsule/fmp_capsule.h"
#include "formats/capsule/uefi_capsule.h"
#include "inspect/firmware/add.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {
namespace {

namespace capsule = formats::capsule;

// What a capsule carries may be a whole flash, a region, volumes or another capsule.
void add_content(TreeBuilder& tree, const Place& place) {
  if (add_flash_descriptor(tree, place)) return;
  if (add_capsule(tree, place) || add_update_package(tree, place)) return;
  (void)add_raw_area(tree, place);
}

void add_fmp_image(TreeBuilder& tree, const Place& place, const capsule::FmpImage& image) {
  const NodeId id = tree.add({.kind = Kind::partition,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset + image.offset,
                              .size = image.size,
                              .header = static_cast<std::uint32_t>(image.header_size),
                              .type = "FMP image",
                              .guid = image.type});
  if (id == kNone) return;
  tree.attribute(id, "Image index", fmt::format("{}", image.index));
  if (image.hardware_instance != 0)
    tree.attribute(id, "Hardware instance", fmt::format("0x{:x}", image.hardware_instance));
  tree.attribute(id, "Signature",
                 image.authentication
                     ? fmt::format("PKCS#7, {} bytes", image.authentication->signature.size())
                     : "missing");
  if (!image.dependencies.empty())
    tree.attribute(id, "Depends on", base::printable(image.dependencies, 1024));
  if (image.payload) {
    tree.at(id).version = fmt::format("0x{:x}", image.payload->version);
    tree.attribute(id, "Version", tree.at(id).version);
    tree.attribute(id, "Lowest supported version",
                   fmt::format("0x{:x}", image.payload->lowest_supported));
  }
  if (!image.authentication)
    tree.finding("firmware.capsule.unsigned", id,
                 "The image carries no signature of its own; only the firmware that takes it can "
                 "refuse another.");
  const std::uint64_t at = place.offset + image.image_offset + image.payload_offset;
  const std::uint64_t end = place.offset + image.image_offset + image.image.size();
  if (at < end) {
    const NodeId payload = tree.add({.kind = Kind::data,
                                     .parent = id,
                                     .buffer = place.buffer,
                                     .offset = at,
                                     .size = end - at,
                                     .type = "FMP payload"});
    if (payload != kNone) add_content(tree, tree.body(payload));
  }
  if (!image.vendor_code.empty())
    tree.add({.kind = Kind::data,
              .parent = id,
              .buffer = place.buffer,
              .offset = end,
              .size = image.vendor_code.size(),
              .type = "Vendor code"});
}

void add_fmp(TreeBuilder& tree, const Place& place) {
  const auto fmp = capsule::parse_fmp_capsule(tree.reader(place), tree.budget());
  if (!fmp) return tree.malformed(place.parent, fmp.error());
  for (const auto& driver : fmp->drivers) {
    const NodeId id = tree.add({.kind = Kind::executable,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset + driver.offset,
                                .size = driver.bytes.size(),
                                .type = "FMP driver"});
    if (id != kNone) add_executable(tree, id);
  }
  for (const auto& image : fmp->images) add_fmp_image(tree, place, image);
}

}  // namespace

bool add_capsule(TreeBuilder& tree, const Place& place) {
  if (!capsule::looks_like_capsule(tree.bytes_of(place))) return false;
  const auto parsed = capsule::parse_capsule(tree.reader(place));
  if (!parsed) return false;
  // Capsules in capsules are taken apart as deep as the budget lets structures nest.
  const bytes::Nesting level(tree.budget());
  if (auto ok = level.check(place.offset, "capsule"); !ok) {
    tree.malformed(place.parent, ok.error());
    return false;
  }
  const NodeId id = tree.add({.kind = Kind::capsule,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = std::min(parsed->image_size, place.size),
                              .header = static_cast<std::uint32_t>(parsed->body_offset),
                              .type = std::string(capsule::capsule_name(parsed->guid)),
                              .guid = parsed->guid});
  if (id == kNone) return true;
  tree.attribute(id, "Flags", fmt::format("0x{:08x}", parsed->flags));
  if (parsed->truncated)
    tree.malformed(id, {bytes::Fault::truncated,
                        place.offset,
                        "CapsuleImageSize",
                        {},
                        parsed->image_size,
                        place.size});
  if (parsed->kind == capsule::CapsuleKind::aptio)
    tree.finding("firmware.capsule.unsigned", id, "The capsule is of the kind without signature.");
  if (parsed->kind == capsule::CapsuleKind::fmp)
    add_fmp(tree, tree.body(id));
  else if (parsed->kind != capsule::CapsuleKind::windows_ux)
    add_content(tree, tree.body(id));
  return true;
}

}  // namespace assay::inspect::firmware
