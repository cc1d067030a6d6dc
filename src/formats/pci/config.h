// PCI configuration space of one function, as sysfs's `config` file, `lspci -x…` or a flash dump
// has it: 64 bytes (what an ordinary user may read), 256 (PCI) or 4096 (PCI Express). PCI Local Bus
// Specification 3.0, chapter 6; PCI-to-PCI Bridge 1.2; PCI Express Base 6.0, chapter 7. Holds no
// view into the bytes it came from.
//
// The header is always read. Capability lists are chains of offsets that a hostile or broken device
// chooses: each offset is visited once, and what is wrong with a chain is told in `problems` beside
// all that could be read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/pci/capability.h"
#include "formats/pci/express.h"

namespace assay::formats::pci {

inline constexpr std::size_t kHeaderSize = 64;
inline constexpr std::size_t kPciSize = 256;
inline constexpr std::size_t kExpressSize = 4096;

struct Bar {
  std::uint8_t index = 0;
  bool io = false;
  bool wide = false;  ///< 64-bit memory: takes the next register too
  bool prefetchable = false;
  std::uint64_t address = 0;  ///< as programmed; 0 where the system gave it none
};

struct ExpansionRom {
  std::uint32_t address = 0;  ///< physical, 2 KiB aligned; 0 where nothing is assigned
  bool enabled = false;
};

/// Headers of type 1 and 2.
struct Buses {
  std::uint8_t primary = 0;
  std::uint8_t secondary = 0;
  std::uint8_t subordinate = 0;
};

/// PCI Express 9.3.3, of a physical function.
struct SrIov {
  std::uint16_t initial = 0;
  std::uint16_t total = 0;
  std::uint16_t enabled = 0;  ///< NumVFs
  std::uint16_t vf_device = 0;
};

/// A structure that a vendor defines: VSEC (7.9.5, the function's own vendor) or DVSEC (7.9.6).
struct VendorStructure {
  std::uint16_t offset = 0;
  std::uint16_t vendor = 0;
  std::uint16_t id = 0;
  std::uint8_t revision = 0;
  std::uint16_t length = 0;  ///< bytes, as it says
  bool designated = false;   ///< DVSEC
};

struct Config {
  std::uint16_t vendor = 0;  ///< 0xFFFF for a virtual function: SR-IOV says so, the kernel knows
  std::uint16_t device = 0;
  std::uint16_t command = 0;
  std::uint16_t status = 0;
  std::uint8_t revision = 0;
  std::uint32_t class_code = 0;  ///< 24 bits: base class, sub-class, programming interface
  std::uint8_t header_type = 0;  ///< 0 function, 1 PCI bridge, 2 CardBus bridge
  bool multi_function = false;
  std::uint16_t subsystem_vendor = 0;  ///< 0 where it has none
  std::uint16_t subsystem_device = 0;
  std::vector<Bar> bars;            ///< those in use
  std::optional<ExpansionRom> rom;  ///< where the register is not zero
  std::optional<Buses> buses;
  std::size_t size = 0;  ///< bytes that were there

  /// The two lists, in their chains' order.
  std::vector<Capability> capabilities;
  /// The function has a capability list, but the bytes end before it: an unprivileged capture.
  bool capabilities_unread = false;
  std::optional<Express> express;
  std::optional<std::uint64_t> serial;  ///< Device Serial Number, an EUI-64
  std::optional<SrIov> sr_iov;
  std::vector<VendorStructure> vendor_structures;
  /// Chains that loop, leave the space or overlap the header. Offsets count from the outermost
  /// file's start.
  std::vector<bytes::ParseError> problems;

  [[nodiscard]] bool has(std::uint16_t capability, bool extended = false) const noexcept;
};

/// All of `reader`: 64, 256 or 4096 bytes. Refuses other sizes, a header type that does not exist
/// and a function that did not answer (all ones). Costs one item for each capability.
[[nodiscard]] bytes::Parsed<Config> parse_config(bytes::Reader reader, bytes::Budget& budget);

/// "b4-96-91-ff-ff-a1-b2-c3", as lspci prints a Device Serial Number.
[[nodiscard]] std::string serial_text(std::uint64_t serial);

/// The size, a vendor, a class that exists and a header type that goes with it.
[[nodiscard]] bool looks_like_config(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::pci
