#include "formats/uboot/fit.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::uboot {
namespace {

using dtb::Tree;

std::optional<std::uint64_t> number(const Tree& tree, std::uint32_t node, std::string_view name) {
  const auto* p = tree.property(node, name);
  return p == nullptr ? std::nullopt : p->number();
}

FitSignature read_signature(const Tree& tree, std::uint32_t node) {
  const auto* value = tree.property(node, "value");
  return {.node = tree.nodes[node].name,
          .algorithm = tree.text(node, "algo"),
          .key = tree.text(node, "key-name-hint"),
          .size = value == nullptr ? 0 : value->value.remaining()};
}

// Inside the tree, or behind it: data-offset counts from the tree's end, data-position from the
// file's start.
void find_data(const Tree& tree, std::uint32_t node, const bytes::Reader& image, FitImage& out,
               Fit& fit) {
  if (const auto* data = tree.property(node, "data")) {
    out.data = data->value;
    out.has_data = true;
    return;
  }
  const auto size = number(tree, node, "data-size");
  auto at = number(tree, node, "data-position");
  if (const auto offset = number(tree, node, "data-offset"))
    at = (std::uint64_t{tree.size} + 3) / 4 * 4 + std::min(*offset, std::uint64_t{1} << 40U);
  if (!size || !at) return;
  out.external = true;
  const auto data = image.at(*at, *size, "data-offset");
  if (!data) {
    fit.problems.push_back(data.error());
    return;
  }
  out.data = *data;
  out.has_data = true;
  fit.size = std::max(fit.size, *at + *size);
}

FitImage read_image(const Tree& tree, std::uint32_t node, const bytes::Reader& image, Fit& fit) {
  FitImage out{.name = tree.nodes[node].name,
               .description = tree.text(node, "description"),
               .type = tree.text(node, "type"),
               .arch = tree.text(node, "arch"),
               .os = tree.text(node, "os"),
               .compression = tree.text(node, "compression"),
               .load = number(tree, node, "load"),
               .entry = number(tree, node, "entry"),
               .hashes = {},
               .signatures = {}};
  find_data(tree, node, image, out, fit);
  for (const std::uint32_t child : tree.children(node)) {
    const auto name = tree.nodes[child].name;
    if (name.starts_with("hash")) {
      const auto* value = tree.property(child, "value");
      out.hashes.push_back({.node = name,
                            .algorithm = tree.text(child, "algo"),
                            .value = value == nullptr ? bytes::ByteSpan() : value->value.whole()});
    } else if (name.starts_with("signature")) {
      out.signatures.push_back(read_signature(tree, child));
    }
  }
  return out;
}

FitConfiguration read_configuration(const Tree& tree, std::uint32_t node) {
  constexpr std::array<std::string_view, 8> kUses{"kernel", "fdt",       "ramdisk", "firmware",
                                                  "fpga",   "loadables", "setup",   "script"};
  FitConfiguration out{.name = tree.nodes[node].name,
                       .description = tree.text(node, "description"),
                       .uses = {},
                       .signatures = {}};
  for (const auto use : kUses)
    if (const auto* p = tree.property(node, use))
      for (const auto name : p->texts()) out.uses.emplace_back(use, name);
  for (const std::uint32_t child : tree.children(node))
    if (tree.nodes[child].name.starts_with("signature"))
      out.signatures.push_back(read_signature(tree, child));
  return out;
}

HashState check(const FitHash& hash, bytes::ByteSpan data, crypto::HashEngine& engine) {
  if (hash.algorithm == "crc32") {
    bytes::Reader value(hash.value);
    const auto stated = value.be32("value");
    if (!stated) return HashState::wrong;
    return codec::crc32(data) == *stated ? HashState::good : HashState::wrong;
  }
  const auto alg = crypto::hash_alg_from_name(hash.algorithm);
  if (!alg || !engine.supports(*alg)) return HashState::not_checked;
  return bytes::equal(engine.hash(*alg, data).span(), hash.value) ? HashState::good
                                                                  : HashState::wrong;
}

}  // namespace

bool Fit::is_signed() const noexcept {
  return !configurations.empty() &&
         std::ranges::all_of(configurations, [](const FitConfiguration& c) {
           return std::ranges::any_of(c.signatures,
                                      [](const FitSignature& s) { return s.size > 0; });
         });
}

bool is_fit(const Tree& tree) noexcept {
  return !tree.nodes.empty() && tree.child(0, "images") != dtb::kNoNode;
}

Fit read_fit(const Tree& tree, bytes::Reader image) {
  Fit out{.description = tree.text(0, "description"),
          .made = number(tree, 0, "timestamp").value_or(0),
          .size = tree.size,
          .default_configuration = {},
          .images = {},
          .configurations = {},
          .problems = {}};
  const std::uint32_t images = tree.child(0, "images");
  if (images != dtb::kNoNode)
    for (const std::uint32_t node : tree.children(images))
      out.images.push_back(read_image(tree, node, image, out));
  const std::uint32_t configurations = tree.child(0, "configurations");
  if (configurations != dtb::kNoNode) {
    out.default_configuration = tree.text(configurations, "default");
    for (const std::uint32_t node : tree.children(configurations))
      out.configurations.push_back(read_configuration(tree, node));
  }
  return out;
}

void check_hashes(Fit& fit, crypto::HashEngine& engine) {
  for (auto& image : fit.images)
    if (image.has_data)
      for (auto& hash : image.hashes) hash.state = check(hash, image.data.whole(), engine);
}

}  // namespace assay::formats::uboot
