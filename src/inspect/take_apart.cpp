#include "inspect/take_apart.h"

#include "inspect/firmware/image_inspector.h"
#include "inspect/firmware/indicators/indicators.h"
#include "inspect/firmware/indicators/match_tree.h"

namespace assay::inspect {

std::optional<firmware::Tree> take_apart(bytes::ByteSpan image, const InspectOptions& options,
                                         InspectedArtefact& out) {
  const firmware::LocalInspector here;
  const firmware::ImageInspector& images = options.images != nullptr ? *options.images : here;
  // Indicators look at what was packed too.
  const bool ask = options.indicators != nullptr && !options.indicators->lists.empty();
  auto tree = images.inspect(
      image, {.artefact = out.path,
              .threads = options.threads,
              .contents = ask ? firmware::Contents::included : firmware::Contents::left_out,
              .digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, out.sha256),
              .as_of = options.as_of});
  if (!tree) {
    out.refused = std::move(tree).error();
    out.refused->file.clear();  // the artefact's own path stands beside it
    out.summary = "a firmware image that could not be taken apart";
    return std::nullopt;
  }
  if (ask) firmware::indicators::match_into(*tree, image, options.indicators, out.path);
  out.findings.insert(out.findings.end(), std::make_move_iterator(tree->findings.begin()),
                      std::make_move_iterator(tree->findings.end()));
  tree->findings.clear();
  return *std::move(tree);
}

}  // namespace assay::inspect
