// Applications and drivers that the firmware loaded.
#include <fmt/format.h>

#include "base/format.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/event_types.h"
#include "formats/uefi/image_load.h"

namespace assay::formats::tcg {
namespace {

std::string_view kind_of(std::uint32_t type) {
  switch (type) {
    case EV_EFI_BOOT_SERVICES_DRIVER:
      return "driver";
    case EV_EFI_RUNTIME_SERVICES_DRIVER:
      return "runtime driver";
    default:
      return "image";
  }
}

bool at_an_address(const uefi::DeviceNode& node) {
  return node.is(uefi::NodeType::media, 8) || node.is(uefi::NodeType::hardware, 3);
}

// A node of the messaging type says which wire, and then an address that every host has for itself.
std::string wire_name(const uefi::DeviceNode& node) {
  const bool network = node.subtype == 11 || node.subtype == 12 || node.subtype == 13 ||
                       node.subtype == 20 || node.subtype == 24 || node.subtype == 31;
  if (network) return "from the network";
  const std::string text = uefi::node_text(node);
  return fmt::format("from {}", std::string_view(text).substr(0, text.find('(')));
}

// The name that stays the same from boot to boot and host to host: the file; else the last node;
// for an option ROM, which ends in an offset into its device, the device; for an image on a disk
// without a file, the partition's number but not its GUID.
std::string stable_name(const uefi::DevicePath& path) {
  if (std::string file = path.file(); !file.empty()) return file;
  std::vector<uefi::DeviceNode> nodes = path.nodes;
  while (!nodes.empty() && at_an_address(nodes.back())) nodes.pop_back();
  if (nodes.empty() && path.nodes.empty()) return "without a path";
  if (nodes.empty()) return path.nodes.back().type == 4 ? "at an offset" : "at a memory address";
  const uefi::DeviceNode& last = nodes.back();
  if (last.is(uefi::NodeType::media, 1) && last.data.size() >= 4)
    return fmt::format("on partition {}", bytes::le32_at<0>(last.data.first<4>()));
  if (last.type == static_cast<std::uint8_t>(uefi::NodeType::messaging)) return wire_name(last);
  if (last.type != static_cast<std::uint8_t>(uefi::NodeType::hardware))
    return uefi::node_text(last);
  return uefi::DevicePath{std::move(nodes), true, {}}.to_text();
}

}  // namespace

Words describe_image(const Scene& scene) {
  const auto image = uefi::parse_image_load(scene.reader(), scene.budget);
  if (!image) return {};
  Description said;
  const std::string_view kind = kind_of(scene.event.type);
  if (!image->path_valid) {
    said.what = fmt::format("{} without a valid path", kind);
    said.text =
        fmt::format("{} whose path does not decode ({})", kind, bytes_in_words(image->raw_path));
    add(said, "path_bytes", bytes_in_words(image->raw_path));
  } else {
    const std::string name = stable_name(image->path);
    std::string path = image->path.to_text();
    said.what = fmt::format("{} {}", kind, name);
    said.text = said.what;
    if (path.empty()) {
      base::append(said.text, ", {} bytes in memory", image->length);
    } else if (path != name) {
      base::append(said.text, ", loaded from {}", path);
    }
    if (std::string file = image->path.file(); !file.empty()) add(said, "file", std::move(file));
    add(said, "path", std::move(path));
  }
  add(said, "location", fmt::format("0x{:x}", image->location));
  add(said, "length", fmt::to_string(image->length));
  return said;
}

}  // namespace assay::formats::tcg
