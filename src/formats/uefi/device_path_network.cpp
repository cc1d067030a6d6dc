// The network's messaging nodes (UEFI 10.3.4): addresses, VLAN, URI, iSCSI, DNS, wireless.
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/uefi/device_path_nodes.h"
#include "formats/uefi/guid.h"
#include "formats/uefi/text.h"

namespace assay::formats::uefi {
namespace {

std::string ipv4(std::span<const std::byte, 4> a) {
  return fmt::format("{}.{}.{}.{}", bytes::u8_at<0>(a), bytes::u8_at<1>(a), bytes::u8_at<2>(a),
                     bytes::u8_at<3>(a));
}

// All eight groups, as UEFI's text form wants them.
std::string ipv6(std::span<const std::byte, 16> a) {
  std::string out;
  for (std::size_t i = 0; i < 16; i += 2)
    base::append(out, "{}{:02x}{:02x}", i == 0 ? "" : ":", std::to_integer<unsigned>(a[i]),
                 std::to_integer<unsigned>(a[i + 1]));
  return out;
}

std::string protocol(unsigned number) {
  if (number == 6) return "TCP";
  if (number == 17) return "UDP";
  return fmt::format("0x{:x}", number);
}

bool mac(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<33>("MAC Address");
  if (!body || !node.empty()) return false;
  const unsigned kind = bytes::u8_at<32>(*body);
  const bytes::ByteSpan address = kind <= 1 ? bytes::ByteSpan(*body).first(6) : body->first(32);
  base::append(out, "MAC({},0x{:x})", bytes::to_hex(address), kind);
  return true;
}

// Older firmware writes 15 bytes, without gateway and mask.
bool ip4(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<15>("IPv4");
  if (!body) return false;
  base::append(out, "IPv4({},{},{},{}", ipv4(body->subspan<4, 4>()),
               protocol(bytes::le16_at<12>(*body)),
               bytes::u8_at<14>(*body) != 0 ? "Static" : "DHCP", ipv4(body->first<4>()));
  if (!node.empty()) {
    const auto more = node.fixed<8>("GatewayIPAddress");
    if (!more || !node.empty()) return false;
    base::append(out, ",{},{}", ipv4(more->first<4>()), ipv4(more->last<4>()));
  }
  out.push_back(')');
  return true;
}

bool ip6(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<39>("IPv6");
  if (!body) return false;
  static constexpr std::string_view kOrigin[] = {"Static", "StatelessAutoConfigure",
                                                 "StatefulAutoConfigure"};
  const unsigned origin = bytes::u8_at<38>(*body);
  base::append(out, "IPv6({},{},{},{}", ipv6(body->subspan<16, 16>()),
               protocol(bytes::le16_at<36>(*body)),
               origin < std::size(kOrigin) ? kOrigin[origin] : "Unknown", ipv6(body->first<16>()));
  if (!node.empty()) {
    const auto more = node.fixed<17>("GatewayIPAddress");
    if (!more || !node.empty()) return false;
    base::append(out, ",0x{:x},{}", bytes::u8_at<0>(*more), ipv6(more->last<16>()));
  }
  out.push_back(')');
  return true;
}

bool iscsi(bytes::Reader& node, std::string& out) {
  const auto body = node.fixed<14>("iSCSI");
  if (!body) return false;
  const unsigned options = bytes::le16_at<2>(*body);
  const unsigned login = (options >> 10U) & 3U;
  base::append(out, "iSCSI({},0x{:x},0x{},{},{},{},{})", utf8_text(node.rest(), 224),
               bytes::le16_at<12>(*body), bytes::to_hex(body->subspan<4, 8>()),
               (options & 2U) != 0 ? "CRC32C" : "None", (options & 8U) != 0 ? "CRC32C" : "None",
               login == 0 ? "CHAP_BI" : (login == 2 ? "None" : "CHAP_UNI"),
               bytes::le16_at<0>(*body) == 0 ? "TCP" : "reserved");
  return true;
}

bool dns(bytes::Reader& node, std::string& out) {
  const auto v6 = node.u8("IsIPv6");
  if (!v6) return false;
  out += "Dns(";
  for (int i = 0; !node.empty(); ++i) {
    const auto address = node.fixed<16>("DNS Server Address");
    if (!address || i == 16) return false;
    if (i > 0) out.push_back(',');
    out += *v6 != 0 ? ipv6(*address) : ipv4(address->first<4>());
  }
  out.push_back(')');
  return true;
}

}  // namespace

bool network_text(std::uint8_t subtype, bytes::Reader& node, std::string& out) {
  switch (subtype) {
    case 9: {
      const auto body = node.fixed<44>("InfiniBand");
      if (!body || !node.empty()) return false;
      base::append(out, "Infiniband(0x{:x},{},0x{:x},0x{:x},0x{:x})", bytes::le32_at<0>(*body),
                   Guid::from(body->subspan<4, 16>()).to_string(), bytes::le64_at<20>(*body),
                   bytes::le64_at<28>(*body), bytes::le64_at<36>(*body));
      return true;
    }
    case 11:
      return mac(node, out);
    case 12:
      return ip4(node, out);
    case 13:
      return ip6(node, out);
    case 19:
      return iscsi(node, out);
    case 20: {
      const auto id = node.le16("Vlanid");
      if (!id || !node.empty()) return false;
      base::append(out, "Vlan({})", *id);
      return true;
    }
    case 24:
      base::append(out, "Uri({})", utf8_text(node.rest()));
      return true;
    case 27: {
      const auto address = node.fixed<6>("Bluetooth Device Address");
      if (!address || !node.empty()) return false;
      base::append(out, "Bluetooth({})", bytes::to_hex(*address));
      return true;
    }
    case 28: {
      const auto ssid = node.fixed<32>("SSID");
      if (!ssid || !node.empty()) return false;
      base::append(out, "Wi-Fi({})", utf8_text(*ssid));
      return true;
    }
    case 30: {
      const auto body = node.fixed<7>("BluetoothLE");
      if (!body || !node.empty()) return false;
      base::append(out, "BluetoothLE({},0x{:02x})", bytes::to_hex(body->first<6>()),
                   bytes::u8_at<6>(*body));
      return true;
    }
    case 31:
      return dns(node, out);
    case 33: {
      const auto body = node.fixed<2>("REST Service");
      if (!body) return false;
      base::append(out, "RestService(0x{:x},0x{:x}", bytes::u8_at<0>(*body),
                   bytes::u8_at<1>(*body));
      append_data(node.rest(), out);
      out.push_back(')');
      return true;
    }
    case 34: {
      const auto body = node.fixed<17>("NVMe-oF");
      if (!body) return false;
      base::append(out, "NVMEoF({},{})", utf8_text(node.rest(), 224),
                   bytes::to_hex(body->last<16>()));
      return true;
    }
    default:
      return false;
  }
}

}  // namespace assay::formats::uefi
