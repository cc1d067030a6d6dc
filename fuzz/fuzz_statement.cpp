// A statement's container and the texts in it: what parses is written as it was read, and whatever
// else it is, verify() ends with a reason.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "statement/container.h"
#include "statement/leaves.h"
#include "statement/opening.h"
#include "statement/population_list.h"
#include "statement/verify.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace statement = assay::statement;
  namespace bytes = assay::bytes;
  const auto input = bytes::from_uchars(data, size);
  bytes::Budget budget({.items = 100'000, .bytes = 16U << 20U, .depth = 8});
  if (const auto members = statement::parse_container(bytes::Reader(input), budget))
    if (!bytes::equal(statement::to_container(*members), input)) std::abort();
  if (const auto s = statement::parse_statement(bytes::Reader(input), budget))
    if (statement::to_json(*s) != bytes::as_chars(input)) std::abort();
  if (const auto l = statement::parse_leaves(bytes::Reader(input), budget))
    if (statement::to_text(*l) != bytes::as_chars(input)) std::abort();
  if (const auto p = statement::parse_path(bytes::Reader(input), budget))
    if (statement::path_text(*p) != bytes::as_chars(input)) std::abort();
  if (const auto r = statement::parse_population_record(bytes::Reader(input), budget))
    if (statement::to_text(*r) != bytes::as_chars(input)) std::abort();
  (void)statement::parse_population_list(bytes::Reader(input), budget);
  (void)statement::parse_evidence_record(bytes::as_chars(input), budget);
  (void)statement::parse_opening(bytes::as_chars(input));
  const assay::proof::TrustPolicy nobody;
  if (statement::verify(input, nobody, "", budget).holds()) std::abort();
  return 0;
}
