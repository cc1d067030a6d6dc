#include "formats/pci/address.h"

#include <fmt/format.h>

#include "bytes/lines.h"

namespace assay::formats::pci {

std::string Address::text() const {
  return fmt::format("{:04x}:{:02x}:{:02x}.{:x}", domain, bus, device, function);
}

std::optional<Address> parse_address(std::string_view text) noexcept {
  Address out;
  const auto dot = text.rfind('.');
  if (dot == std::string_view::npos || dot + 2 != text.size()) return std::nullopt;
  const auto function = bytes::number<std::uint8_t>(text.substr(dot + 1), 16);
  text = text.substr(0, dot);
  const auto before_device = text.rfind(':');
  if (before_device == std::string_view::npos) return std::nullopt;
  const auto device_text = text.substr(before_device + 1);
  text = text.substr(0, before_device);
  const auto before_bus = text.rfind(':');
  const auto bus_text = before_bus == std::string_view::npos ? text : text.substr(before_bus + 1);
  if (device_text.size() != 2 || bus_text.size() != 2) return std::nullopt;
  const auto device = bytes::number<std::uint8_t>(device_text, 16);
  const auto bus = bytes::number<std::uint8_t>(bus_text, 16);
  if (!function || *function > 7 || !device || *device > 31 || !bus) return std::nullopt;
  if (before_bus != std::string_view::npos) {
    const auto domain_text = text.substr(0, before_bus);
    const auto domain = bytes::number<std::uint32_t>(domain_text, 16);
    if (domain_text.size() < 4 || domain_text.size() > 8 || !domain) return std::nullopt;
    out.domain = *domain;
  }
  out.bus = *bus;
  out.device = *device;
  out.function = *function;
  return out;
}

}  // namespace assay::formats::pci
