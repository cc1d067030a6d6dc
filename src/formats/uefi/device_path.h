// UEFI device paths (UEFI 2.10 chapter 10): where an image came from, as a list of nodes, and their
// text form (10.6), spelled as efibootmgr does: numbers and GUIDs in lower case.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::uefi {

enum class NodeType : std::uint8_t {
  hardware = 0x01,
  acpi = 0x02,
  messaging = 0x03,
  media = 0x04,
  bbs = 0x05,
  end = 0x7F,
};

struct DeviceNode {
  std::uint8_t type = 0;  ///< NodeType, or a value no specification names
  std::uint8_t subtype = 0;
  bytes::ByteSpan data;      ///< after the four-byte header
  std::uint64_t offset = 0;  ///< of the node in the outermost file

  [[nodiscard]] bool is(NodeType t, std::uint8_t s) const noexcept {
    return type == static_cast<std::uint8_t>(t) && subtype == s;
  }
  [[nodiscard]] bool is_file_path() const noexcept { return is(NodeType::media, 4); }
  [[nodiscard]] bool ends_instance() const noexcept { return is(NodeType::end, 1); }
};

struct DevicePath {
  std::vector<DeviceNode> nodes;  ///< without the last End; ends of instances are nodes
  bool ended = false;             ///< an End node came; some firmware logs paths without
  bytes::ByteSpan trailing;       ///< what came after it

  /// "PciRoot(0x0)/Pci(0x1f,0x2)/Sata(…)/HD(1,GPT,…)/\EFI\BOOT\BOOTX64.EFI"; instances are joined
  /// by
  /// ",". At most about 1 KiB, printable; empty where there are no nodes.
  [[nodiscard]] std::string to_text() const;
  /// The file path nodes joined ("\EFI\BOOT\BOOTX64.EFI"), printable; empty where there is none.
  [[nodiscard]] std::string file() const;
};

/// To the End of the entire path, or to the end of `reader`. Charges one item per node. An error
/// where a node's Length is under 4 or passes the end.
[[nodiscard]] bytes::Parsed<DevicePath> parse_device_path(bytes::Reader reader,
                                                          bytes::Budget& budget);

/// One node: "Pci(0x1f,0x2)". A node that does not have its type's shape is shown as bytes:
/// "HardwarePath(1,0a0b)".
[[nodiscard]] std::string node_text(const DeviceNode& node);

}  // namespace assay::formats::uefi
