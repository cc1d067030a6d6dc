#include "inspect/firmware/items.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "inspect/firmware/module_digest.h"

namespace assay::inspect::firmware {
namespace {

// Kinds whose content is only what lies in them; others are compared whole unless parts of theirs
// have a life of their own.
bool holds_parts(Kind kind) noexcept {
  switch (kind) {
    case Kind::image:
    case Kind::region:
    case Kind::volume:
    case Kind::store:
    case Kind::capsule:
    case Kind::archive:
    case Kind::filesystem:
      return true;
    default:
      return false;
  }
}

// Kinds that make what they lie in a container: a file with a volume in it, a raw area with
// microcode.
bool is_part(Kind kind) noexcept {
  switch (kind) {
    case Kind::region:
    case Kind::volume:
    case Kind::file:
    case Kind::store:
    case Kind::variable:
    case Kind::microcode:
    case Kind::partition:
    case Kind::capsule:
    case Kind::archive:
    case Kind::filesystem:
    case Kind::entry:
      return true;
    default:
      return false;
  }
}

std::string_view attribute(const Node& node, std::string_view name) {
  const auto it = std::ranges::find(node.attributes, name, &Attribute::name);
  return it != node.attributes.end() ? std::string_view(it->value) : std::string_view{};
}

// A program or a module of an embedded system: any execute bit, or a kernel's object.
bool runs_as_file(const Node& node) {
  const auto mode = attribute(node, "mode");
  const bool executable =
      mode.size() >= 3 && std::ranges::any_of(mode.substr(mode.size() - 3), [](char c) {
        return c >= '0' && (c - '0') % 2 == 1;
      });
  return executable || node.name.ends_with(".ko") || node.name.ends_with(".so");
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(parts, [&](std::string_view p) { return text.contains(p); });
}

class Collector {
 public:
  explicit Collector(const Tree& tree) : tree_(tree), children_(tree.nodes.size()) {
    const auto n = static_cast<std::uint32_t>(tree.nodes.size());
    parts_.assign(n, false);
    code_.assign(n, false);
    signed_.assign(n, false);
    for (std::uint32_t i = 1; i < n; ++i) children_[tree.nodes[i].parent].push_back(i);
    // A parent stands before its children: backwards, each is done before its parent.
    for (std::uint32_t i = n; i-- > 1;) {
      const Node& node = tree.nodes[i];
      const auto p = node.parent;
      parts_[p] = parts_[p] || parts_[i] || is_part(node.kind);
      const bool runs = node.kind == Kind::executable || node.type == "PE32 image" ||
                        node.type == "TE image" || node.type == "PIC";
      code_[i] = code_[i] || runs;
      code_[p] = code_[p] || code_[i];
      signed_[i] = signed_[i] || is_one_of(node.type, {"anifest", "directory", "ACM"}) ||
                   !attribute(node, "Manifest").empty();
      signed_[p] = signed_[p] || signed_[i];
    }
  }

  std::vector<Item> run() {
    if (!tree_.nodes.empty()) visit(0, kNone, "");
    return std::move(out_);
  }

 private:
  Content content_of(std::uint32_t i) const {
    const Node& node = tree_.nodes[i];
    switch (node.kind) {
      case Kind::descriptor:
        return Content::descriptor;
      case Kind::microcode:
        return Content::microcode;
      case Kind::store:
      case Kind::variable:
        return Content::settings;
      case Kind::padding:
        return Content::padding;
      case Kind::executable:
        return Content::code;
      case Kind::table:
        return Content::table;
      case Kind::partition:
        // Code comes with a manifest or a directory of modules; other partitions are written to.
        return code_[i] || signed_[i] ? Content::code : Content::state;
      default:
        break;
    }
    if (code_[i]) return Content::code;
    if (node.kind == Kind::entry) return runs_as_file(node) ? Content::code : Content::data;
    if (is_one_of(node.name, {"Setup", "NVAR", "NVRAM", "efault"}) &&
        (node.kind == Kind::file || node.kind == Kind::data))
      return Content::settings;
    if (is_one_of(node.type, {"padding", "Padding"})) return Content::padding;
    return Content::data;
  }

