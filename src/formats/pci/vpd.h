// Vital Product Data of a PCI function (PCI Local Bus Specification 3.0, appendix I; PCI Express
// Base 6.0, 6.27): resources that hold the product's name, and two-letter keywords with the part
// and serial numbers that the board's maker wrote. Views into the caller's bytes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pci {

struct VpdField {
  std::string_view keyword{};  ///< two characters: "PN", "SN", "EC", "V0"
  std::string_view value{};    ///< as written; not yet printable
  std::uint64_t offset = 0;    ///< of the keyword in the outermost file
  bool writable = false;       ///< of the VPD-W resource
};

struct Vpd {
  std::string_view product;  ///< the identifier string
  std::vector<VpdField> fields;
  /// Whether the bytes up to and with the first byte of RV add up to zero; nothing without RV.
  std::optional<bool> checksum_good;
  /// Set where the resources could be read only so far.
  std::optional<bytes::ParseError> broken;

  /// The first field of that keyword; empty where there is none.
  [[nodiscard]] std::string_view value(std::string_view keyword) const noexcept;
};

/// To the end tag; what follows is not looked at. An error only where the first resource is no VPD.
/// Costs one item a resource and a keyword.
[[nodiscard]] bytes::Parsed<Vpd> parse_vpd(bytes::Reader reader, bytes::Budget& budget);

/// An identifier string, then VPD-R.
[[nodiscard]] bool looks_like_vpd(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::pci
