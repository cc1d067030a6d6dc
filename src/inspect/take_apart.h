// What the openers of firmware images share: having the image taken apart, by a worker process
// where there is one, and asking the indicators about what came out.
#pragma once

#include <optional>

#include "inspect/artefact.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect {

/// The image's tree, its findings moved to `out`; nothing where it could not be taken apart, which
/// `out.refused` then says.
[[nodiscard]] std::optional<firmware::Tree> take_apart(bytes::ByteSpan image,
                                                       const InspectOptions& options,
                                                       InspectedArtefact& out);

}  // namespace assay::inspect
