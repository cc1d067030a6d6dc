// Configuration spaces that the tests of this folder write register by register.
#pragma once

#include <initializer_list>

#include "base/types.h"

namespace assay::testing {

/// A space of `size` bytes, all zero but a vendor, device and class of an Ethernet controller.
class ConfigBuilder {
 public:
  explicit ConfigBuilder(std::size_t size) : bytes(size) {
    le(0, 2, 0x8086);
    le(2, 2, 0x1521);
    le(8, 4, 0x02000001);
  }
  /// `n` bytes of `value` at `at`, little-endian.
  ConfigBuilder& le(std::size_t at, std::size_t n, std::uint64_t value) {
    for (std::size_t i = 0; i < n; ++i) bytes[at + i] = static_cast<std::byte>(value >> (8 * i));
    return *this;
  }
  /// The Status bit and the pointer of the first list.
  ConfigBuilder& list_at(std::uint8_t first) { return le(6, 2, 0x10).le(0x34, 1, first); }
  ConfigBuilder& capability(std::uint8_t at, std::uint8_t id, std::uint8_t next) {
    return le(at, 1, id).le(at + 1U, 1, next);
  }
  ConfigBuilder& extended(std::uint16_t at, std::uint16_t id, std::uint8_t version,
                          std::uint16_t next) {
    return le(
        at, 4,
        id | static_cast<std::uint32_t>(version) << 16U | static_cast<std::uint32_t>(next) << 20U);
  }

  base::Bytes bytes;
};

/// An endpoint of 4096 bytes: power management, VPD, Express with an x4 link of 8 GT/s that trained
/// to x2 of 5 GT/s, a serial number, SR-IOV and a DVSEC.
inline ConfigBuilder express_endpoint() {
  ConfigBuilder b(4096);
  b.list_at(0x40).capability(0x40, 0x01, 0x50).capability(0x50, 0x03, 0x70);
  b.capability(0x70, 0x10, 0).le(0x72, 2, 0x0002);
  b.le(0x7C, 4, 0x05000043).le(0x82, 2, 0x0022);
  b.le(0x2C, 2, 0x1028).le(0x2E, 2, 0x0123).le(0x30, 4, 0xFE000001);
  b.extended(0x100, 0x03, 1, 0x140).le(0x104, 8, 0xB49691FFFFA1B2C3);
  b.extended(0x140, 0x10, 1, 0x200).le(0x14C, 2, 8).le(0x14E, 2, 16).le(0x150, 2, 3);
  b.le(0x15A, 2, 0x1520);
  b.extended(0x200, 0x23, 1, 0).le(0x204, 4, 0x03811E98).le(0x208, 2, 0x0008);
  return b;
}

}  // namespace assay::testing