  std::string self_of(const Node& node) const {
    if (node.kind == Kind::image) return "image";
    // A revision is what changes; the processor is what it is for.
    if (node.kind == Kind::microcode) {
      const auto processor = attribute(node, "Processor");
      return fmt::format("microcode {} {}", processor.empty() ? node.name : processor,
                         attribute(node, "Platforms"));
    }
    std::string own = node.guid ? node.guid->to_string() : std::string{};
    if (node.kind == Kind::file || (node.guid && node.kind == Kind::volume)) return own;
    // Their names hold build numbers and times.
    if (node.kind == Kind::archive || node.kind == Kind::filesystem) return node.type;
    if (node.kind == Kind::variable) return fmt::format("{} {}", own, node.name);
    return fmt::format("{} {}", node.type, node.name);
  }

  void visit(std::uint32_t i, std::uint32_t parent, const std::string& key) {
    const Node& node = tree_.nodes[i];
    if (node.kind == Kind::free_space) return;
    const bool has_children = !children_[i].empty();
    // Padding is only what somebody put into it, whatever the padding itself is called.
    const bool padding = node.kind == Kind::padding;
    // Between the files of a file system lies its own bookkeeping.
    if ((padding || node.type.contains("padding")) && !has_children && node.parent != kNone &&
        tree_.nodes[node.parent].kind == Kind::filesystem)
      return;
    const bool container = has_children && (holds_parts(node.kind) || parts_[i] || padding);
    if (!has_children && padding && is_empty(node)) return;
    // Sections are how a module is packed: what lies in them belongs to the module.
    const bool through = container && (node.kind == Kind::section || padding);
    std::uint32_t here = parent;
    std::string inner = key;
    if (!through) {
      const std::string self = self_of(node);
      inner = key.empty() ? self : key + '/' + self;
      here = add(i, parent, self, inner, container);
    }
    if (container)
      for (const std::uint32_t child : children_[i]) visit(child, here, inner);
  }

  // The builder calls padding of one value just that.
  static bool is_empty(const Node& node) { return !node.type.contains("on-empty"); }

  std::uint32_t add(std::uint32_t i, std::uint32_t parent, const std::string& self,
                    const std::string& key, bool container) {
    const Node& node = tree_.nodes[i];
    Item item{.what = !node.name.empty() ? base::printable(node.name, 200)
                      : node.guid        ? node.guid->to_string()
                                         : base::printable(node.type, 200),
              .path = base::printable(tree_.path_of(i), 2000),
              .key = key,
              .self = self,
              .type = base::printable(node.type, 200),
              .content = content_of(i),
              .container = container,
              .parent = parent,
              .packed = node.buffer != 0,
              .offset = node.offset,
              .size = node.size,
              .version = base::printable(node.version, 100),
              .digest = node.digest};
    if (!container && item.content == Content::code)
      item.normalised = module_digest(tree_, children_, i);
    out_.push_back(std::move(item));
    return static_cast<std::uint32_t>(out_.size() - 1);
  }

  const Tree& tree_;
  std::vector<std::vector<std::uint32_t>> children_;
  std::vector<bool> parts_;   ///< something below is compared for itself
  std::vector<bool> code_;    ///< it or something below runs
  std::vector<bool> signed_;  ///< it or something below vouches for code
  std::vector<Item> out_;
};

}  // namespace

std::string_view name(Content content) noexcept {
  switch (content) {
    case Content::code:
      return "code";
    case Content::data:
      return "data";
    case Content::settings:
      return "settings";
    case Content::microcode:
      return "microcode";
    case Content::descriptor:
      return "descriptor";
    case Content::padding:
      return "padding";
    case Content::table:
      return "table";
    case Content::state:
      return "state";
  }
  return "unknown";
}

std::vector<Item> items_of(const Tree& tree) { return Collector(tree).run(); }

}  // namespace assay::inspect::firmware
