// TCG event logs of both forms: parse, look at every digest, and replay every bank.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/tcg/event_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tcg = assay::formats::tcg;
  static assay::crypto::HashEngine hash;
  const auto input = assay::bytes::from_uchars(data, size);
  (void)tcg::looks_like_event_log(input);
  assay::bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 32});
  const auto log = tcg::parse_event_log(assay::bytes::Reader(input), budget);
  if (!log) return 0;
  for (const assay::crypto::HashAlg bank : log->banks()) {
    assay::crypto::Digest pcr(bank);
    for (const tcg::Event& event : log->events) hash.extend(pcr, log->digest(event, bank));
  }
  return 0;
}
