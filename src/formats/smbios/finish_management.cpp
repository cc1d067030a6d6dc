// Types 38, 42, 43 and 45: what is put together from several places of the structure.
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/smbios/fill.h"

namespace assay::formats::smbios {
namespace {

constexpr std::uint8_t kSsif = 4;
constexpr std::uint8_t kNetwork = 0x40;
constexpr std::uint8_t kRedfish = 4;
constexpr std::size_t kRedfishSize = 91;  // DSP0270, table 7: up to the host name

std::string ip_text(const Structure& s, std::size_t at, unsigned format) {
  if (at + 16 > s.formatted.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(s.formatted[at + i]); };
  if (format == 1) return fmt::format("{}.{}.{}.{}", byte(0), byte(1), byte(2), byte(3));
  if (format != 2) return {};
  // RFC 5952: the longest run of zero groups, if of two or more, is written as "::".
  std::array<unsigned, 8> group{};
  for (std::size_t i = 0; i < 8; ++i) group[i] = byte(2 * i) << 8U | byte(2 * i + 1);
  std::size_t best = 8;
  std::size_t run = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t n = 0;
    while (i + n < 8 && group[i + n] == 0) ++n;
    if (n > run) {
      best = i;
      run = n;
    }
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      out += "::";
      i += run - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    out += fmt::format("{:x}", group[i]);
  }
  return out;
}

std::string mac_at(const Structure& s, std::size_t at) {
  if (at + 6 > s.formatted.size()) return {};
  std::string out = bytes::to_hex(s.formatted.subspan(at, 6));
  for (std::size_t i = 10; i > 0; i -= 2) out.insert(i, 1, ':');
  return out;
}

Uuid uuid_at(const Structure& s, std::size_t at) {
  Uuid out;
  const auto raw = s.formatted.subspan(at, 16);
  static constexpr std::array<std::uint8_t, 16> kOrder{3, 2, 1,  0,  5,  4,  7,  6,
                                                       8, 9, 10, 11, 12, 13, 14, 15};
  for (std::size_t i = 0; i < 16; ++i) out.bytes[i] = raw[kOrder[i]];
  return out;
}

// DSP0270, 8.4: the data of a Redfish over IP record begins at `at`.
void redfish(const Structure& s, std::size_t at, std::size_t length, HostProtocol& out) {
  out.service_uuid = uuid_at(s, at);
  const auto byte = [&](std::size_t i) { return get<std::uint8_t>(s, at + i).value_or(0); };
  out.host_assignment = coded(byte(16), words::ip_assignment);
  out.host_address = ip_text(s, at + 18, byte(17));
  out.host_mask = ip_text(s, at + 34, byte(17));
  out.service_discovery = coded(byte(50), words::ip_assignment);
  out.service_address = ip_text(s, at + 52, byte(51));
  out.service_mask = ip_text(s, at + 68, byte(51));
  out.service_port = get<std::uint16_t>(s, at + 84);
  out.service_vlan = get<std::uint32_t>(s, at + 86);
  const std::size_t name = byte(90);
  if (name <= length - kRedfishSize)
    out.service_hostname = bytes::as_chars(s.formatted.subspan(at + kRedfishSize, name));
}

// DSP0270, 8.3: the device that a network host interface runs over, `length` bytes from 6.
void device(const Structure& s, std::size_t length, HostInterface& out) {
  const auto type = get<std::uint8_t>(s, 6);
  if (!type || length == 0) return;
  out.device_type = coded(*type, words::host_device);
  const bool second = *type == 4 || *type == 5;  // descriptors of version 2 begin with a length
  const bool pci = *type == 3 || *type == 5;
  if (*type >= 0x80) {
    out.oem_id = get<std::uint32_t>(s, 7);
    return;
  }
  if (*type < 2 || *type > 5) return;
  const std::size_t at = second ? 8 : 7;
  if (length < (second ? 5U : 4U) + 1U) return;
  out.vendor_id = get<std::uint16_t>(s, at);
  out.product_id = get<std::uint16_t>(s, at + 2);
  if (pci) {
    out.subvendor_id = get<std::uint16_t>(s, at + 4);
    out.subdevice_id = get<std::uint16_t>(s, at + 6);
  }
  if (*type == 4 && length >= 0x0D) out.mac = mac_at(s, 0x0D);
  if (*type == 5 && length >= 0x14) {
    out.mac = mac_at(s, 0x10);
    out.address = address_at(s, 0x16);
  }
}

}  // namespace

