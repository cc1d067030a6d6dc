#include "formats/romfs/romfs.h"

#include <algorithm>
#include <array>
#include <set>

#include "bytes/text.h"

namespace assay::formats::romfs {
namespace {

using bytes::Parsed;
using bytes::Reader;
using filesystem::Type;

constexpr std::string_view kMagic = "-rom1fs-";
constexpr std::uint64_t kHeader = 16;
constexpr std::uint64_t kSummed = 512;  // the volume's checksum covers this much at most
constexpr std::uint32_t kExecutable = 8;
constexpr std::uint32_t kTypeBits = 7;

// Big-endian words add up to zero.
bool sums_to_zero(Reader part) noexcept {
  std::uint32_t sum = 0;
  while (part.remaining() >= 4) sum += part.be32("word").value_or(0);
  return sum == 0;
}

struct Header {
  std::uint32_t next = 0;
  std::uint32_t type = 0;
  bool executable = false;
  std::uint32_t spec = 0;  // of a directory its first file, of a hard link its target
  std::uint32_t size = 0;
  std::string_view name;
  std::uint64_t data = 0;  // from the image's start
};

// A name ends in a NUL and is padded to 16 bytes.
Parsed<std::string_view> padded_name(const Reader& image, std::uint64_t at) {
  constexpr std::uint64_t kMost = 1024;
  const std::uint64_t whole = image.whole().size();
  if (at >= whole) return bytes::bad_value(image.offset() + whole, "name", "a name");
  const auto part = image.at(at, std::min(kMost, whole - at), "name");
  if (!part) return std::unexpected(part.error());
  const auto text = bytes::as_chars(part->rest());
  const auto end = text.find('\0');
  if (end == std::string_view::npos)
    return bytes::bad_value(image.offset() + at, "name", "a NUL within 1024 bytes");
  return text.substr(0, end);
}

constexpr std::uint64_t after_name(std::uint64_t at, std::size_t size) noexcept {
  return at + (size / 16 + 1) * 16;
}

class Walk {
 public:
  Walk(Reader image, bytes::Budget& budget, filesystem::Files& out) noexcept
      : image_(image), budget_(budget), out_(out) {}

  void chain(std::uint64_t at, const std::string& path) {
    bytes::Nesting level(budget_);
    if (auto ok = level.check(image_.offset() + at, "directory depth"); !ok)
      return out_.note(ok.error());
    while (at != 0) {
      if (!seen_.insert(at).second)
        return out_.note({bytes::Fault::bad_value, image_.offset() + at, "next",
                          "a file that was not listed before"});
      if (auto ok = budget_.items(1, image_.offset() + at, "file header"); !ok)
        return out_.note(ok.error());
      const auto h = header(at);
      if (!h) return out_.note(h.error());
      entry(*h, path);
      at = h->next;
    }
  }

 private:
  Parsed<Header> header(std::uint64_t at) const {
    const auto part = image_.at(at, kHeader, "file header");
    if (!part) return std::unexpected(part.error());
    Reader r = *part;
    const auto next = r.be32("next").value_or(0);
    Header h{.next = next & ~std::uint32_t{15},
             .type = next & kTypeBits,
             .executable = (next & kExecutable) != 0,
             .spec = r.be32("spec.info").value_or(0),
             .size = r.be32("size").value_or(0),
             .name = {}};
    const auto name = padded_name(image_, at + kHeader);
    if (!name) return std::unexpected(name.error());
    h.name = *name;
    h.data = after_name(at + kHeader, name->size());
    return h;
  }

  void entry(const Header& stored, const std::string& path) {
    if (stored.name == "." || stored.name == "..") return;
    Header h = stored;
    if (h.type == 0) {  // a hard link shows what it points at, under its own name
      const auto target = header(h.spec & ~std::uint32_t{15});
      if (!target) return out_.note(target.error());
      h = *target;
      if (h.type == 0 || h.type == 1) return;
    }
    filesystem::Entry e{.path = filesystem::joined(path, stored.name),
                        .type = type_of(h.type),
                        .mode = h.executable ? 0555U : 0444U,
                        .in_image = true,
                        .at = h.data};
    if (h.type == 4 || h.type == 5) e.device = h.spec;
    const bool has_data = e.type == Type::file || e.type == Type::symlink;
    if (has_data) {
      const auto content = image_.at(h.data, h.size, "content");
      if (!content) {
        e.complete = false;
        out_.note(content.error());
      } else if (e.type == Type::symlink) {
        e.target = bytes::to_string(content->rest());
      } else {
        e.size = h.size;
      }
    }
    const std::string inner = e.path;
    const bool enter = e.type == Type::directory && stored.type == 1 && h.spec != 0;
    out_.entries.push_back(std::move(e));
    if (enter) chain(h.spec & ~std::uint32_t{15}, inner);
  }

  static Type type_of(std::uint32_t type) noexcept {
    constexpr std::array kTypes{Type::other,   Type::directory,    Type::file,
                                Type::symlink, Type::block_device, Type::character_device,
                                Type::socket,  Type::fifo};
    return kTypes.at(type & kTypeBits);
  }

  Reader image_;
  bytes::Budget& budget_;
  filesystem::Files& out_;
  std::set<std::uint64_t> seen_;
};

}  // namespace

Parsed<Image> parse_romfs(Reader image, bytes::Budget& budget) {
  Reader r = image;
  const auto magic = r.take(kMagic.size(), "magic");
  if (!magic) return std::unexpected(magic.error());
  if (bytes::as_chars(*magic) != kMagic)
    return bytes::bad_value(image.offset(), "magic", "\"-rom1fs-\"");
  const auto size = r.be32("full size");
  if (!size) return std::unexpected(size.error());
  if (*size < 32) return bytes::bad_value(image.offset() + 8, "full size", "at least 32 bytes");
  Image out{.volume = {}, .size = *size, .files = {}};
  const std::uint64_t there = std::min<std::uint64_t>(*size, image.whole().size());
  const Reader volume(image.whole().first(static_cast<std::size_t>(there)), image.offset());
  if (const auto summed = volume.at(0, std::min(kSummed, there), "checksum"))
    out.checksum_good = sums_to_zero(*summed);
  const auto name = padded_name(volume, kHeader);
  if (!name) return std::unexpected(name.error());
  out.volume = std::string(*name);
  Walk(volume, budget, out.files).chain(after_name(kHeader, name->size()), {});
  return out;
}

bool looks_like_romfs(bytes::ByteSpan bytes) noexcept {
  return bytes.size() >= 32 && bytes::starts_with(bytes, kMagic);
}

}  // namespace assay::formats::romfs
