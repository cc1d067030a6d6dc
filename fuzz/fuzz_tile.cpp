// Tiles, entry bundles, names of tiles, leaves and the owner's records: what parses covers every
// byte and is written as it was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "ledger/logged.h"
#include "ledger/records.h"
#include "proof/tile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bytes = assay::bytes;
  namespace ledger = assay::ledger;
  namespace proof = assay::proof;
  const auto input = bytes::from_uchars(data, size);
  const auto id = proof::parse_tile_path(bytes::as_chars(input));
  if (id && proof::tile_path(*id) != bytes::as_chars(input)) std::abort();
  for (const unsigned width : {1U, 3U, 256U}) {
    bytes::Budget budget;
    const auto tile = proof::parse_tile(bytes::Reader(input), width, budget);
    if (tile && tile->size() * 32 != size) std::abort();
    const auto bundle = proof::parse_bundle(bytes::Reader(input), width, budget);
    std::size_t sum = 0;
    if (bundle)
      for (const auto entry : *bundle) sum += 2 + entry.size();
    if (bundle && sum != size) std::abort();
  }
  bytes::Budget budget;
  const auto records = ledger::parse_records(bytes::Reader(input), budget);
  if (records && !bytes::equal(ledger::to_bytes(*records), input)) std::abort();
  const auto leaf = ledger::parse_logged_leaf(bytes::Reader(input));
  if (leaf && !bytes::equal(ledger::to_bytes(*leaf), input)) std::abort();
  return 0;
}
