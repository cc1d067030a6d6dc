// The text of one device path node, by its type; for device_path.cpp alone. Each function appends
// to `out` and returns true, or returns false where the subtype is unknown or the bytes do not have
// its shape; the caller then drops what was appended and shows the bytes.
#pragma once

#include <cstdint>
#include <string>

#include "bytes/reader.h"

namespace assay::formats::uefi {

[[nodiscard]] bool hardware_text(std::uint8_t subtype, bytes::Reader& node, std::string& out);
[[nodiscard]] bool acpi_text(std::uint8_t subtype, bytes::Reader& node, std::string& out);
[[nodiscard]] bool messaging_text(std::uint8_t subtype, bytes::Reader& node, std::string& out);
/// The network's subtypes of the messaging type: MAC, IP, VLAN, URI, iSCSI, DNS, …
[[nodiscard]] bool network_text(std::uint8_t subtype, bytes::Reader& node, std::string& out);
[[nodiscard]] bool media_text(std::uint8_t subtype, bytes::Reader& node, std::string& out);
[[nodiscard]] bool bbs_text(std::uint8_t subtype, bytes::Reader& node, std::string& out);

/// ",0a0b…", bounded; nothing for no data.
void append_data(bytes::ByteSpan data, std::string& out);

}  // namespace assay::formats::uefi
