// manifest.json: what parses must survive Assay's own writer, and no path may leave its folder.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "evidence/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace evidence = assay::evidence;
  const assay::bytes::Limits limits{.items = 10'000, .bytes = 1U << 20U, .depth = 16};
  assay::bytes::Budget budget(limits);
  const auto manifest = evidence::parse_manifest(assay::bytes::from_uchars(data, size), budget);
  if (!manifest) return 0;
  for (const evidence::ManifestEntry& entry : manifest->artefacts)
    if (!evidence::is_safe_path(entry.path) ||
        ("/" + entry.path + "/").find("/../") != std::string::npos)
      std::abort();
  const std::string text = evidence::to_json(*manifest);
  assay::bytes::Budget again(limits);
  const auto same = evidence::parse_manifest(assay::bytes::as_bytes(text), again);
  if (!same || evidence::to_json(*same) != text) std::abort();
  return 0;
}
