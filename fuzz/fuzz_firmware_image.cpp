// A whole firmware image, on one thread so that a crash repeats: the tree's nodes lie within their
// buffers and parents stand before children.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "inspect/firmware/image_json.h"
#include "inspect/firmware/inspect_image.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fw = assay::inspect::firmware;
  static assay::crypto::HashEngine hash;
  const auto image = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 1U << 22U, .depth = 48});
  const auto tree = fw::inspect_image(image, budget, hash, {.artefact = "image", .threads = 1});
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const auto& node = tree.nodes[i];
    if (node.parent != fw::kNone && node.parent >= i) std::abort();
    if (tree.bytes_of(node, image).size() != node.size || node.header > node.size) std::abort();
  }
  (void)assay::formats::json::to_text(fw::image_json(tree));
  (void)fw::image_text(tree);
  return 0;
}
