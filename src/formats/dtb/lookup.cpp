// Questions to a parsed tree: properties and children by name, values in their usual forms, and the
// partitions of flash chips (Linux, fixed-partitions.yaml).
#include <algorithm>
#include <array>

#include "bytes/text.h"
#include "formats/dtb/dtb.h"

namespace assay::formats::dtb {
namespace {

// Cells of 32 bits, most significant first; more than two do not fit and keep the last two.
std::uint64_t cells(bytes::Reader& r, std::uint64_t count) noexcept {
  std::uint64_t value = 0;
  for (std::uint64_t i = 0; i < count; ++i) value = value << 32U | r.be32("cell").value_or(0);
  return value;
}

}  // namespace

std::string_view Property::text() const noexcept {
  const auto all = bytes::as_chars(value.whole());
  return all.substr(0, all.find('\0'));
}

std::vector<std::string_view> Property::texts() const {
  std::vector<std::string_view> out;
  auto rest = bytes::as_chars(value.whole());
  while (!rest.empty()) {
    const auto end = rest.find('\0');
    out.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return out;
}

std::optional<std::uint64_t> Property::number() const noexcept {
  bytes::Reader r(value.whole());
  if (r.remaining() != 4 && r.remaining() != 8) return std::nullopt;
  return cells(r, r.remaining() / 4);
}

const Property* Tree::property(std::uint32_t node, std::string_view name) const noexcept {
  if (node >= nodes.size()) return nullptr;
  const Node& n = nodes[node];
  const auto own = std::span(properties).subspan(n.first_property, n.property_count);
  const auto found = std::ranges::find(own, name, &Property::name);
  return found == own.end() ? nullptr : &*found;
}

std::string_view Tree::text(std::uint32_t node, std::string_view name) const noexcept {
  const auto* p = property(node, name);
  return p == nullptr ? std::string_view() : p->text();
}

std::uint32_t Tree::child(std::uint32_t node, std::string_view name) const noexcept {
  for (std::uint32_t i = node + 1; i < nodes.size(); ++i)
    if (nodes[i].parent == node && nodes[i].name == name) return i;
  return kNoNode;
}

std::vector<std::uint32_t> Tree::children(std::uint32_t node) const {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = node + 1; i < nodes.size(); ++i)
    if (nodes[i].parent == node) out.push_back(i);
  return out;
}

std::vector<Partition> partitions(const Tree& tree) {
  std::vector<Partition> out;
  for (std::uint32_t n = 0; n < tree.nodes.size(); ++n) {
    if (tree.text(n, "compatible") != "fixed-partitions") continue;
    const auto width = [&](std::string_view name) -> std::uint64_t {
      const auto* p = tree.property(n, name);
      const auto value = p == nullptr ? std::optional<std::uint64_t>() : p->number();
      return value && *value <= 2 ? *value : 1;
    };
    const std::uint64_t address = width("#address-cells");
    const std::uint64_t size = width("#size-cells");
    const std::uint32_t chip = tree.nodes[n].parent;
    for (std::uint32_t c = n + 1; c < tree.nodes.size(); ++c) {
      if (tree.nodes[c].parent != n) continue;
      const auto* reg = tree.property(c, "reg");
      if (reg == nullptr || reg->value.remaining() != (address + size) * 4) continue;
      bytes::Reader r = reg->value;
      Partition p{.label = tree.text(c, "label"),
                  .flash = chip == kNoNode ? std::string_view() : tree.nodes[chip].name};
      if (p.label.empty()) p.label = tree.nodes[c].name;
      p.offset = cells(r, address);
      p.size = cells(r, size);
      p.read_only = tree.property(c, "read-only") != nullptr;
      out.push_back(p);
    }
  }
  return out;
}

}  // namespace assay::formats::dtb
