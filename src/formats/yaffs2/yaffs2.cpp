#include "formats/yaffs2/yaffs2.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "bytes/text.h"

namespace assay::formats::yaffs2 {
namespace {

using bytes::Parsed;
using bytes::Reader;
using filesystem::Order;
using filesystem::OrderedReader;
using filesystem::Type;

constexpr std::uint64_t kObjectHeader = 512;
constexpr std::uint32_t kRoot = 1;
constexpr std::uint32_t kErased = 0xFFFFFFFF;
constexpr std::uint32_t kExtra = 1U << 31U;  // the chunk's number carries more about the object
constexpr std::uint32_t kFirstSequence = 0x1000;  // YAFFS_LOWEST_SEQUENCE_NUMBER
constexpr std::uint32_t kLastSequence = 0xEFFFFF00;
constexpr std::size_t kName = 256;

struct Object {
  Type type = Type::other;
  std::uint32_t parent = 0;
  std::string name;
  std::uint32_t mode = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t size = 0;
  std::uint32_t same_as = 0;  // hard links
  std::uint32_t device = 0;
  std::string target;
};

struct Tags {
  std::uint32_t sequence = 0;
  std::uint32_t object = 0;
  std::uint32_t chunk = 0;  // 0: a header; else the page of the file, from 1
  std::uint32_t bytes = 0;
};

std::string text_of(bytes::ByteSpan field) {
  const auto text = bytes::as_chars(field);
  return std::string(text.substr(0, text.find('\0')));
}

// yaffs_obj_hdr: the name is 256 bytes behind a checksum of two that is no longer written.
std::optional<Object> read_object(Reader page, Order order) {
  const auto part = page.sub(kObjectHeader, "object header");
  if (!part) return std::nullopt;
  OrderedReader r(*part, order);
  constexpr std::array kTypes{Type::other,     Type::file, Type::symlink,
                              Type::directory, Type::file, Type::other};
  const std::uint32_t type = r.u32("type").value_or(0);
  if (type == 0 || type >= kTypes.size()) return std::nullopt;
  Object o{.type = kTypes.at(type),
           .parent = r.u32("parent_obj_id").value_or(0),
           .name = {},
           .target = {}};
  if (o.parent == 0 || o.parent > 1U << 20U) return std::nullopt;
  const std::uint16_t sum = r.u16("sum").value_or(0);
  const auto name = r.raw().take(kName, "name");
  if (!name || (sum != 0xFFFF && sum != 0)) return std::nullopt;
  o.name = text_of(*name);
  static_cast<void>(r.raw().skip(2, "padding"));
  o.mode = r.u32("yst_mode").value_or(0);
  o.uid = r.u32("yst_uid").value_or(0);
  o.gid = r.u32("yst_gid").value_or(0);
  static_cast<void>(r.raw().skip(12, "times"));
  o.size = r.u32("file_size_low").value_or(0);
  const std::uint32_t same = r.u32("equiv_id").value_or(0);
  if (const auto alias = r.raw().take(160, "alias"); alias && o.type == Type::symlink)
    o.target = text_of(*alias);
  o.device = r.u32("yst_rdev").value_or(0);
  if (type == 4) o.same_as = same;
  if (type == 5) o.type = filesystem::type_of_mode(o.mode);
  if (o.type == Type::file && o.size == kErased) o.size = 0;
  return o;
}

std::optional<Tags> read_tags(const Reader& image, std::uint64_t page, const Geometry& g) {
  const std::uint64_t at = page * (std::uint64_t{g.page} + g.spare) + g.page + g.tags_at;
  const auto part = image.at(at, 16, "tags");
  if (!part) return std::nullopt;
  OrderedReader r(*part, g.order);
  Tags t{.sequence = r.u32("seq_number").value_or(0),
         .object = r.u32("obj_id").value_or(0),
         .chunk = r.u32("chunk_id").value_or(0),
         .bytes = r.u32("n_bytes").value_or(0)};
  if (t.sequence < kFirstSequence || t.sequence > kLastSequence) return std::nullopt;
  if ((t.chunk & kExtra) != 0) {
    t.chunk = 0;
    t.object &= 0x0FFFFFFFU;
  }
  return t;
}

// A header page first, whose tags say so, in the first geometry that makes sense of it.
std::optional<Geometry> find_geometry(const Reader& image) {
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 7> kSizes{
      {{2048, 64}, {512, 16}, {4096, 128}, {4096, 224}, {8192, 256}, {8192, 448}, {1024, 32}}};
  for (const Order order : {Order::little, Order::big}) {
    if (!read_object(image, order)) continue;
    for (const auto& [page, spare] : kSizes)
      for (const std::uint32_t tags_at : {0U, 2U, 1U}) {
        if (tags_at + 16 > spare) continue;
        const Geometry g{.order = order, .page = page, .spare = spare, .tags_at = tags_at};
        const auto tags = read_tags(image, 0, g);
        if (tags && tags->chunk == 0 && tags->object != 0 && tags->object < 1U << 20U) return g;
      }
  }
  return std::nullopt;
}

struct Log {
  std::map<std::uint32_t, Object> objects;  // the last header of each counts
  std::map<std::pair<std::uint32_t, std::uint32_t>, Reader> chunks;
};

Parsed<Log> read_log(const Reader& image, bytes::Budget& budget, Image& out) {
  Log log;
  const auto& g = out.geometry;
  const std::uint64_t step = std::uint64_t{g.page} + g.spare;
  const std::uint64_t count = image.whole().size() / step;
  for (std::uint64_t page = 0; page < count; ++page) {
    ASSAY_CHECK(budget.items(1, image.offset() + page * step, "page"));
    const auto tags = read_tags(image, page, g);
    if (!tags) continue;
    const auto data = image.at(page * step, g.page, "page");
    if (!data) continue;
    ++out.pages;
    out.size = (page + 1) * step;
    if (tags->chunk == 0) {
      if (auto object = read_object(*data, g.order))
        log.objects.insert_or_assign(tags->object, std::move(*object));
      continue;
    }
    const auto used = data->at(0, std::min<std::uint64_t>(tags->bytes, g.page), "chunk");
    if (used) log.chunks.insert_or_assign(std::pair{tags->object, tags->chunk}, *used);
  }
  return log;
}

class Tree {
 public:
  Tree(const Log& log, std::uint32_t page, bytes::Budget& budget, filesystem::Files& out)
      : log_(log), page_(page), budget_(budget), out_(out) {
    for (const auto& [id, o] : log.objects)
      if (id != o.parent) children_.emplace(o.parent, id);
  }

