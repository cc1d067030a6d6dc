// A firmware image drawn as it lies in the flash: how disordered its bytes are from end to end, and
// below that its regions, volumes and files, row under row. Inline SVG, nothing else.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "inspect/firmware/image_tree.h"
#include "report/html_writer.h"

namespace assay::report {

/// Shannon entropy, 0 to 8 bits a byte; 0 of nothing.
[[nodiscard]] double entropy(bytes::ByteSpan bytes) noexcept;

/// A part of the flash that a drawing marks.
struct MapMark {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// Where a node's bytes lie in the flash: of what was packed, where the packed bytes do.
[[nodiscard]] MapMark in_flash(const inspect::firmware::Tree& tree, std::uint32_t node) noexcept;

struct MapSettings {
  std::uint64_t span = 0;  ///< bytes that the whole width stands for; 0: the image's
  std::vector<MapMark> marks{};
};

/// The drawing. At most kMostBlocks parts a row, the largest.
inline constexpr std::size_t kMostBlocks = 600;
void write_image_map(Html& html, const inspect::firmware::Tree& tree, bytes::ByteSpan image,
                     const MapSettings& settings);
/// What the drawing's tones stand for.
void write_map_legend(Html& html);
/// `<style>…</style>` of both pages of images.
void write_map_style(Html& html);

}  // namespace assay::report
