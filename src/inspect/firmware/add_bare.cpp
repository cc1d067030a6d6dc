// Executables, stores of variables and files of a firmware volume that come on their own, not
// inside an image.
#include "formats/nvram/store.h"
#include "formats/pe/image.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

// The volume that such a file was cut from: what flash mostly is.
pi::Volume usual_volume(bool large) {
  pi::Volume volume;
  volume.file_system = large ? pi::FileSystem::ffs3 : pi::FileSystem::ffs2;
  volume.revision = 2;
  return volume;
}

}  // namespace

bool is_bare_executable(bytes::ByteSpan image) { return formats::pe::looks_like_image(image); }

bool add_bare_executable(TreeBuilder& tree) {
  Node& root = tree.at(TreeBuilder::root());
  root.kind = Kind::executable;
  add_executable(tree, TreeBuilder::root());
  return true;
}

// A header whose checksum is right, that is as long as the image but for its padding, of a type
// that has sections or is raw.
bool is_bare_file(bytes::ByteSpan image) {
  constexpr std::uint8_t kLastType = 0x0F;
  const auto file = pi::parse_file(bytes::Reader(image), usual_volume(true));
  return file && file->header_checksum_good() && file->type != 0 && file->type <= kLastType &&
         file->size > file->header_size && image.size() - file->size < 8;
}

bool add_bare_file(TreeBuilder& tree) {
  add_files(tree, TreeBuilder::root(), usual_volume(true));
  return true;
}

bool is_bare_store(bytes::ByteSpan image) {
  return formats::nvram::looks_like_store(image).has_value();
}

// A dump may hold several, with erased flash between them.
bool add_bare_stores(TreeBuilder& tree) { return add_nvram_volume(tree, TreeBuilder::root()); }

}  // namespace assay::inspect::firmware
