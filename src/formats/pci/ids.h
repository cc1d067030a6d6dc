// pci.ids, the public list of PCI vendors, devices, subsystems and classes (package pci.ids of
// Debian, /usr/share/misc/pci.ids). Assay never opens it by itself: whoever has it hands in its
// bytes, and names that would be numbers become words.
//
// Its grammar, line by line: "#" comments; "vvvv  Vendor"; one tab and "dddd  Device" below it; two
// tabs and "vvvv dddd  Subsystem" below that; "C cc  Class" with one-tab sub-classes and two-tab
// interfaces.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pci {

/// Views into the file's bytes, which must outlive it. A lookup that finds nothing gives "".
class Ids {
 public:
  [[nodiscard]] std::string_view vendor(std::uint16_t vendor) const noexcept;
  [[nodiscard]] std::string_view device(std::uint16_t vendor, std::uint16_t device) const noexcept;
  [[nodiscard]] std::string_view subsystem(std::uint16_t vendor, std::uint16_t device,
                                           std::uint16_t subsystem_vendor,
                                           std::uint16_t subsystem_device) const noexcept;
  /// Of 24 bits: the sub-class, else the base class.
  [[nodiscard]] std::string_view class_name(std::uint32_t class_code) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  friend bytes::Parsed<Ids> parse_ids(bytes::Reader reader, bytes::Budget& budget);
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t sub = 0;  ///< subsystem vendor and device
    std::uint32_t at = 0;   ///< position in the file: of two with one number, the first counts
    std::uint8_t kind = 0;
    std::string_view name;
  };
  [[nodiscard]] std::string_view find(std::uint8_t kind, std::uint64_t key,
                                      std::uint32_t sub = 0) const noexcept;

  std::vector<Entry> entries_;  ///< sorted by kind, key, sub
};

/// Costs one item a line. Refuses a line that is of none of the forms above, and a file without any
/// vendor; sections of other letters than C are passed over.
[[nodiscard]] bytes::Parsed<Ids> parse_ids(bytes::Reader reader, bytes::Budget& budget);

}  // namespace assay::formats::pci
