// DER elements: the survey's walk, then every value decoder on every element.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/der/survey.h"
#include "formats/der/value.h"

namespace {

namespace der = assay::formats::der;

void decode_all(assay::bytes::Reader reader, assay::bytes::Budget& budget) {
  const assay::bytes::Nesting level(budget);
  if (!level.check(reader.offset(), "DER")) return;
  while (true) {
    const auto tlv = der::read(reader, budget, "element");
    if (!tlv) return;
    (void)der::boolean(*tlv, "value");
    (void)der::oid(*tlv, "value");
    (void)der::time(*tlv, "value");
    (void)der::generalized_time(*tlv, "value");
    (void)der::text(*tlv, "value");
    if (const auto n = der::integer(*tlv, "value")) (void)n->small();
    if (const auto bits = der::bit_string(*tlv, "value")) (void)bits->bit(7);
    if (tlv->constructed) decode_all(tlv->content, budget);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget first;
  (void)der::survey(reader, first);
  assay::bytes::Budget second;
  decode_all(reader, second);
  return 0;
}
