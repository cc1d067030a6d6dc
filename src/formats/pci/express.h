// The PCI Express capability of a function (PCI Express Base Specification 6.0, 7.5.3): what kind
// of port it is, the link it can have and the link it has, and the slot below it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::pci {

/// One link's speed and width. Zeros where none is trained.
struct Link {
  std::uint8_t speed = 0;  ///< 1 is 2.5 GT/s, 2 is 5, 3 is 8, 4 is 16, 5 is 32, 6 is 64
  std::uint8_t width = 0;  ///< lanes
  bool operator==(const Link&) const = default;

  /// "8GT/s x4", as lspci spells them; "none" without lanes.
  [[nodiscard]] std::string text() const;
};

/// 7.5.3.9 Slot Capabilities and 7.5.3.11 Slot Status.
struct Slot {
  std::uint16_t number = 0;  ///< Physical Slot Number; 0 where the board does not number it
  bool hot_plug = false;
  bool surprise = false;
  bool power_controller = false;
  bool card_present = false;
};

struct Express {
  std::uint8_t version = 0;
  std::uint8_t port_type = 0;  ///< 7.5.3.2 Device/Port Type
  bool slot_implemented = false;
  std::uint8_t port_number = 0;
  std::optional<Link> most;  ///< Link Capabilities; nothing for parts inside the root complex
  std::optional<Link> now;   ///< Link Status
  std::optional<Slot> slot;
};

/// "Endpoint", "Root Port", …
[[nodiscard]] std::string_view port_type_name(std::uint8_t port_type) noexcept;

/// `at` begins with the capability's id; it may reach to the end of configuration space.
[[nodiscard]] bytes::Parsed<Express> parse_express(bytes::Reader at);

}  // namespace assay::formats::pci
