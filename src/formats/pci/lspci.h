// What lspci prints, in any of its forms: one line a device; -v with indented properties; -x, -xxx,
// -xxxx with hex dumps (which are decoded as configuration space); -n and -nn with numbers; -mm and
// -vmm for scripts. All forms fill one struct, so that what is asked of a device does not depend on
// how somebody called lspci.
//
// lspci's text is for people and made by the machine under suspicion: a hex dump is preferred to
// words wherever there is one. Views point into the caller's bytes; the decoded configuration space
// does not.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/pci/address.h"
#include "formats/pci/config.h"

namespace assay::formats::pci {

/// Numbers are nothing, and texts empty, where the form that was printed does not have them.
struct LspciDevice {
  Address address;
  std::uint64_t line = 0;    ///< of its first line, from 1
  std::uint64_t offset = 0;  ///< of the same, in the outermost file

  std::string_view class_text;   ///< "Ethernet controller"
  std::string_view vendor_text;  ///< only where the form separates it from the device
  std::string_view device_text;  ///< "Intel Corporation I350 …", with the vendor where not separate
  std::string_view subsystem_text;
  std::string_view driver;                      ///< kernel driver in use
  std::string_view slot;                        ///< physical slot
  std::string_view part_number, serial_number;  ///< of its VPD, as -v prints it

  std::optional<std::uint16_t> class_id;  ///< base class and sub-class
  std::optional<std::uint8_t> interface;  ///< programming interface
  std::optional<std::uint16_t> vendor, device;
  std::optional<std::uint16_t> subsystem_vendor, subsystem_device;
  std::optional<std::uint8_t> revision;
  std::optional<std::uint64_t> serial;  ///< Device Serial Number
  std::optional<std::uint16_t> numa_node;
  bool rom_mentioned = false;  ///< "Expansion ROM at …"

  /// Bytes of the hex dump; 0 without one.
  std::size_t dump_size = 0;
  std::optional<Config> config;
  /// Why the dump could not be decoded, or was cut. Its offset is a place in configuration space.
  std::optional<bytes::ParseError> dump_problem;
};

struct Lspci {
  std::vector<LspciDevice> devices;
  std::uint64_t ignored_lines = 0;  ///< neither a device's nor blank
};

/// An error only where no device is in the text, or the budget ends. Costs one item a line and one
/// a capability.
[[nodiscard]] bytes::Parsed<Lspci> parse_lspci(bytes::Reader reader, bytes::Budget& budget);

/// A device's line, or a -vmm record, among the first lines.
[[nodiscard]] bool looks_like_lspci(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::pci
