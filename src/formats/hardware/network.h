// Network interfaces as `ip -j link`, `ethtool -i` and `ethtool -P` tell of them. What ties an
// interface to the PCI function behind it is the bus address; what stays when somebody changes a
// MAC is the permanent one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/json/json.h"

namespace assay::formats::hardware {

struct Interface {
  std::string name;        ///< "eth0"
  std::string mac;         ///< lower case, as used now
  std::string permanent;   ///< lower case; where `ip` leaves it out, it equals the one in use
  std::string kind;        ///< "bridge", "vlan", "veth": of an interface without hardware
  std::string parent_bus;  ///< "pci"
  std::string parent;      ///< "0000:3b:00.0"
  bool loopback = false;
};

/// Costs one item an interface.
[[nodiscard]] bytes::Parsed<std::vector<Interface>> read_ip_link(const json::Value& document,
                                                                 bytes::Budget& budget);

/// Views into the caller's bytes.
struct Ethtool {
  std::uint64_t line = 0;  ///< of the first, from 1
  std::string_view driver, version, firmware, bus_info, rom_version;
  std::string_view permanent;  ///< of -P
};

/// One or several outputs after one another: each "driver:" line begins a new one. An error only
/// where there is none. Costs one item a line.
[[nodiscard]] bytes::Parsed<std::vector<Ethtool>> parse_ethtool(bytes::Reader reader,
                                                                bytes::Budget& budget);
[[nodiscard]] bool looks_like_ethtool(bytes::ByteSpan bytes) noexcept;

/// Six bytes with colons, lower case; "" for anything else, for zeros and for broadcast.
[[nodiscard]] std::string mac_text(std::string_view text);

}  // namespace assay::formats::hardware
