// Any file at all, through every opener and container, told in words and as JSON: the words never
// hold a control character that could forge a report.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "inspect/artefact.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static assay::crypto::HashEngine hash;
  const auto found =
      assay::inspect::inspect("file", assay::bytes::from_uchars(data, size), {}, hash);
  if (found.empty()) std::abort();
  for (const auto& artefact : found) {
    (void)assay::formats::json::to_text(artefact.detail);
    const bool forged = std::ranges::any_of(artefact.text + artefact.summary, [](char c) {
      return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F;
    });
    if (forged) std::abort();
  }
  return 0;
}
