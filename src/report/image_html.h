// A firmware image as one HTML file: the map of the flash, and a table of all that is in it.
#pragma once

#include <string>
#include <vector>

#include "evidence/finding.h"
#include "inspect/firmware/image_tree.h"
#include "report/html.h"

namespace assay::report {

struct ImageView {
  std::string path;  ///< for people
  const inspect::firmware::Tree& tree;
  bytes::ByteSpan image;
};

void write_html(const ImageView& view, const HtmlSink& sink);

/// "1.3 MB", "512 bytes".
[[nodiscard]] std::string size_words(std::uint64_t bytes);

}  // namespace assay::report