void finish(const Structure& s, std::optional<Version>, IpmiDevice& out) {
  if (const auto revision = get<std::uint8_t>(s, 5))
    out.specification = Release{static_cast<std::uint32_t>(*revision >> 4U), *revision & 0x0FU};
  if (const auto address = get<std::uint8_t>(s, 6))
    out.i2c_address = static_cast<std::uint8_t>(*address >> 1U);
  drop(out.nv_storage_address, 0xFF);
  const auto type = get<std::uint8_t>(s, 4).value_or(0);
  const auto modifier = get<std::uint8_t>(s, 0x10);
  if (const auto base = get<std::uint64_t>(s, 8)) {
    if (type == kSsif) {
      out.base_address = (*base & 0xFFU) >> 1U;
      out.address_space = coded(2, words::address_space);
    } else {
      const std::uint64_t low = modifier ? (*modifier >> 4U) & 1U : 0;
      out.base_address = (*base & ~std::uint64_t{1}) | low;
      out.address_space = coded(*base & 1U, words::address_space);
    }
  }
  if (!modifier || s.formatted.size() < 0x12) return;
  if (type != kSsif) {
    out.register_spacing = coded(*modifier >> 6U, words::register_spacing);
    if ((*modifier & 8U) != 0) {
      out.interrupt_polarity = coded((*modifier >> 1U) & 1U, words::interrupt_polarity);
      out.interrupt_trigger = coded(*modifier & 1U, words::interrupt_trigger);
    }
  }
  out.interrupt = get<std::uint8_t>(s, 0x11);
  drop(out.interrupt, 0);
}

void finish(const Structure& s, std::optional<Version> version, HostInterface& out) {
  const auto type = get<std::uint8_t>(s, 4);
  if (!type) return;
  // Before 3.2 the length of the interface's data was not said, so nothing behind it can be found.
  if (version && *version < Version{3, 2, 0}) {
    if (*type == 0xF0) out.oem_id = get<std::uint32_t>(s, 5);
    return;
  }
  const auto length = get<std::uint8_t>(s, 5);
  if (!length || std::size_t{*length} + 6 > s.formatted.size()) return;
  if (*type == kNetwork) device(s, *length, out);
  std::size_t at = std::size_t{6} + *length;
  const auto count = get<std::uint8_t>(s, at++).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto protocol = get<std::uint8_t>(s, at);
    const auto size = get<std::uint8_t>(s, at + 1);
    if (!protocol || !size || *size > s.formatted.size() - at - 2) return;
    HostProtocol& p = out.protocols.emplace_back();
    p.type = coded(*protocol, words::host_protocol);
    if (*protocol == kRedfish && *size >= kRedfishSize) redfish(s, at + 2, *size, p);
    at += std::size_t{2} + *size;
  }
}

void finish(const Structure& s, std::optional<Version>, TpmDevice& out) {
  if (s.formatted.size() < 0x0A) return;
  const auto vendor = bytes::as_chars(s.formatted.subspan(4, 4));
  out.vendor_id = vendor.substr(0, vendor.find('\0'));
  const auto major = get<std::uint8_t>(s, 8).value_or(0);
  out.specification = Release{major, get<std::uint8_t>(s, 9).value_or(0)};
  const auto firmware = get<std::uint32_t>(s, 0x0A);
  if (!firmware) return;
  // 7.44: of TPM 1.2 the last two bytes of its TPM_VERSION, else two halves.
  if (major == 1) out.firmware = Release{(*firmware >> 16U) & 0xFFU, *firmware >> 24U};
  if (major == 2) out.firmware = Release{*firmware >> 16U, *firmware & 0xFFFFU};
}

void finish(const Structure& s, std::optional<Version>, FirmwareInventory& out) {
  const auto count = get<std::uint8_t>(s, 0x17).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto handle = get<std::uint16_t>(s, 0x18 + 2 * i);
    if (!handle) break;
    out.components.push_back({*handle});
  }
}

}  // namespace assay::formats::smbios
