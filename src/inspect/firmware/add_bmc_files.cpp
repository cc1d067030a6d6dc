// The files of a file system as nodes, and what they say about the whole: /etc/os-release names the
// distribution and its version.
#include <algorithm>
#include <array>
#include <memory>

#include "base/format.h"
#include "base/text.h"
#include "bytes/lines.h"
#include "formats/bmc/kernel.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

using formats::filesystem::Entry;
using formats::filesystem::Files;
using formats::filesystem::Type;

std::string_view unquoted(std::string_view text) noexcept {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// os-release(5); the older files of embedded distributions hold one line.
std::string release_of(std::string_view path, bytes::ByteSpan content) {
  constexpr std::size_t kMost = 4096;
  const auto part = content.first(std::min(content.size(), kMost));
  if (path == "etc/version" || path == "etc/issue.net" || path == "etc/versions") {
    bytes::Lines lines{bytes::Reader(part)};
    const auto line = lines.next();
    return line ? base::printable(bytes::trimmed(line->text), 200) : std::string();
  }
  std::string name;
  bytes::Lines lines{bytes::Reader(part)};
  while (const auto line = lines.next()) {
    const auto pair = bytes::split_at(line->text, '=');
    if (!pair) continue;
    if (pair->key == "PRETTY_NAME") name = base::printable(unquoted(pair->value), 200);
    if (pair->key == "DISTRIB_DESCRIPTION" && name.empty())
      name = base::printable(unquoted(pair->value), 200);
  }
  return name;
}

bool is_release(std::string_view path) noexcept {
  constexpr std::array<std::string_view, 7> kPaths{
      "etc/os-release",  "usr/lib/os-release", "etc/openwrt_release", "lsb-release",
      "etc/lsb-release", "etc/version",        "etc/versions"};
  return std::ranges::find(kPaths, path) != kPaths.end();
}

void describe(TreeBuilder& tree, NodeId id, const Entry& e) {
  tree.attribute(id, "mode", fmt::format("{:04o}", e.mode));
  tree.attribute(id, "owner", fmt::format("{}:{}", e.uid, e.gid));
  if (e.type == Type::symlink) tree.attribute(id, "target", base::printable(e.target, 500));
  if (e.type == Type::block_device || e.type == Type::character_device)
    tree.attribute(id, "device", fmt::format("0x{:x}", e.device));
  if (!e.complete) tree.attribute(id, "content", "could not be read");
}

}  // namespace

void add_files(TreeBuilder& tree, const FilesAt& at, const Files& files) {
  std::string release;
  for (const auto& e : files.entries) {
    if (tree.exhausted()) break;
    const bool inside = e.in_image;
    Node node{.kind = Kind::entry,
              .parent = at.node,
              .buffer = inside ? at.buffer : at.contents,
              .offset = inside ? at.image_at + e.at : e.at,
              .size = e.type == Type::symlink ? e.target.size() : e.size,
              .type = std::string(formats::filesystem::name(e.type)),
              .name = e.path};
    const NodeId id = tree.add(std::move(node));
    describe(tree, id, e);
    if (e.type != Type::file || !e.complete) continue;
    const auto content = tree.bytes_of(id);
    if (const auto elf = formats::bmc::recognise_elf(bytes::Reader(content)))
      tree.attribute(id, "ELF",
                     fmt::format("{}, {} bits", formats::bmc::machine_name(elf->machine),
                                 elf->wide ? 64 : 32));
    if (release.empty() && is_release(e.path)) release = release_of(e.path, content);
  }
  if (tree.at(at.node).version.empty()) tree.at(at.node).version = release;
  tree.attribute(at.node, "files", fmt::format("{}", files.entries.size()));
  if (!files.problems.empty()) {
    tree.malformed(at.node, files.problems.front());
    tree.attribute(at.node, "problems", fmt::format("{}", files.problem_count));
  }
}

void add_files_later(TreeBuilder& tree, NodeId node,
                     std::function<bytes::Parsed<Files>(bytes::Reader, bytes::Budget&)> read) {
  if (node == kNone) return;
  // What a file system unpacks to stands nowhere. Twenty times its size is more than any holds
  // whose files are not zeros; decoding pays for what it writes and for the copy that is kept.
  constexpr std::uint64_t kRatio = 24;
  constexpr std::uint64_t kLeast = std::uint64_t{16} << 20U;
  const Node& n = tree.at(node);
  const std::uint64_t most = std::min(n.size * kRatio + kLeast, tree.budget().left().bytes / 2);
  const Place whole{node, n.buffer, n.offset, n.size};
  const auto listing = std::make_shared<Files>();
  tree.unpack_later(
      node, most,
      [listing, reader = tree.reader(whole),
       read = std::move(read)](bytes::Budget& budget) -> bytes::Parsed<Unpacked> {
        auto files = read(reader, budget);
        if (!files) return std::unexpected(files.error());
        // A link's content is its target, so that bending it changes a digest.
        for (auto& e : files->entries) {
          if (e.type != Type::symlink || e.in_image) continue;
          e.at = files->contents.size();
          const auto target = bytes::as_bytes(e.target);
          if (auto ok = budget.bytes(target.size(), 0, "target"); !ok) break;
          files->contents.insert(files->contents.end(), target.begin(), target.end());
        }
        Unpacked out{std::move(files->contents), {}};
        *listing = std::move(*files);
        return out;
      },
      [listing, whole](TreeBuilder& builder, const Place& contents) {
        add_files(builder,
                  {.node = whole.parent,
                   .buffer = whole.buffer,
                   .image_at = whole.offset,
                   .contents = contents.buffer},
                  *listing);
      });
}

}  // namespace assay::inspect::firmware
