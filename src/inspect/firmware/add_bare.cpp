// Executables and stores of variables that come as a file of their own, not inside an image.
#include "formats/nvram/store.h"
#include "formats/pe/image.h"
#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

bool is_bare_executable(bytes::ByteSpan image) { return formats::pe::looks_like_image(image); }

bool add_bare_executable(TreeBuilder& tree) {
  Node& root = tree.at(TreeBuilder::root());
  root.kind = Kind::executable;
  add_executable(tree, TreeBuilder::root());
  return true;
}

bool is_bare_store(bytes::ByteSpan image) {
  return formats::nvram::looks_like_store(image).has_value();
}

// A dump may hold several, with erased flash between them.
bool add_bare_stores(TreeBuilder& tree) { return add_nvram_volume(tree, TreeBuilder::root()); }

}  // namespace assay::inspect::firmware
