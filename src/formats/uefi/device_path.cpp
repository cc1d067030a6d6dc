#include "formats/uefi/device_path.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/uefi/device_path_nodes.h"
#include "formats/uefi/text.h"

namespace assay::formats::uefi {
namespace {

constexpr std::size_t kMaxText = 1024;
constexpr std::size_t kMaxNodeBytes = 64;

// The generic forms of UEFI 10.6.1.3, for nodes that nothing else fits.
void unknown_text(const DeviceNode& node, std::string& out) {
  std::string_view kind;
  switch (static_cast<NodeType>(node.type)) {
    case NodeType::hardware:
      kind = "HardwarePath";
      break;
    case NodeType::acpi:
      kind = "AcpiPath";
      break;
    case NodeType::messaging:
      kind = "Msg";
      break;
    case NodeType::media:
      kind = "MediaPath";
      break;
    case NodeType::bbs:
      kind = "BbsPath";
      break;
    case NodeType::end:
      break;
  }
  if (kind.empty()) {
    base::append(out, "Path({},{}", node.type, node.subtype);
  } else {
    base::append(out, "{}({}", kind, node.subtype);
  }
  append_data(node.data, out);
  out.push_back(')');
}

void append_node(const DeviceNode& node, std::string& out) {
  bytes::Reader reader(node.data, node.offset + 4);
  const std::size_t before = out.size();
  bool known = false;
  switch (static_cast<NodeType>(node.type)) {
    case NodeType::hardware:
      known = hardware_text(node.subtype, reader, out);
      break;
    case NodeType::acpi:
      known = acpi_text(node.subtype, reader, out);
      break;
    case NodeType::messaging:
      known = messaging_text(node.subtype, reader, out);
      break;
    case NodeType::media:
      known = media_text(node.subtype, reader, out);
      break;
    case NodeType::bbs:
      known = bbs_text(node.subtype, reader, out);
      break;
    case NodeType::end:
      break;
  }
  if (known) return;
  out.resize(before);
  unknown_text(node, out);
}

}  // namespace

void append_data(bytes::ByteSpan data, std::string& out) {
  if (data.empty()) return;
  out.push_back(',');
  out += bytes::to_hex(data.first(std::min(data.size(), kMaxNodeBytes)));
  if (data.size() > kMaxNodeBytes) out += "…";
}

bytes::Parsed<DevicePath> parse_device_path(bytes::Reader reader, bytes::Budget& budget) {
  DevicePath path;
  while (!reader.empty()) {
    DeviceNode node;
    node.offset = reader.offset();
    const auto header = reader.fixed<4>("Device Path Node");
    if (!header) return std::unexpected(header.error());
    node.type = bytes::u8_at<0>(*header);
    node.subtype = bytes::u8_at<1>(*header);
    const std::uint16_t length = bytes::le16_at<2>(*header);
    if (length < 4) return bytes::bad_value(node.offset + 2, "Length", "at least 4");
    const auto data = reader.take(length - 4U, "Length");
    if (!data) return std::unexpected(data.error());
    node.data = *data;
    if (node.is(NodeType::end, 0xFF)) {
      path.ended = true;
      break;
    }
    if (auto ok = budget.items(1, node.offset, "Device Path Node"); !ok)
      return std::unexpected(ok.error());
    path.nodes.push_back(node);
  }
  path.trailing = reader.rest();
  return path;
}

std::string node_text(const DeviceNode& node) {
  std::string out;
  append_node(node, out);
  return out;
}

std::string DevicePath::to_text() const {
  std::string out;
  bool first = true;
  for (const DeviceNode& node : nodes) {
    if (out.size() >= kMaxText) return out + "…";
    if (node.ends_instance()) {
      out.push_back(',');
      first = true;
      continue;
    }
    if (!first) out.push_back('/');
    first = false;
    append_node(node, out);
  }
  return out;
}

std::string DevicePath::file() const {
  std::string out;
  for (const DeviceNode& node : nodes) {
    if (!node.is_file_path() || out.size() >= kMaxText) continue;
    std::string part = utf16_text(node.data, kMaxText);
    const bool joined = out.ends_with('\\') || part.starts_with('\\');
    if (!out.empty() && !joined) out.push_back('\\');
    out += part;
  }
  return out;
}

}  // namespace assay::formats::uefi
