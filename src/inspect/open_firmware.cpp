// Firmware images for `assay inspect`.
#include "inspect/firmware/image_inspector.h"
#include "inspect/firmware/image_json.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {

bool looks_like_firmware(bytes::ByteSpan bytes) {
  return firmware::recognise_image(bytes) != nullptr;
}

void open_firmware(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                   InspectedArtefact& out) {
  if (const auto* row = firmware::recognise_image(bytes)) out.kind = std::string(row->kind);
  const firmware::LocalInspector here;
  const firmware::ImageInspector& images = options.images != nullptr ? *options.images : here;
  auto tree = images.inspect(
      bytes, {.artefact = out.path,
              .threads = options.threads,
              .digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, out.sha256)});
  if (!tree) {
    out.refused = std::move(tree).error();
    out.refused->file.clear();  // the artefact's own path stands beside it
    out.summary = "a firmware image that could not be taken apart";
    return;
  }
  out.summary = firmware::image_summary(*tree);
  if (options.want_detail) out.detail = firmware::image_json(*tree);
  if (options.want_text) out.text = firmware::image_text(*tree);
  out.findings.insert(out.findings.end(), std::make_move_iterator(tree->findings.begin()),
                      std::make_move_iterator(tree->findings.end()));
}

}  // namespace assay::inspect
