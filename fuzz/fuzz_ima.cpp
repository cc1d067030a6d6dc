// Both forms of the IMA log: parse, decode and hash every entry that comes out.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/ima/ascii_log.h"
#include "formats/ima/boot_aggregate.h"
#include "formats/ima/fields.h"
#include "formats/ima/ima_log.h"
#include "formats/ima/template_digest.h"

namespace {

void binary(assay::bytes::ByteSpan bytes, assay::crypto::HashEngine& engine) {
  using namespace assay::formats::ima;
  assay::bytes::Budget budget({.items = 10'000});
  const auto log = parse_ima_log(assay::bytes::Reader(bytes), budget);
  if (!log) return;
  const PcrLookup no_pcrs = [](assay::crypto::HashAlg, std::uint32_t) { return nullptr; };
  for (const Entry& entry : log->entries) {
    (void)check_template_digest(entry, log->digest_alg, engine);
    if (const auto fields = decode(entry)) {
      (void)boot_aggregate_without_tpm(*fields);
      (void)match_boot_aggregate(*fields, no_pcrs, engine);
    }
  }
}

void ascii(assay::bytes::ByteSpan bytes) {
  using namespace assay::formats::ima;
  assay::bytes::Budget budget({.items = 10'000});
  const auto log = parse_ima_ascii_log(assay::bytes::Reader(bytes), budget);
  if (!log) return;
  for (const AsciiEntry& entry : log->entries) (void)split_fields(entry).path();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static assay::crypto::HashEngine engine;
  const assay::bytes::ByteSpan bytes = assay::bytes::from_uchars(data, size);
  (void)assay::formats::ima::looks_like_ima_log(bytes);
  (void)assay::formats::ima::looks_like_ima_ascii_log(bytes);
  binary(bytes, engine);
  ascii(bytes);
  return 0;
}
