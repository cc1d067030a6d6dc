// Device trees, and the FIT images that are device trees.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "bytes/text.h"
#include "formats/dtb/dtb.h"
#include "formats/uboot/fit.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

namespace dtb = formats::dtb;
namespace uboot = formats::uboot;

std::string shown(std::string_view text) { return base::printable(text, 300); }

void describe_board(TreeBuilder& tree, NodeId node, const dtb::Tree& t) {
  const auto model = t.text(0, "model");
  if (!model.empty()) tree.at(node).name = shown(model);
  if (const auto* compatible = t.property(0, "compatible")) {
    std::string all;
    for (const auto one : compatible->texts()) {
      if (one.empty()) continue;
      if (!all.empty()) all += ", ";
      all += shown(one);
    }
    tree.attribute(node, "compatible", all);
  }
  const auto chosen = t.child(0, "chosen");
  const auto arguments = t.text(chosen, "bootargs");
  if (!arguments.empty()) tree.attribute(node, "bootargs", shown(arguments));
  for (const auto& p : dtb::partitions(t))
    tree.attribute(node, fmt::format("partition {}", shown(p.label)),
                   fmt::format("0x{:x} + 0x{:x} of {}{}", p.offset, p.size, shown(p.flash),
                               p.read_only ? ", read-only" : ""));
}

std::string_view state_name(uboot::HashState state) noexcept {
  switch (state) {
    case uboot::HashState::good:
      return "holds";
    case uboot::HashState::wrong:
      return "wrong";
    case uboot::HashState::not_checked:
      break;
  }
  return "not checked";
}

void add_image(TreeBuilder& tree, const Place& place, NodeId fit, const uboot::FitImage& image) {
  const NodeId id = tree.add({.kind = Kind::partition,
                              .parent = fit,
                              .buffer = place.buffer,
                              .offset = image.has_data ? image.data.offset() : place.offset,
                              .size = image.has_data ? image.data.whole().size() : 0,
                              .type = "FIT image",
                              .name = shown(image.name)});
  const auto attribute = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) tree.attribute(id, name, shown(value));
  };
  attribute("description", image.description);
  attribute("type", image.type);
  attribute("arch", image.arch);
  attribute("os", image.os);
  attribute("compression", image.compression);
  if (image.load) tree.attribute(id, "load", fmt::format("0x{:08x}", *image.load));
  if (image.entry) tree.attribute(id, "entry", fmt::format("0x{:08x}", *image.entry));
  for (const auto& hash : image.hashes) {
    tree.attribute(id, shown(hash.node),
                   fmt::format("{} {}, {}", shown(hash.algorithm), bytes::to_hex(hash.value),
                               state_name(hash.state)));
    if (hash.state == uboot::HashState::wrong)
      tree.finding("firmware.fit.hash", id,
                   fmt::format("The {} in {} is not that of the image's data.",
                               shown(hash.algorithm), shown(hash.node)));
  }
  for (const auto& s : image.signatures)
    tree.attribute(id, shown(s.node),
                   fmt::format("{}, key {}, {} bytes", shown(s.algorithm), shown(s.key), s.size));
  if (image.has_data) add_payload(tree, tree.body(id), image.compression);
}

void add_configuration(TreeBuilder& tree, NodeId fit, const uboot::FitConfiguration& c) {
  std::string text;
  for (const auto& [use, name] : c.uses)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", use, shown(name));
  for (const auto& s : c.signatures)
    text +=
        fmt::format(", signature {} by key {}, {} bytes", shown(s.algorithm), shown(s.key), s.size);
  tree.attribute(fit, fmt::format("configuration {}", shown(c.name)), text);
}

std::uint64_t add_fit(TreeBuilder& tree, const Place& place, const dtb::Tree& t) {
  auto fit = uboot::read_fit(t, tree.reader(place));
  crypto::HashEngine engine;
  uboot::check_hashes(fit, engine);
  const NodeId node = tree.add({.kind = Kind::archive,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = std::min<std::uint64_t>(fit.size, place.size),
                                .header = 40,
                                .type = "FIT",
                                .name = shown(fit.description)});
  if (fit.made != 0)
    tree.attribute(node, "made", base::to_rfc3339({static_cast<std::int64_t>(fit.made)}));
  if (!fit.default_configuration.empty())
    tree.attribute(node, "default configuration", shown(fit.default_configuration));
  for (const auto& c : fit.configurations) add_configuration(tree, node, c);
  tree.attribute(node, "signed", fit.is_signed() ? "every configuration" : "no");
  if (!fit.is_signed())
    tree.finding("firmware.fit.unsigned", node,
                 fit.configurations.empty()
                     ? "The image has no configuration that could be signed."
                     : "At least one configuration of the image has no signature.");
  for (const auto& problem : fit.problems) tree.malformed(node, problem);
  for (const auto& image : fit.images) add_image(tree, place, node, image);
  return tree.at(node).size;
}

}  // namespace

std::uint64_t add_device_tree(TreeBuilder& tree, const Place& place) {
  if (!dtb::looks_like_dtb(tree.bytes_of(place))) return 0;
  const auto t = dtb::parse_dtb(tree.reader(place), tree.budget());
  if (!t) return 0;
  if (uboot::is_fit(*t)) return add_fit(tree, place, *t);
  const NodeId node = tree.add({.kind = Kind::table,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = t->size,
                                .header = t->size,
                                .type = "device tree"});
  tree.attribute(node, "version", fmt::format("{}", t->version));
  tree.attribute(node, "nodes", fmt::format("{}", t->nodes.size()));
  describe_board(tree, node, *t);
  return tree.at(node).size;
}

}  // namespace assay::inspect::firmware
