// The answer of a worker process about a firmware image, as inspect/firmware/tree_wire.h has it,
// and the datagrams around it. What passes must be safe to walk and come out the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "inspect/firmware/image_request.h"
#include "inspect/firmware/tree_wire.h"
#include "sandbox/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace firmware = assay::inspect::firmware;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  (void)assay::sandbox::parse_greeting(Reader(all));
  (void)assay::sandbox::parse_job(Reader(all));
  (void)assay::sandbox::parse_done(Reader(all), 1, 4096);
  (void)firmware::parse_image_request(Reader(all));

  assay::bytes::Budget budget({.items = 100'000, .bytes = 1U << 24U, .depth = 8});
  const auto tree = firmware::parse_tree(Reader(all), budget, 4096);
  if (!tree) return 0;
  for (std::uint32_t i = 0; i < tree->nodes.size(); ++i) {
    const auto& node = tree->nodes[i];
    if (i > 0 && node.parent >= i) std::abort();
    if (tree->bytes_of(node, {}).size() > node.size) std::abort();
    if (i < 64) (void)tree->path_of(i);
  }
  const auto contents =
      all[4] == std::byte{1} ? firmware::Contents::included : firmware::Contents::left_out;
  // Without contents the sizes of buffers are not kept.
  if (contents == firmware::Contents::included &&
      !assay::bytes::equal(firmware::encode_tree(*tree, contents), all))
    std::abort();
  return 0;
}
