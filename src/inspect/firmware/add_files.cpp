#include <algorithm>

#include "base/format.h"
#include "bytes/text.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

constexpr std::uint64_t kAlignment = 8;

// From `place` to the volume's end no file can begin: free space as far as it is erased, and data
// behind, in which somebody may have hidden something.
void add_rest(TreeBuilder& tree, const Place& place, std::byte erased) {
  const auto bytes = tree.bytes_of(place);
  if (bytes.empty()) return;
  const auto first =
      std::find_if(bytes.begin(), bytes.end(), [&](std::byte b) { return b != erased; });
  auto free = static_cast<std::uint64_t>(first - bytes.begin());
  if (free < bytes.size()) free -= free % kAlignment;
  if (free != 0)
    tree.add({.kind = Kind::free_space,
              .parent = place.parent,
              .buffer = place.buffer,
              .offset = place.offset,
              .size = free,
              .type = "Free space"});
  if (free == bytes.size()) return;
  const NodeId data = tree.add({.kind = Kind::data,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset + free,
                                .size = bytes.size() - free,
                                .type = "Non-empty padding",
                                .name = "Non-UEFI data"});
  if (add_raw_area(tree, tree.body(data)))
    tree.finding("firmware.image.hidden", data,
                 "Behind the last file of a volume, where erased bytes should be, stands a volume "
                 "or another known structure.");
}

void check(TreeBuilder& tree, NodeId node, const pi::File& file) {
  if (!file.header_checksum_good())
    tree.finding("firmware.image.checksum", node,
                 fmt::format("The file's header has the checksum 0x{:02x} where its bytes ask for "
                             "0x{:02x}.",
                             file.header_checksum, file.header_checksum_wanted));
  if (!file.header_checksum_good() || !file.data_checksum_good())
    tree.attribute(node, std::string(kChecksum),
                   file.data_checksum_good()     ? "wrong in the header"
                   : file.header_checksum_good() ? "wrong over the data"
                                                 : "wrong in the header and over the data");
  if (!file.data_checksum_good())
    tree.finding("firmware.image.checksum", node,
                 fmt::format("The file's data has the checksum 0x{:02x} where its bytes ask for "
                             "0x{:02x}.",
                             file.data_checksum, file.data_checksum_wanted));
}

NodeId add_file(TreeBuilder& tree, const Place& place, const pi::File& file,
                const pi::Volume& volume) {
  const bool pad = file.type == pi::kFilePad;
  const NodeId id = tree.add({.kind = pad ? Kind::padding : Kind::file,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = file.size,
                              .header = file.header_size,
                              .type = pi::file_type_name(file.type),
                              .name = pad ? "Pad file" : "",
                              .guid = file.name});
  if (!pad) {
    if (const auto known = formats::uefi::known_name(file.name); !known.empty())
      tree.attribute(id, "Known as", std::string(known));
    tree.attribute(id, "Attributes", fmt::format("0x{:02x}", file.attributes));
  }
  const auto state = pi::file_state_name(file.state, volume.erased);
  if (state != "valid") tree.attribute(id, "State", std::string(state));
  check(tree, id, file);
  return id;
}

bool is_erased(bytes::ByteSpan bytes, std::byte erased) {
  return bytes::all_of(bytes.first(std::min<std::size_t>(bytes.size(), pi::kFileHeader)), erased);
}

}  // namespace

void add_files(TreeBuilder& tree, NodeId volume, const pi::Volume& header) {
  const bytes::Nesting level(tree.budget());
  Place rest = tree.body(volume);
  if (const auto ok = level.check(rest.offset, "volume"); !ok)
    return tree.malformed(volume, ok.error());
  while (rest.size != 0 && !tree.exhausted()) {
    if (is_erased(tree.bytes_of(rest), header.erased)) return add_rest(tree, rest, header.erased);
    const auto file = pi::parse_file(tree.reader(rest), header);
    if (!file) {
      tree.malformed(volume, file.error());
      return add_rest(tree, rest, header.erased);
    }
    const NodeId id = add_file(tree, rest, *file, header);
    add_file_body(tree, id, *file, header);
    // Aligned from the volume's body, whose start is aligned from the volume's.
    const std::uint64_t step =
        std::min(rest.size, (file->size + kAlignment - 1) / kAlignment * kAlignment);
    rest.offset += step;
    rest.size -= step;
  }
}

}  // namespace assay::inspect::firmware
