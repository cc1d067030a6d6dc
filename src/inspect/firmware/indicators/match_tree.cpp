#include "inspect/firmware/indicators/match_tree.h"

#include <iterator>

#include "inspect/firmware/indicators/indicators.h"

namespace assay::inspect::firmware::indicators {

void match_into(Tree& tree, bytes::ByteSpan image, const Indicators* indicators,
                const std::string& artefact) {
  if (indicators == nullptr) return;
  auto found = match(tree, image, *indicators, {.artefact = artefact});
  tree.findings.insert(tree.findings.end(), std::make_move_iterator(found.begin()),
                       std::make_move_iterator(found.end()));
}

}  // namespace assay::inspect::firmware::indicators
