#include "inspect/firmware/inspect_image.h"

#include <array>

#include "formats/pi/volume.h"
#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {
namespace {

bool is_descriptor(bytes::ByteSpan image) {
  for (const std::size_t at : {std::size_t{0x10}, std::size_t{0}}) {
    bytes::Reader reader(image.subspan(std::min(at, image.size())));
    const auto signature = reader.le32("FLVALSIG");
    if (signature && *signature == 0x0FF0A55AU) return true;
  }
  return false;
}
bool add_descriptor(TreeBuilder& tree) {
  return add_flash_descriptor(tree, {TreeBuilder::root(), 0, 0, tree.image().size()});
}

bool holds_volume(bytes::ByteSpan image) { return formats::pi::find_volume(image, 0).has_value(); }
bool add_volumes(TreeBuilder& tree) {
  return add_raw_area(tree, {TreeBuilder::root(), 0, 0, tree.image().size()});
}

constexpr std::array kRecognisers{
    Recogniser{"uefi.image", "Intel image", is_descriptor, add_descriptor},
    Recogniser{"uefi.image", "UEFI image", holds_volume, add_volumes},
};

}  // namespace

std::span<const Recogniser> recognisers() noexcept { return kRecognisers; }

const Recogniser* recognise_image(bytes::ByteSpan image) {
  for (const Recogniser& row : kRecognisers)
    if (row.looks_like(image)) return &row;
  return nullptr;
}

Tree inspect_image(bytes::ByteSpan image, bytes::Budget& budget, crypto::HashEngine& hash,
                   Options options) {
  TreeBuilder tree(image, budget, hash, std::move(options));
  bool known = false;
  for (const Recogniser& row : kRecognisers) {
    if (!row.looks_like(image)) continue;
    tree.at(TreeBuilder::root()).type = row.type;
    known = row.add(tree);
    if (known) break;
  }
  if (!known) (void)add_volumes(tree);
  return std::move(tree).finish();
}

}  // namespace assay::inspect::firmware
