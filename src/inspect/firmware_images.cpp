#include "inspect/firmware_images.h"

#include <algorithm>

#include "inspect/firmware/inspect_image.h"

namespace assay::inspect {

std::vector<FirmwareImage> firmware_images(const evidence::Bundle& bundle) {
  std::vector<FirmwareImage> out;
  const bool bare = bundle.artefacts.size() == 1 && !bundle.manifest;
  for (const auto& a : bundle.artefacts) {
    const bool named = a.role == evidence::Role::firmware;
    if (!named && !(bare && a.role == evidence::Role::none)) continue;
    const auto* row = firmware::recognise_image(a.bytes);
    if (row == nullptr && !named) continue;
    out.push_back({a.path, row == nullptr ? std::string{} : std::string(row->kind), a.bytes});
  }
  std::ranges::sort(out, {}, &FirmwareImage::path);
  return out;
}

base::Result<ImageItems> image_items(const FirmwareImage& image,
                                     const firmware::ImageInspector& images, unsigned threads,
                                     std::optional<base::Time> as_of) {
  ASSAY_TRY(auto tree, images.inspect(image.bytes, {.artefact = image.path,
                                                    .threads = threads,
                                                    .contents = firmware::Contents::left_out,
                                                    .digest = {},
                                                    .as_of = as_of}));
  return ImageItems{firmware::items_of(tree), std::move(tree.findings)};
}

}  // namespace assay::inspect