  bool directory(std::uint32_t id, const std::string& path) {
    bytes::Nesting level(budget_);
    if (auto ok = level.check(0, "directory depth"); !ok) return note(ok.error());
    if (!seen_.insert(id).second) return true;
    const auto [first, last] = children_.equal_range(id);
    for (auto it = first; it != last; ++it)
      if (!entry(it->second, path)) return false;
    return true;
  }

 private:
  bool note(const bytes::ParseError& error) {
    out_.note(error);
    return error.fault != bytes::Fault::budget;
  }

  bool entry(std::uint32_t id, const std::string& path) {
    const Object& o = log_.objects.at(id);
    if (o.name.empty()) return true;
    filesystem::Entry e{.path = filesystem::joined(path, o.name),
                        .type = o.type,
                        .mode = o.mode & 07777U,
                        .uid = o.uid,
                        .gid = o.gid,
                        .device = o.device,
                        .target = o.target};
    bool going = true;
    if (e.type == Type::file) {
      const std::uint32_t real = o.same_as != 0 ? o.same_as : id;
      const auto source = log_.objects.find(real);
      e.at = out_.contents.size();
      if (source != log_.objects.end()) {
        if (auto ok = content(real, source->second.size); !ok) {
          e.complete = false;
          going = note(ok.error());
        } else {
          e.size = source->second.size;
        }
      }
    }
    const std::string inner = e.path;
    const bool enter = e.type == Type::directory;
    out_.entries.push_back(std::move(e));
    return going && (!enter || directory(id, inner));
  }

  Parsed<void> content(std::uint32_t id, std::uint32_t size) {
    ASSAY_CHECK(budget_.bytes(size, 0, "file size"));
    auto& all = out_.contents;
    const std::size_t start = all.size();
    all.resize(start + size);
    for (auto it = log_.chunks.lower_bound({id, 1});
         it != log_.chunks.end() && it->first.first == id; ++it) {
      const std::uint64_t at = (std::uint64_t{it->first.second} - 1) * page_;
      if (at >= size) break;
      const auto part = it->second.rest();
      const auto wanted = std::min<std::uint64_t>(part.size(), size - at);
      std::ranges::copy(part.first(static_cast<std::size_t>(wanted)),
                        std::span(all).subspan(start + static_cast<std::size_t>(at)).begin());
    }
    return {};
  }

  const Log& log_;
  std::uint32_t page_;
  bytes::Budget& budget_;
  filesystem::Files& out_;
  std::multimap<std::uint32_t, std::uint32_t> children_;
  std::set<std::uint32_t> seen_;
};

}  // namespace

Parsed<Image> parse_yaffs2(Reader image, bytes::Budget& budget) {
  const auto geometry = find_geometry(image);
  if (!geometry)
    return bytes::bad_value(image.offset(), "object header", "one whose spare area has tags");
  Image out{.geometry = *geometry, .files = {}};
  const auto log = read_log(image, budget, out);
  if (!log) return std::unexpected(log.error());
  out.objects = log->objects.size();
  static_cast<void>(Tree(*log, geometry->page, budget, out.files).directory(kRoot, {}));
  return out;
}

bool looks_like_yaffs2(bytes::ByteSpan bytes) noexcept {
  return find_geometry(Reader(bytes)).has_value();
}

}  // namespace assay::formats::yaffs2
