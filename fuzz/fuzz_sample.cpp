// A sample's plan and draw: what parses is written as it was read, and a draw of it holds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "answer/sample_draw.h"
#include "bytes/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace answer = assay::answer;
  namespace bytes = assay::bytes;
  const auto input = bytes::from_uchars(data, size);
  bytes::Budget budget({.items = 100'000, .bytes = 16U << 20U, .depth = 8});
  if (const auto plan = answer::parse_sample_plan(bytes::Reader(input), budget)) {
    if (answer::to_text(*plan) != bytes::as_chars(input)) std::abort();
    if (answer::draw_sample(*plan, "head").size() != plan->drawn()) std::abort();
  }
  if (const auto draw = answer::parse_sample_draw(bytes::Reader(input), budget))
    if (answer::to_text(*draw) != bytes::as_chars(input)) std::abort();
  return 0;
}
