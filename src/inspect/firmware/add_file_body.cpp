#include <algorithm>
#include <array>

#include "bytes/text.h"
#include "formats/pi/guids.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

// What edk2's GenFv writes before the volume top file for the other processors to start at: a far
// jump to F000:FFD0, nine zeros, two bytes that nobody reads.
bool is_startup_data(bytes::ByteSpan bytes) {
  constexpr std::array<unsigned char, 5> kJump = {0xEA, 0xD0, 0xFF, 0x00, 0xF0};
  constexpr std::size_t kSize = 16;
  if (bytes.size() < kSize) return false;
  const bool jump = std::equal(kJump.begin(), kJump.end(), bytes.begin(),
                               [](unsigned char a, std::byte b) { return std::byte{a} == b; });
  return jump && bytes::all_of(bytes.subspan(kJump.size(), 9), std::byte{0});
}

// A pad file exists for its size alone; what else it holds was put there.
void add_pad_body(TreeBuilder& tree, NodeId file, const Place& body, std::byte erased) {
  const auto bytes = tree.bytes_of(body);
  const auto first =
      std::find_if(bytes.begin(), bytes.end(), [&](std::byte b) { return b != erased; });
  if (first == bytes.end()) return;
  auto free = static_cast<std::uint64_t>(first - bytes.begin());
  free -= free % 8;
  if (free != 0)
    tree.add({.kind = Kind::free_space,
              .parent = file,
              .buffer = body.buffer,
              .offset = body.offset,
              .size = free,
              .type = "Free space"});
  const auto rest = bytes.subspan(static_cast<std::size_t>(free));
  const bool startup = is_startup_data(rest);
  const NodeId data = tree.add({.kind = Kind::data,
                                .parent = file,
                                .buffer = body.buffer,
                                .offset = body.offset + free,
                                .size = rest.size(),
                                .type = startup ? "Startup AP data" : "Non-empty padding",
                                .name = startup ? "" : "Non-UEFI data"});
  tree.at(file).name = startup ? "Startup AP data padding file" : "Non-empty pad file";
  if (!startup && add_raw_area(tree, tree.body(data)))
    tree.finding("firmware.image.hidden", data,
                 "A pad file, which should hold nothing, holds a volume or another known "
                 "structure.");
}

}  // namespace

void add_file_body(TreeBuilder& tree, NodeId node, const pi::File& file, const pi::Volume& volume) {
  Place body = tree.body(node);
  body.size -= std::min<std::uint64_t>(file.tail, body.size);
  switch (file.type) {
    case pi::kFilePad:
      return add_pad_body(tree, node, body, volume.erased);
    case pi::kFileAll:
    case pi::kFileRaw:
      if ((file.name == pi::kNvarStore || file.name == pi::kNvarExternalDefaults ||
           file.name == pi::kNvarBootBlockDefaults) &&
          add_nvar_store(tree, node))
        return;
      (void)add_raw_area(tree, body);
      return;
    default:
      return add_sections(tree, body,
                          {.file = node, .large = volume.file_system == pi::FileSystem::ffs3});
  }
}

}  // namespace assay::inspect::firmware
