// JSON within its budget; what parses must be written and read again as the same value.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/json/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = assay::formats::json;
  const assay::bytes::Limits limits{.items = 10'000, .bytes = 1U << 20U, .depth = 32};
  assay::bytes::Budget budget(limits);
  const auto value = json::parse(assay::bytes::from_uchars(data, size), budget);
  if (!value) return 0;
  (void)json::string_member(*value, "server");
  const std::string text = json::to_text(*value);
  assay::bytes::Budget again(limits);
  const auto same = json::parse(assay::bytes::as_bytes(text), again);
  if (!same || json::to_text(*same) != text) std::abort();
  return 0;
}
