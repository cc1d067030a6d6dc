// Writes the parts of a firmware image to a folder, for `assay inspect --extract`: a file for each,
// and index.json, which says what each one is and where it stood.
#pragma once

#include <string>

#include "cli/ui.h"

namespace assay::cli {

/// An error where there already is something: nothing is ever overwritten.
[[nodiscard]] base::Result<void> make_new_folder(const Context& context, const std::string& folder);

/// Into FOLDER/IMAGE'S NAME/. `path`: the image's. An error where it is no firmware image.
[[nodiscard]] base::Result<void> extract_image(const Context& context, const std::string& folder,
                                               const std::string& path, bytes::ByteSpan image);

}  // namespace assay::cli
