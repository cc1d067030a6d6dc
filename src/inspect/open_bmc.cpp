// BMC images for `assay inspect`: whole flash dumps and each format that such flash holds.
#include "inspect/firmware/bmc_view.h"
#include "inspect/open_kinds.h"
#include "inspect/take_apart.h"

namespace assay::inspect {

void open_bmc(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
              InspectedArtefact& out) {
  const auto tree = take_apart(bytes, options, out);
  if (!tree) return;
  out.summary = firmware::bmc_summary(*tree);
  if (options.want_detail) out.detail = firmware::bmc_json(*tree);
  if (options.want_text) out.text = firmware::bmc_text(*tree);
}

}  // namespace assay::inspect
