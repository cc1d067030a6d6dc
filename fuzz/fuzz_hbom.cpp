// CycloneDX bills of materials: read, turned into parts, written, and read again, which must give
// the same text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "inspect/inventory/from_hbom.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace hbom = assay::formats::hbom;
  namespace inventory = assay::inspect::inventory;
  const auto input = assay::bytes::from_uchars(data, size);
  (void)hbom::looks_like_bom(input);
  const assay::bytes::Limits limits{.items = 100'000, .bytes = 1U << 20U, .depth = 32};
  assay::bytes::Budget budget(limits);
  const auto bom = hbom::parse_bom(input, budget);
  if (!bom) return 0;
  inventory::Inventory parts;
  parts.components = inventory::hbom_components(*bom, "hbom.json");
  (void)inventory::to_hbom(parts);
  const std::string text = assay::formats::json::to_text(hbom::to_json(*bom));
  assay::bytes::Budget second(limits);
  const auto again = hbom::parse_bom(assay::bytes::as_bytes(text), second);
  if (again && assay::formats::json::to_text(hbom::to_json(*again)) != text) std::abort();
  return 0;
}
