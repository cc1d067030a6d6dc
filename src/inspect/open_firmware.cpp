// Firmware images for `assay inspect`.
#include <algorithm>
#include <array>

#include "inspect/firmware/image_json.h"
#include "inspect/firmware/indicators/match_tree.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {

bool looks_like_firmware(bytes::ByteSpan bytes) {
  // Executables, stores of variables and BMC images have rows of their own in the table of openers,
  // behind what else a file with such first bytes may be.
  constexpr std::array<std::string_view, 3> kElsewhere{"pe.image", "uefi.nvram", "bmc.image"};
  return std::ranges::any_of(firmware::recognisers(), [&](const firmware::Recogniser& row) {
    return std::ranges::find(kElsewhere, row.kind) == kElsewhere.end() && row.looks_like(bytes);
  });
}

void open_firmware(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
                   InspectedArtefact& out) {
  bytes::Budget budget(firmware::kImageLimits);
  if (const auto* row = firmware::recognise_image(bytes)) out.kind = std::string(row->kind);
  auto tree = firmware::inspect_image(
      bytes, budget, hash,
      {.artefact = out.path,
       .digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, out.sha256)});
  firmware::indicators::match_into(tree, bytes, options.indicators, out.path);
  out.summary = firmware::image_summary(tree);
  if (options.want_detail) out.detail = firmware::image_json(tree);
  if (options.want_text) out.text = firmware::image_text(tree);
  out.findings.insert(out.findings.end(), std::make_move_iterator(tree.findings.begin()),
                      std::make_move_iterator(tree.findings.end()));
}

}  // namespace assay::inspect
