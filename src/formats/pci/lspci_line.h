// The single lines that lspci's output is made of. Part of parse_lspci().
#pragma once

#include <array>

#include "bytes/lines.h"
#include "formats/pci/lspci.h"

namespace assay::formats::pci {

/// "00:1f.2 SATA controller [0106]: Intel … [8086:8d02] (rev 05) (prog-if 01 [AHCI 1.0])", or -mm's
/// quoted form. Nothing where the line does not begin with an address and a blank.
[[nodiscard]] std::optional<LspciDevice> device_line(const bytes::Line& line);

/// "Slot:" of -vmm (or "Device:" of -vm): the address that begins a record.
[[nodiscard]] std::optional<LspciDevice> record_start(const bytes::Line& line);

/// Any later line of a -vmm record.
void record_line(std::string_view line, LspciDevice& device);

/// An indented property that -v prints below a device.
void property_line(std::string_view line, LspciDevice& device);

/// "3f0: 00 11 …": where it stands and up to 16 bytes. Nothing where it is no such line.
struct HexLine {
  std::size_t at = 0;
  std::size_t count = 0;
  std::array<std::byte, 16> bytes{};
};
[[nodiscard]] std::optional<HexLine> hex_line(std::string_view line) noexcept;

}  // namespace assay::formats::pci
