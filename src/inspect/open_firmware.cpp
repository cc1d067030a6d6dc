// Firmware images for `assay inspect`.
#include <algorithm>
#include <array>

#include "inspect/firmware/image_json.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/open_kinds.h"
#include "inspect/take_apart.h"

namespace assay::inspect {

bool looks_like_firmware(bytes::ByteSpan bytes) {
  // Executables, stores of variables and BMC images have rows of their own in the table of openers,
  // behind what else a file with such first bytes may be.
  constexpr std::array<std::string_view, 3> kElsewhere{"pe.image", "uefi.nvram", "bmc.image"};
  return std::ranges::any_of(firmware::recognisers(), [&](const firmware::Recogniser& row) {
    return std::ranges::find(kElsewhere, row.kind) == kElsewhere.end() && row.looks_like(bytes);
  });
}

void open_firmware(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                   InspectedArtefact& out) {
  if (const auto* row = firmware::recognise_image(bytes)) out.kind = std::string(row->kind);
  const auto tree = take_apart(bytes, options, out);
  if (!tree) return;
  out.summary = firmware::image_summary(*tree);
  if (options.want_detail) out.detail = firmware::image_json(*tree);
  if (options.want_text) out.text = firmware::image_text(*tree);
}

}  // namespace assay::inspect
