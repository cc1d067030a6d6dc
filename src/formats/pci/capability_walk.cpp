#include "formats/pci/capability_walk.h"

#include <bitset>

#include "base/error.h"

namespace assay::formats::pci {
namespace {

using bytes::Parsed;
using bytes::ParseError;
using bytes::Reader;

constexpr std::uint16_t kStatusHasList = 0x10;

// Reads one capability's registers; what cannot be read is a problem of this capability alone.
template <class Read>
void attempt(Config& out, Read read) {
  if (Parsed<void> done = read(); !done) out.problems.push_back(done.error());
}

// From a capability's start to the end of the space.
Reader from(const Reader& whole, std::uint64_t offset) {
  const std::uint64_t size = whole.whole().size();
  const auto part = whole.at(offset, offset < size ? size - offset : 0, "capability");
  return part ? *part : Reader({}, whole.offset());
}

Parsed<void> read_subsystem(Reader at, Config& out) {
  ASSAY_TRY(const auto part, at.fixed<8>("Subsystem Vendor ID"));
  out.subsystem_vendor = bytes::le16_at<4>(part);
  out.subsystem_device = bytes::le16_at<6>(part);
  return {};
}

Parsed<void> read_serial(Reader at, Config& out) {
  ASSAY_CHECK(at.skip(4, "Device Serial Number"));
  ASSAY_TRY(out.serial, at.le64("Device Serial Number"));
  return {};
}

Parsed<void> read_sr_iov(Reader at, Config& out) {
  ASSAY_TRY(const auto part, at.fixed<0x1C>("SR-IOV"));
  out.sr_iov = SrIov{.initial = bytes::le16_at<0x0C>(part),
                     .total = bytes::le16_at<0x0E>(part),
                     .enabled = bytes::le16_at<0x10>(part),
                     .vf_device = bytes::le16_at<0x1A>(part)};
  return {};
}

Parsed<void> read_vendor_specific(Reader at, std::uint16_t offset, Config& out) {
  ASSAY_TRY(const auto part, at.fixed<8>("VSEC header"));
  const std::uint32_t header = bytes::le32_at<4>(part);
  out.vendor_structures.push_back({.offset = offset,
                                   .vendor = out.vendor,
                                   .id = static_cast<std::uint16_t>(header & 0xFFFFU),
                                   .revision = static_cast<std::uint8_t>((header >> 16U) & 0xFU),
                                   .length = static_cast<std::uint16_t>(header >> 20U)});
  return {};
}

Parsed<void> read_dvsec(Reader at, std::uint16_t offset, Config& out) {
  ASSAY_TRY(const auto part, at.fixed<10>("DVSEC header"));
  const std::uint32_t header = bytes::le32_at<4>(part);
  out.vendor_structures.push_back({.offset = offset,
                                   .vendor = static_cast<std::uint16_t>(header & 0xFFFFU),
                                   .id = bytes::le16_at<8>(part),
                                   .revision = static_cast<std::uint8_t>((header >> 16U) & 0xFU),
                                   .length = static_cast<std::uint16_t>(header >> 20U),
                                   .designated = true});
  return {};
}

void read_capability(const Reader& whole, const Capability& c, Config& out) {
  const Reader at = from(whole, c.offset);
  attempt(out, [&]() -> Parsed<void> {
    if (!c.extended) {
      if (c.id == kCapSubsystem) return read_subsystem(at, out);
      if (c.id == kCapExpress && !out.express) {
        ASSAY_TRY(out.express, parse_express(at));
      }
      return {};
    }
    switch (c.id) {
      case kExtSerialNumber:
        return read_serial(at, out);
      case kExtSrIov:
        return read_sr_iov(at, out);
      case kExtVendorSpecific:
        return read_vendor_specific(at, c.offset, out);
      case kExtDvsec:
        return read_dvsec(at, c.offset, out);
      default:
        return {};
    }
  });
}

ParseError problem(const Reader& whole, std::uint64_t offset, std::string_view field,
                   std::string_view expected) {
  return {bytes::Fault::bad_value, whole.offset() + offset, field, expected};
}

// 6.7: the pointer stands at 0x34, in a CardBus bridge at 0x14; its low two bits are reserved.
Parsed<void> walk_standard(const Reader& whole, bytes::Budget& budget, Config& out) {
  if ((out.status & kStatusHasList) == 0) return {};
  std::uint64_t pointer_at = out.header_type == 2 ? 0x14 : 0x34;
  std::bitset<kPciSize> seen;
  auto pointer = from(whole, pointer_at).u8("Capabilities Pointer");
  while (pointer && (*pointer & ~3U) != 0) {
    const auto offset = static_cast<std::uint16_t>(*pointer & ~3U);
    if (offset < kHeaderSize) {
      out.problems.push_back(problem(whole, pointer_at, "Next Capability Pointer",
                                     "0, or an offset behind the 64 bytes of the header"));
      return {};
    }
    if (out.size == kHeaderSize) {
      out.capabilities_unread = true;
      return {};
    }
    if (seen.test(offset)) {
      out.problems.push_back(problem(whole, pointer_at, "Next Capability Pointer",
                                     "an offset that the chain did not visit before"));
      return {};
    }
    seen.set(offset);
    ASSAY_CHECK(budget.items(1, whole.offset() + offset, "capability"));
    Reader at = from(whole, offset);
    ASSAY_TRY(const auto id, at.u8("Capability ID"));
    if (id == 0xFF) {
      out.problems.push_back(problem(whole, offset, "Capability ID", "an id, not all ones"));
      return {};
    }
    out.capabilities.push_back({.id = id, .offset = offset});
    read_capability(whole, out.capabilities.back(), out);
    pointer_at = offset + 1U;
    pointer = at.u8("Next Capability Pointer");
  }
  return {};
}

// 7.9.1 of PCI Express: the first header stands at 0x100; zero there means that there is no list.
Parsed<void> walk_extended(const Reader& whole, bytes::Budget& budget, Config& out) {
  std::bitset<kExpressSize> seen;
  std::uint16_t offset = kPciSize;
  std::uint64_t pointer_at = offset;
  while (true) {
    if (seen.test(offset)) {
      out.problems.push_back(problem(whole, pointer_at + 2, "Next Capability Offset",
                                     "an offset that the chain did not visit before"));
      return {};
    }
    seen.set(offset);
    const auto header = from(whole, offset).le32("Extended Capability Header");
    if (!header) {
      out.problems.push_back(header.error());
      return {};
    }
    if (*header == 0 || *header == 0xFFFFFFFFU) return {};
    ASSAY_CHECK(budget.items(1, whole.offset() + offset, "capability"));
    out.capabilities.push_back({.id = static_cast<std::uint16_t>(*header & 0xFFFFU),
                                .offset = offset,
                                .version = static_cast<std::uint8_t>((*header >> 16U) & 0xFU),
                                .extended = true});
    read_capability(whole, out.capabilities.back(), out);
    const auto next = static_cast<std::uint16_t>((*header >> 20U) & ~3U);
    if (next == 0) return {};
    pointer_at = offset;
    offset = next;
    if (offset < kPciSize) {
      out.problems.push_back(problem(whole, pointer_at + 2, "Next Capability Offset",
                                     "0, or an offset of 0x100 or more"));
      return {};
    }
  }
}

}  // namespace

Parsed<void> walk_capabilities(Reader whole, bytes::Budget& budget, Config& out) {
  ASSAY_CHECK(walk_standard(whole, budget, out));
  // Without one of these two the bytes from 0x100 on are no list: some bridges repeat their header.
  const bool may_have_more = out.has(kCapExpress) || out.has(kCapPciX);
  if (out.size == kExpressSize && may_have_more) return walk_extended(whole, budget, out);
  return {};
}

}  // namespace assay::formats::pci
