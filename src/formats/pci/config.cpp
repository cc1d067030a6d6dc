#include "formats/pci/config.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/pci/capability_walk.h"

namespace assay::formats::pci {
namespace {

using bytes::Parsed;
using bytes::Reader;
using Header = std::span<const std::byte, kHeaderSize>;

constexpr std::uint16_t kNoVendor = 0xFFFF;
constexpr std::uint8_t kPciBridge = 1;
constexpr std::uint8_t kCardBusBridge = 2;

std::uint32_t bar_at(Header h, std::size_t index) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;)
    value = (value << 8U) | static_cast<std::uint32_t>(h[0x10 + index * 4 + i]);
  return value;
}

// 6.2.5.1. A 64-bit register whose upper half would lie outside the table is taken as 32-bit.
std::vector<Bar> bars_of(Header h, std::size_t count) {
  std::vector<Bar> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t low = bar_at(h, i);
    if (low == 0 || low == 0xFFFFFFFFU) continue;
    Bar bar{.index = static_cast<std::uint8_t>(i), .io = (low & 1U) != 0};
    if (bar.io) {
      bar.address = low & ~3U;
    } else {
      bar.prefetchable = (low & 8U) != 0;
      bar.wide = (low & 6U) == 4 && i + 1 < count;
      bar.address = low & ~0xFU;
      if (bar.wide) bar.address |= std::uint64_t{bar_at(h, ++i)} << 32U;
    }
    out.push_back(bar);
  }
  return out;
}

std::optional<ExpansionRom> rom_of(std::uint32_t reg) noexcept {
  if (reg == 0 || reg == 0xFFFFFFFFU) return std::nullopt;
  return ExpansionRom{.address = reg & ~0x7FFU, .enabled = (reg & 1U) != 0};
}

Buses buses_of(Header h) noexcept {
  return {.primary = bytes::u8_at<0x18>(h),
          .secondary = bytes::u8_at<0x19>(h),
          .subordinate = bytes::u8_at<0x1A>(h)};
}

// What differs by header type. The two bytes at 0x42 of a CardBus bridge lie behind the header.
void read_by_type(Header h, Reader whole, Config& out) {
  if (out.header_type == kPciBridge) {
    out.bars = bars_of(h, 2);
    out.rom = rom_of(bytes::le32_at<0x38>(h));
    out.buses = buses_of(h);
  } else if (out.header_type == kCardBusBridge) {
    out.bars = bars_of(h, 1);
    out.buses = buses_of(h);
    if (auto ids = whole.at(0x40, 4, "Subsystem Vendor ID")) {
      if (const auto part = ids->fixed<4>("Subsystem Vendor ID")) {
        out.subsystem_vendor = bytes::le16_at<0>(*part);
        out.subsystem_device = bytes::le16_at<2>(*part);
      }
    }
  } else {
    out.bars = bars_of(h, 6);
    out.rom = rom_of(bytes::le32_at<0x30>(h));
    out.subsystem_vendor = bytes::le16_at<0x2C>(h);
    out.subsystem_device = bytes::le16_at<0x2E>(h);
  }
}

bool possible_size(std::size_t size) noexcept {
  return size == kHeaderSize || size == kPciSize || size == kExpressSize;
}

}  // namespace

bool Config::has(std::uint16_t capability, bool extended) const noexcept {
  return std::ranges::any_of(capabilities, [&](const Capability& c) {
    return c.id == capability && c.extended == extended;
  });
}

Parsed<Config> parse_config(Reader reader, bytes::Budget& budget) {
  Config out;
  const std::uint64_t start = reader.offset();
  out.size = reader.rest().size();
  if (!possible_size(out.size))
    return bytes::bad_value(start + out.size, "configuration space", "64, 256 or 4096 bytes");
  const Reader whole(reader.rest(), start);
  ASSAY_TRY(const auto h, reader.fixed<kHeaderSize>("configuration header"));
  if (bytes::all_of(h, std::byte{0xFF}))
    return bytes::bad_value(start, "Vendor ID", "a vendor; all ones: the function did not answer");
  out.vendor = bytes::le16_at<0>(h);
  out.device = bytes::le16_at<2>(h);
  out.command = bytes::le16_at<4>(h);
  out.status = bytes::le16_at<6>(h);
  out.revision = bytes::u8_at<8>(h);
  out.class_code = bytes::le32_at<8>(h) >> 8U;
  out.header_type = bytes::u8_at<0x0E>(h) & 0x7FU;
  out.multi_function = (bytes::u8_at<0x0E>(h) & 0x80U) != 0;
  if (out.header_type > kCardBusBridge)
    return bytes::bad_value(start + 0x0E, "Header Type", "0, 1 or 2");
  read_by_type(h, whole, out);
  ASSAY_CHECK(walk_capabilities(whole, budget, out));
  return out;
}

std::string serial_text(std::uint64_t serial) {
  std::string out;
  for (unsigned shift = 64; shift > 0; shift -= 8)
    out += fmt::format("{}{:02x}", out.empty() ? "" : "-", (serial >> (shift - 8)) & 0xFFU);
  return out;
}

bool looks_like_config(bytes::ByteSpan b) noexcept {
  if (!possible_size(b.size())) return false;
  Reader r(b);
  const auto h = r.fixed<kHeaderSize>("configuration header");
  if (!h) return false;
  const std::uint16_t vendor = bytes::le16_at<0>(*h);
  const std::uint16_t device = bytes::le16_at<2>(*h);
  const std::uint8_t base_class = bytes::u8_at<0x0B>(*h);
  const std::uint8_t type = bytes::u8_at<0x0E>(*h) & 0x7FU;
  const std::uint32_t pin = bytes::u8_at<0x3D>(*h);
  const bool known_class = base_class <= 0x13 || base_class == 0x40 || base_class == 0xFF;
  // Bridges of class 06 04, 06 09 and 06 07 have headers of types 1 and 2, others type 0.
  const bool fits = type == 0 || (type <= kCardBusBridge && base_class == 6) ||
                    (type == kPciBridge && base_class == 0xFF);
  // Reserved bits of Command are zero in every function; free text has letters there.
  return vendor != 0 && vendor != kNoVendor && device != kNoVendor && known_class && fits &&
         (bytes::le16_at<4>(*h) & 0xF800U) == 0 && pin <= 4;
}

}  // namespace assay::formats::pci
