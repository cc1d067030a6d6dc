// Platform certificates of either form, then all that is built on them: chains among the file's own
// certificates, holders, deltas applied, and the parts that they become.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bytes/text.h"
#include "formats/platform/assembly.h"
#include "formats/platform/certificate_file.h"
#include "formats/platform/verify.h"
#include "inspect/inventory/certificate_check.h"
#include "inspect/inventory/match.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace platform = assay::formats::platform;
  namespace inventory = assay::inspect::inventory;
  const auto input = assay::bytes::from_uchars(data, size);
  (void)platform::looks_like_platform_certificate(input);
  // Small limits keep a single input fast; the code paths are the same.
  assay::bytes::Budget budget({.items = 100'000, .bytes = 1U << 20U, .depth = 24});
  const auto file = platform::read_certificates(assay::bytes::Reader(input), budget);
  for (const auto& cert : file.certificates) {
    (void)cert.holder.text();
    (void)cert.serial_text();
    for (const auto& other : file.others) {
      (void)platform::signed_by(cert, other);
      (void)platform::holder_match(cert, other);
    }
  }
  const assay::evidence::Artefact artefact{"inventory/platform/x.crt",
                                           assay::evidence::Role::platform_certificate,
                                           assay::bytes::copy(input)};
  const assay::evidence::Artefact* const one[] = {&artefact};
  assay::formats::x509::TrustStore store;
  store.add_file(assay::bytes::Reader(input), "input", assay::formats::x509::Role::by_shape,
                 budget);
  const auto check =
      inventory::check_platform(one, &artefact, &store, assay::base::Time{1'700'000'000}, budget);
  std::vector<inventory::Component> fewer = check.expected;
  if (!fewer.empty()) fewer.pop_back();
  (void)inventory::match_components(check.expected, fewer);
  return 0;
}
