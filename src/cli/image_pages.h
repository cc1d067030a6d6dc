// --html of inspect and compare: firmware images as pages.
#pragma once

#include <string>

#include "cli/ui.h"
#include "evidence/bundle.h"

namespace assay::cli {

/// An error where the bundle holds no image, or several.
[[nodiscard]] base::Result<void> write_image_page(const Context& context,
                                                  const evidence::Bundle& bundle,
                                                  const std::string& to);
[[nodiscard]] base::Result<void> write_diff_page(const Context& context,
                                                 const evidence::Bundle& golden,
                                                 const evidence::Bundle& observed,
                                                 const std::string& to);

}  // namespace assay::cli
