// What users bring to look for: YAML rules, lists of digests, patterns.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/indicators/fwhunt.h"
#include "formats/indicators/hash_list.h"
#include "formats/indicators/needle.h"
#include "formats/yaml/yaml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ind = assay::formats::indicators;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)ind::parse_hash_list(Reader(all), budget);
  (void)ind::rule_guid(assay::bytes::as_chars(all));
  if (const auto pattern = ind::HexPattern::parse(assay::bytes::as_chars(all)))
    (void)pattern->find(all);
  const auto document = assay::formats::yaml::parse_yaml(Reader(all), budget);
  if (!document || !ind::looks_like_fwhunt(*document)) return 0;
  for (const ind::FwHuntRule& rule : ind::read_fwhunt(*document))
    for (const ind::Variant& variant : rule.variants) (void)ind::holds(variant, all);
  return 0;
}
