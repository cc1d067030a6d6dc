// Executables and stores of variables for `assay inspect`: the tree of a file that is one.
#include <algorithm>
#include <fmt/format.h>

#include "inspect/firmware/add.h"
#include "inspect/firmware/indicators/match_tree.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/firmware/node_json.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

using firmware::Tree;

std::string attribute(const firmware::Node& node, std::string_view name) {
  const auto it = std::ranges::find(node.attributes, name, &firmware::Attribute::name);
  return it != node.attributes.end() ? it->value : std::string();
}

Tree tree_of(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
             InspectedArtefact& out) {
  bytes::Budget budget(firmware::kImageLimits);
  Tree tree = firmware::inspect_image(
      bytes, budget, hash,
      {.artefact = out.path,
       .threads = 1,
       .digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, out.sha256)});
  firmware::indicators::match_into(tree, bytes, options.indicators, out.path);
  out.findings.insert(out.findings.end(), tree.findings.begin(), tree.findings.end());
  return tree;
}

}  // namespace

void open_executable(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
                     InspectedArtefact& out) {
  const Tree tree = tree_of(bytes, options, hash, out);
  const firmware::Node& root = tree.nodes.front();
  const std::string signer = attribute(root, "Signer");
  out.summary = fmt::format("{} {} {}, {}", attribute(root, "Machine"), attribute(root, "Format"),
                            attribute(root, "Subsystem"),
                            signer.empty() ? "not signed" : fmt::format("signed by {}", signer));
  if (options.want_detail) out.detail = firmware::attributes_json(root);
  if (options.want_text) out.text = firmware::attributes_text(root);
}

void open_nvram(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
                InspectedArtefact& out) {
  const Tree tree = tree_of(bytes, options, hash, out);
  const auto count = [&](firmware::Kind kind) {
    return std::ranges::count(tree.nodes, kind, &firmware::Node::kind);
  };
  out.summary = fmt::format("variables of a firmware: {} in {} stores",
                            count(firmware::Kind::variable), count(firmware::Kind::store));
  if (options.want_detail) out.detail["stores"] = firmware::stores_json(tree);
  if (options.want_text) out.text = firmware::stores_text(tree);
}

}  // namespace assay::inspect
