// Firmware images for `assay inspect`.
#include "inspect/firmware/image_json.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {

bool looks_like_firmware(bytes::ByteSpan bytes) {
  return firmware::recognise_image(bytes) != nullptr;
}

void open_firmware(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
                   InspectedArtefact& out) {
  bytes::Budget budget(firmware::kImageLimits);
  if (const auto* row = firmware::recognise_image(bytes)) out.kind = std::string(row->kind);
  auto tree = firmware::inspect_image(
      bytes, budget, hash,
      {.artefact = out.path,
       .digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, out.sha256)});
  out.summary = firmware::image_summary(tree);
  if (options.want_detail) out.detail = firmware::image_json(tree);
  if (options.want_text) out.text = firmware::image_text(tree);
  out.findings.insert(out.findings.end(), std::make_move_iterator(tree.findings.begin()),
                      std::make_move_iterator(tree.findings.end()));
}

}  // namespace assay::inspect
