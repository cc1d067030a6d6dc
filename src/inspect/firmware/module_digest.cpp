#include "inspect/firmware/module_digest.h"

#include <algorithm>
#include <array>
#include <ranges>

#include "bytes/text.h"
#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {
namespace {

// Of a file's header what a volume's driver looks at before it loads the file; its checksums
// themselves differ wherever the content does.
constexpr std::array<std::string_view, 3> kHeader{"Attributes", "State", kChecksum};

std::string_view attribute(const Node& node, std::string_view name) {
  const auto it = std::ranges::find(node.attributes, name, &Attribute::name);
  return it != node.attributes.end() ? std::string_view(it->value) : std::string_view{};
}

void put(crypto::HashEngine& hash, std::string_view word) {
  constexpr std::array kEnd{std::byte{0}};
  hash.update(bytes::as_bytes(word));
  hash.update(kEnd);
}

}  // namespace

std::optional<crypto::Digest> module_digest(const Tree& tree,
                                            std::span<const std::vector<std::uint32_t>> children,
                                            std::uint32_t module) {
  crypto::HashEngine hash;
  hash.begin(crypto::HashAlg::sha256);
  bool normalised = false;
  std::vector<std::uint32_t> open{module};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    const Node& node = tree.nodes[at];
    put(hash, node.type);
    for (const auto name : kHeader) put(hash, attribute(node, name));
    const auto same = attribute(node, kNormalised);
    if (!same.empty()) {
      normalised = true;
      put(hash, same);
    } else if (children[at].empty()) {
      hash.update(node.digest.span());
    } else {
      for (const std::uint32_t child : std::views::reverse(children[at])) open.push_back(child);
    }
  }
  const auto digest = hash.end();
  return normalised ? std::optional(digest) : std::nullopt;
}

}  // namespace assay::inspect::firmware
