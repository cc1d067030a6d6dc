// Compressed streams: decoded once to learn where they end, then searched.
#include <memory>

#include "base/format.h"
#include "formats/bmc/kernel.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

namespace codec = formats::codec;

// A few bytes that happen to start like a stream decode to a few bytes; what is kept in flash is
// larger. LZMA has no magic and must end as it should.
constexpr std::size_t kLeast = 512;

bool plausible(codec::Codec kind, const codec::Stream& stream) noexcept {
  if (stream.bytes.size() < kLeast) return false;
  return stream.whole || (kind != codec::Codec::lzma && stream.bytes.size() >= 65536);
}

void search(TreeBuilder& tree, const Place& place) {
  // A kernel says its version only once it is unpacked.
  const auto version = formats::bmc::find_version(tree.bytes_of(place));
  Node& node = tree.at(place.parent);
  if (node.version.empty() && version.starts_with("Linux version "))
    node.version = std::string(version.substr(14));
  else if (node.version.empty())
    node.version = std::string(version);
  (void)add_linux_area(tree, place);
}

void keep(TreeBuilder& tree, NodeId node, base::Bytes bytes, std::string_view algorithm) {
  const auto content = std::make_shared<base::Bytes>(std::move(bytes));
  tree.unpack_later(
      node, content->size(),
      [content, algorithm](bytes::Budget&) -> bytes::Parsed<Unpacked> {
        return Unpacked{std::move(*content), algorithm};
      },
      search);
}

}  // namespace

std::uint64_t add_stream(TreeBuilder& tree, const Place& place) {
  const auto kind = codec::recognise(tree.bytes_of(place));
  if (!kind) return 0;
  bytes::Budget own({.items = 1000, .bytes = tree.budget().left().bytes / 2, .depth = 1});
  auto stream = codec::decode_stream(*kind, tree.reader(place), own);
  if (!stream || !plausible(*kind, *stream)) return 0;
  const NodeId node = tree.add({.kind = Kind::archive,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = stream->used,
                                .header = static_cast<std::uint32_t>(stream->used),
                                .type = std::string(codec::name(*kind))});
  if (!stream->whole) {
    tree.attribute(node, "end", "missing");
    tree.malformed(node,
                   {bytes::Fault::truncated, place.offset + stream->used, "stream", {}, 1, 0});
  }
  keep(tree, node, std::move(stream->bytes), codec::name(*kind));
  return tree.at(node).size;
}

}  // namespace assay::inspect::firmware
