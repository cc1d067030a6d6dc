// The firmware images of a bundle, and their items: what compare, learn and audit work on.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "evidence/bundle.h"
#include "inspect/firmware/image_inspector.h"
#include "inspect/firmware/items.h"

namespace assay::inspect {

/// One artefact that holds an image; views into the bundle, which must outlive it.
struct FirmwareImage {
  std::string path;  ///< in the evidence
  std::string kind;  ///< "uefi.image", "bmc.image", …
  bytes::ByteSpan bytes;
};

/// Artefacts of the folder firmware/, and a bare file that is an image, in the order of their
/// paths. Those that no recogniser knows have an empty kind.
[[nodiscard]] std::vector<FirmwareImage> firmware_images(const evidence::Bundle& bundle);

struct ImageItems {
  std::vector<firmware::Item> items;
  std::vector<evidence::Finding> findings;  ///< of the image by itself
};
/// Takes the image apart by `images`; an error where the worker could not.
[[nodiscard]] base::Result<ImageItems> image_items(const FirmwareImage& image,
                                                   const firmware::ImageInspector& images,
                                                   unsigned threads = 0,
                                                   std::optional<base::Time> as_of = {});

}  // namespace assay::inspect
