// BMC images for `assay inspect`: whole flash dumps and each format that such flash holds.
#include "inspect/firmware/bmc_view.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {

void open_bmc(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
              InspectedArtefact& out) {
  bytes::Budget budget(firmware::kImageLimits);
  auto tree = firmware::inspect_image(
      bytes, budget, hash,
      {.artefact = out.path,
       .digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, out.sha256)});
  out.summary = firmware::bmc_summary(tree);
  if (options.want_detail) out.detail = firmware::bmc_json(tree);
  if (options.want_text) out.text = firmware::bmc_text(tree);
  out.findings.insert(out.findings.end(), std::make_move_iterator(tree.findings.begin()),
                      std::make_move_iterator(tree.findings.end()));
}

}  // namespace assay::inspect
