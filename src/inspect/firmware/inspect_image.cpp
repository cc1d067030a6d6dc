#include "inspect/firmware/inspect_image.h"

#include <array>

#include "bytes/text.h"
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

// What a programmer reads from an erased or an absent chip.
bool is_blank(bytes::ByteSpan image) {
  constexpr std::size_t kSmallest = std::size_t{64} * 1024;
  return image.size() >= kSmallest && (image[0] == std::byte{0} || image[0] == std::byte{0xFF}) &&
         bytes::all_of(image, image[0]);
}
bool add_blank(TreeBuilder& tree) {
  tree.finding("firmware.image.blank", TreeBuilder::root(),
               "Every byte of the image is the same.");
  return true;
}

constexpr std::array kRecognisers{
    Recogniser{"uefi.image", "Intel image", is_descriptor, add_descriptor},
    Recogniser{"uefi.image", "UEFI image", holds_volume, add_volumes},
    Recogniser{"uefi.image", "Blank image", is_blank, add_blank},
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
