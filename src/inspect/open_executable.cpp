// Executables and stores of variables for `assay inspect`: the tree of a file that is one.
#include <algorithm>
#include <fmt/format.h>

#include "inspect/firmware/add.h"
#include "inspect/firmware/node_json.h"
#include "inspect/open_kinds.h"
#include "inspect/take_apart.h"

namespace assay::inspect {
namespace {

std::string attribute(const firmware::Node& node, std::string_view name) {
  const auto it = std::ranges::find(node.attributes, name, &firmware::Attribute::name);
  return it != node.attributes.end() ? it->value : std::string();
}

}  // namespace

void open_executable(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                     InspectedArtefact& out) {
  const auto tree = take_apart(bytes, options, out);
  if (!tree) return;
  const firmware::Node& root = tree->nodes.front();
  const std::string signer = attribute(root, "Signer");
  out.summary = fmt::format("{} {} {}, {}", attribute(root, "Machine"), attribute(root, "Format"),
                            attribute(root, "Subsystem"),
                            signer.empty() ? "not signed" : fmt::format("signed by {}", signer));
  if (options.want_detail) out.detail = firmware::attributes_json(root);
  if (options.want_text) out.text = firmware::attributes_text(root);
}

void open_nvram(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                InspectedArtefact& out) {
  const auto tree = take_apart(bytes, options, out);
  if (!tree) return;
  const auto count = [&](firmware::Kind kind) {
    return std::ranges::count(tree->nodes, kind, &firmware::Node::kind);
  };
  out.summary = fmt::format("variables of a firmware: {} in {} stores",
                            count(firmware::Kind::variable), count(firmware::Kind::store));
  if (options.want_detail) out.detail["stores"] = firmware::stores_json(*tree);
  if (options.want_text) out.text = firmware::stores_text(*tree);
}

}  // namespace assay::inspect
