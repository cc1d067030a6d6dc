#include "inspect/firmware/extract_names.h"

#include <fmt/format.h>

namespace assay::inspect::firmware {
namespace {

// The ending that tools for the kind look for; null where the kind gets no file.
const char* ending(const Node& node) {
  switch (node.kind) {
    case Kind::file:
      return ".ffs";
    case Kind::volume:
      return ".fv";
    case Kind::executable:
      return ".efi";
    case Kind::microcode:
      return ".mcb";
    case Kind::capsule:
      return ".cap";
    case Kind::region:
    case Kind::descriptor:
    case Kind::partition:
    case Kind::store:
    case Kind::table:
    case Kind::archive:
    case Kind::filesystem:
    case Kind::entry:
      return ".bin";
    case Kind::image:
    case Kind::section:
    case Kind::padding:
    case Kind::free_space:
    case Kind::variable:
    case Kind::data:
      break;
  }
  // Decoders that leave an executable a section of its file.
  return node.type == "PE32 image" || node.type == "TE image" ? ".efi" : nullptr;
}

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

std::string path_step(std::string_view text, std::size_t max_bytes) {
  std::string out;
  for (const char c : text.substr(0, max_bytes))
    out += plain(c) && (c != '.' || !out.empty()) ? c : '_';
  return out;
}

std::vector<Extract> extracts(const Tree& tree) {
  std::vector<Extract> out;
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    const char* const end = ending(node);
    if (end == nullptr || node.size == 0) continue;
    std::string name = path_step(!node.name.empty() ? node.name
                                 : node.guid        ? node.guid->to_string()
                                                    : node.type);
    out.push_back({i, fmt::format("{:05}-{}{}", i, name, end)});
  }
  return out;
}

}  // namespace assay::inspect::firmware
