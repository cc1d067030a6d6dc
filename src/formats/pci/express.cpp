#include "formats/pci/express.h"

#include <array>
#include <fmt/format.h>

#include "base/error.h"

namespace assay::formats::pci {
namespace {

constexpr std::uint8_t kRootPort = 4;
constexpr std::uint8_t kDownstreamPort = 6;
constexpr std::uint8_t kRootComplexEndpoint = 9;
constexpr std::uint8_t kEventCollector = 10;

constexpr std::array<std::string_view, 7> kSpeeds{"unknown", "2.5GT/s", "5GT/s", "8GT/s",
                                                  "16GT/s",  "32GT/s",  "64GT/s"};

Link link_of(std::uint32_t reg) noexcept {
  return {.speed = static_cast<std::uint8_t>(reg & 0xFU),
          .width = static_cast<std::uint8_t>((reg >> 4U) & 0x3FU)};
}

bool has_bit(std::uint32_t value, unsigned bit) noexcept { return ((value >> bit) & 1U) != 0; }

}  // namespace

std::string Link::text() const {
  if (width == 0) return "none";
  return fmt::format("{} x{}", speed < kSpeeds.size() ? kSpeeds[speed] : kSpeeds[0], width);
}

std::string_view port_type_name(std::uint8_t port_type) noexcept {
  switch (port_type) {
    case 0:
      return "Endpoint";
    case 1:
      return "Legacy Endpoint";
    case kRootPort:
      return "Root Port";
    case 5:
      return "Upstream Port";
    case kDownstreamPort:
      return "Downstream Port";
    case 7:
      return "PCI-Express to PCI/PCI-X Bridge";
    case 8:
      return "PCI/PCI-X to PCI-Express Bridge";
    case kRootComplexEndpoint:
      return "Root Complex Integrated Endpoint";
    case kEventCollector:
      return "Root Complex Event Collector";
    default:
      return {};
  }
}

bytes::Parsed<Express> parse_express(bytes::Reader at) {
  Express out;
  ASSAY_CHECK(at.skip(2, "PCI Express capability"));
  ASSAY_TRY(const std::uint32_t flags, at.le16("PCI Express Capabilities"));
  out.version = static_cast<std::uint8_t>(flags & 0xFU);
  out.port_type = static_cast<std::uint8_t>((flags >> 4U) & 0xFU);
  out.slot_implemented = has_bit(flags, 8);
  ASSAY_CHECK(at.skip(8, "Device Capabilities"));
  if (out.port_type == kRootComplexEndpoint || out.port_type == kEventCollector) return out;
  ASSAY_TRY(const std::uint32_t can, at.le32("Link Capabilities"));
  ASSAY_CHECK(at.skip(2, "Link Control"));
  ASSAY_TRY(const std::uint32_t is, at.le16("Link Status"));
  out.most = link_of(can);
  out.now = link_of(is);
  out.port_number = static_cast<std::uint8_t>(can >> 24U);
  const bool may_have_slot = out.port_type == kRootPort || out.port_type == kDownstreamPort;
  if (!out.slot_implemented || !may_have_slot) return out;
  ASSAY_TRY(const std::uint32_t slot, at.le32("Slot Capabilities"));
  ASSAY_CHECK(at.skip(2, "Slot Control"));
  ASSAY_TRY(const std::uint32_t status, at.le16("Slot Status"));
  out.slot = Slot{.number = static_cast<std::uint16_t>(slot >> 19U),
                  .hot_plug = has_bit(slot, 6),
                  .surprise = has_bit(slot, 5),
                  .power_controller = has_bit(slot, 1),
                  .card_present = has_bit(status, 6)};
  return out;
}

}  // namespace assay::formats::pci
