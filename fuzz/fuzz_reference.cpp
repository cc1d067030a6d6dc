// The files that an appraiser writes and people edit: references, change records, policies. What
// parses as a reference must survive Assay's own writer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "appraise/policy.h"
#include "bytes/text.h"
#include "reference/changes.h"
#include "reference/file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 64U << 10U) return 0;
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  (void)assay::reference::parse_changes(text, "changes.toml");
  (void)assay::appraise::parse_policy(text, "policy.toml");
  const auto reference = assay::reference::parse_reference(text, "reference.toml");
  if (!reference) return 0;
  const auto written = assay::reference::to_toml(*reference);
  const auto again = assay::reference::parse_reference(written, "again.toml");
  if (!again || assay::reference::to_toml(*again) != written) std::abort();
  return 0;
}
