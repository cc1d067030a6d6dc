#include <algorithm>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/pi/depex.h"
#include "formats/uefi/text.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

NodeId add_section(TreeBuilder& tree, const Place& place, const pi::Section& section) {
  const NodeId id = tree.add({.kind = Kind::section,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = section.size,
                              .header = section.header_size,
                              .type = pi::section_type_name(section.type),
                              .guid = section.guid});
  if (section.type == pi::kSectionInsydePostCode || section.type == pi::kSectionPhoenixPostCode)
    tree.attribute(id, "POST code", fmt::format("0x{:08x}", section.post_code));
  return id;
}

// UTF-16 up to its NUL; behind that comes alignment.
std::string body_text(const TreeBuilder& tree, NodeId node) {
  bytes::Reader r = tree.reader(tree.body(node));
  const auto text = formats::uefi::read_utf16z(r, "text");
  return formats::uefi::utf16_text(text ? *text : r.rest(), 200);
}

void add_name(TreeBuilder& tree, NodeId node, const SectionContext& context) {
  std::string text = body_text(tree, node);
  tree.at(node).name = text;
  Node& file = tree.at(context.file);
  if (file.kind == Kind::file && file.name.empty()) file.name = std::move(text);
}

void add_version(TreeBuilder& tree, NodeId node, const pi::Section& section,
                 const SectionContext& context) {
  std::string text = body_text(tree, node);
  tree.attribute(node, "Build", fmt::format("{}", section.build));
  tree.at(node).version = text;
  Node& file = tree.at(context.file);
  if (file.kind == Kind::file && file.version.empty()) file.version = std::move(text);
}

void add_depex(TreeBuilder& tree, NodeId node) {
  const auto steps = pi::parse_depex(tree.reader(tree.body(node)), tree.budget());
  if (steps)
    tree.attribute(node, "Expression", pi::depex_text(*steps));
  else
    tree.malformed(node, steps.error());
}

}  // namespace

void add_sections(TreeBuilder& tree, const Place& place, const SectionContext& context) {
  const bytes::Nesting level(tree.budget());
  if (const auto ok = level.check(place.offset, "sections"); !ok)
    return tree.malformed(place.parent, ok.error());
  Place rest = place;
  while (rest.size != 0 && !tree.exhausted()) {
    const auto section = pi::parse_section(tree.reader(rest), context.large);
    if (!section) {
      // Fewer bytes than a header, all alike, are alignment.
      const auto bytes = tree.bytes_of(rest);
      if (bytes.size() >= pi::kSectionHeader || !bytes::all_of(bytes, bytes.front()))
        tree.malformed(place.parent, section.error());
      return;
    }
    const NodeId id = add_section(tree, rest, *section);
    add_section_body(tree, id, *section, context);
    const std::uint64_t step = std::min(rest.size, (section->size + 3) / 4 * 4);
    rest.offset += step;
    rest.size -= step;
  }
}

void add_section_body(TreeBuilder& tree, NodeId node, const pi::Section& section,
                      const SectionContext& context) {
  switch (section.type) {
    case pi::kSectionCompression:
    case pi::kSectionGuidDefined:
      return add_packed_section(tree, node, section, context);
    case pi::kSectionDisposable:
      return add_sections(tree, tree.body(node), context);
    case pi::kSectionPe32:
    case pi::kSectionPic:
    case pi::kSectionTe:
      return add_executable(tree, node);
    case pi::kSectionUi:
      return add_name(tree, node, context);
    case pi::kSectionVersion:
      return add_version(tree, node, section, context);
    case pi::kSectionDxeDepex:
    case pi::kSectionPeiDepex:
    case pi::kSectionMmDepex:
      return add_depex(tree, node);
    case pi::kSectionRaw:
      return add_raw_section(tree, node, context);
    case pi::kSectionFreeform:
    case pi::kSectionVolumeImage:
      (void)add_raw_area(tree, tree.body(node));
      return;
    default:
      return;
  }
}

}  // namespace assay::inspect::firmware
