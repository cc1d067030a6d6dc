#include "formats/dtb/dtb.h"

#include <algorithm>

#include "bytes/text.h"

namespace assay::formats::dtb {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kMagic = 0xD00DFEED;
constexpr std::uint64_t kHeader = 40;

enum Token : std::uint32_t { kBegin = 1, kEnd = 2, kProperty = 3, kNop = 4, kFinish = 9 };

struct Header {
  std::uint32_t size = 0;
  std::uint32_t struct_at = 0;
  std::uint32_t strings_at = 0;
  std::uint32_t version = 0;
  std::uint32_t compatible = 0;
  std::uint32_t strings_size = 0;
  std::uint32_t struct_size = 0;
};

Parsed<Header> read_header(Reader image) {
  const auto start = image.offset();
  auto r = image.sub(kHeader, "header");
  if (!r) return std::unexpected(r.error());
  if (r->be32("magic").value_or(0) != kMagic) return bytes::bad_value(start, "magic", "0xd00dfeed");
  Header h;
  h.size = r->be32("totalsize").value_or(0);
  h.struct_at = r->be32("off_dt_struct").value_or(0);
  h.strings_at = r->be32("off_dt_strings").value_or(0);
  static_cast<void>(r->be32("off_mem_rsvmap"));
  h.version = r->be32("version").value_or(0);
  h.compatible = r->be32("last_comp_version").value_or(0);
  static_cast<void>(r->be32("boot_cpuid_phys"));
  h.strings_size = r->be32("size_dt_strings").value_or(0);
  h.struct_size = r->be32("size_dt_struct").value_or(0);
  if (h.version < 16 || h.compatible > 17 || h.compatible > h.version)
    return bytes::bad_value(start + 20, "version", "16 or more, compatible with 16 or 17");
  // Before version 17 the structure's size was not stated: it ends with its own token.
  if (h.version < 17 && h.struct_at < h.size) h.struct_size = h.size - h.struct_at;
  if (h.size < kHeader || h.struct_at > h.size || h.struct_size > h.size - h.struct_at ||
      h.strings_at > h.size || h.strings_size > h.size - h.strings_at || h.struct_at % 4 != 0)
    return bytes::bad_value(start + 4, "totalsize", "a size that holds both blocks");
  return h;
}

class Parser {
 public:
  Parser(Reader structure, Reader strings, bytes::Budget& budget, Tree& out) noexcept
      : r_(structure), strings_(bytes::as_chars(strings.whole())), budget_(budget), out_(out) {}

  Parsed<void> run() {
    while (true) {
      const auto at = r_.offset();
      const auto token = r_.be32("token");
      if (!token) return std::unexpected(token.error());
      switch (*token) {
        case kBegin:
          ASSAY_CHECK(begin());
          break;
        case kEnd:
          if (open_.empty()) return bytes::bad_value(at, "FDT_END_NODE", "an open node");
          open_.pop_back();
          break;
        case kProperty:
          if (open_.empty()) return bytes::bad_value(at, "FDT_PROP", "an open node");
          ASSAY_CHECK(property());
          break;
        case kNop:
          break;
        case kFinish:
          if (!open_.empty() || out_.nodes.empty())
            return bytes::bad_value(at, "FDT_END", "a root node, closed");
          return {};
        default:
          return bytes::bad_value(at, "token", "1, 2, 3, 4 or 9");
      }
    }
  }

 private:
  Parsed<void> begin() {
    const auto at = r_.offset();
    ASSAY_CHECK(budget_.items(1, at, "node"));
    if (open_.size() >= budget_.left().depth)
      return std::unexpected(bytes::ParseError{bytes::Fault::budget, at, "node depth", "depth",
                                               open_.size() + 1, budget_.left().depth});
    if (open_.empty() && !out_.nodes.empty())
      return bytes::bad_value(at, "FDT_BEGIN_NODE", "one root");
    const auto text = bytes::as_chars(r_.rest());
    const auto end = text.find('\0');
    if (end == std::string_view::npos) return bytes::bad_value(at, "node name", "a NUL");
    const auto index = static_cast<std::uint32_t>(out_.nodes.size());
    out_.nodes.push_back({.name = text.substr(0, end),
                          .parent = open_.empty() ? kNoNode : open_.back(),
                          .first_property = static_cast<std::uint32_t>(out_.properties.size())});
    open_.push_back(index);
    return r_.skip((end / 4 + 1) * 4, "node name");
  }

  Parsed<void> property() {
    const auto at = r_.offset();
    ASSAY_CHECK(budget_.items(1, at, "property"));
    const auto size = r_.be32("len");
    const auto name_at = r_.be32("nameoff");
    if (!size || !name_at) return std::unexpected(!size ? size.error() : name_at.error());
    const auto value = r_.sub(*size, "property value");
    if (!value) return std::unexpected(value.error());
    if (const auto over = *size % 4; over != 0)
      ASSAY_CHECK(r_.skip(std::min<std::uint64_t>(4 - over, r_.remaining()), "padding"));
    if (*name_at >= strings_.size())
      return bytes::bad_value(at + 4, "nameoff", "less than size_dt_strings");
    const auto name = strings_.substr(*name_at);
    const std::uint32_t node = open_.back();
    out_.properties.push_back(
        {.node = node, .name = name.substr(0, name.find('\0')), .value = *value});
    Node& owner = out_.nodes[node];
    if (owner.first_property + owner.property_count + 1 == out_.properties.size())
      ++owner.property_count;
    return {};
  }

  Reader r_;
  std::string_view strings_;
  bytes::Budget& budget_;
  Tree& out_;
  std::vector<std::uint32_t> open_;
};

}  // namespace

Parsed<Tree> parse_dtb(Reader image, bytes::Budget& budget) {
  const auto h = read_header(image);
  if (!h) return std::unexpected(h.error());
  const auto structure = image.at(h->struct_at, h->struct_size, "structure block");
  if (!structure) return std::unexpected(structure.error());
  const auto strings = image.at(h->strings_at, h->strings_size, "strings block");
  if (!strings) return std::unexpected(strings.error());
  Tree out{.size = h->size,
           .version = h->version,
           .strings_at = h->strings_at,
           .struct_at = h->struct_at,
           .struct_size = h->struct_size,
           .nodes = {},
           .properties = {}};
  ASSAY_CHECK(Parser(*structure, *strings, budget, out).run());
  return out;
}

bool looks_like_dtb(bytes::ByteSpan bytes) noexcept {
  return read_header(Reader(bytes)).has_value();
}

}  // namespace assay::formats::dtb
