// Builds what stands around UEFI volumes in a flash image: descriptors, microcode, firmware
// interface tables, AMD's directories.
#pragma once

#include "support/put.h"

namespace assay::testing {

/// A 100 series descriptor: BIOS in [bios, end), ME in [me, bios), GbE in the two pages before it.
/// The host may write what `host_write` (12 bits) says.
inline base::Bytes flash_descriptor(std::uint32_t me, std::uint32_t bios, std::uint32_t end,
                                    std::uint32_t host_write = 0x00A) {
  base::Bytes b(4096, std::byte{0xFF});
  put32(b, 0x10, 0x0FF0A55A);
  put32(b, 0x14, 0x00040003);
  put32(b, 0x18, 0x04100408);
  put32(b, 0x1C, 0x00310030);
  put32(b, 0x30, 0x000C0005);
  for (std::size_t at = 0x40; at < 0x80; at += 4) put32(b, at, 0x00007FFF);
  put32(b, 0x40, 0);
  put32(b, 0x44, (end / 4096 - 1) << 16U | bios / 4096);
  put32(b, 0x48, (bios / 4096 - 1) << 16U | me / 4096);
  put32(b, 0x4C, 0x00020001);
  put32(b, 0x80, host_write << 20U | 0xB00);
  fill(b, 0x84, 16, 0);
  fill(b, 0x100, 64, 0);
  return b;
}

/// An Intel update of 112 bytes for 06-55-07.
inline base::Bytes intel_microcode(std::uint32_t revision = 0x05003901) {
  base::Bytes b(112);
  put32(b, 0, 1);
  put32(b, 4, revision);
  put32(b, 8, 0x12122024);
  put32(b, 12, 0x00050657);
  put32(b, 20, 1);
  put32(b, 24, 0xBF);
  put32(b, 28, 64);
  put32(b, 32, 112);
  fill(b, 48, 64, 0x5A);
  balance32(b, 0, 112, 16);
  return b;
}

/// A module of 0x300 bytes, signed by nobody.
inline base::Bytes intel_acm(std::uint16_t flags = 0) {
  base::Bytes b(0x300);
  put16(b, 0, 2);
  put16(b, 2, 1);
  put32(b, 4, 0xA1);
  put16(b, 14, flags);
  put32(b, 16, 0x8086);
  put32(b, 20, 0x20150611);
  put32(b, 24, 0xC0);
  put32(b, 0x78, 0x40);
  fill(b, 0x80, 256, 0x31);
  fill(b, 0x184, 256, 0x41);
  return b;
}

inline void place(base::Bytes& image, std::size_t at, const base::Bytes& part) {
  for (std::size_t i = 0; i < part.size(); ++i) image.at(at + i) = part[i];
}

/// An entry of a firmware interface table for `offset` of an image that ends at 4 GiB.
inline void put_fit_entry(base::Bytes& image, std::size_t at, std::size_t offset,
                          std::uint32_t size, std::uint8_t type) {
  put64(image, at, (1ULL << 32U) - image.size() + offset);
  put32(image, at + 8, size);
  put16(image, at + 12, 0x100);
  put8(image, at + 14, type);
  put8(image, at + 15, 0);
}

/// The header of a table of `entries` (its own included) at `at`, and the pointer to it.
inline void put_fit_header(base::Bytes& image, std::size_t at, std::uint32_t entries) {
  put_text(image, at, "_FIT_   ");
  put32(image, at + 8, entries);
  put16(image, at + 12, 0x100);
  put8(image, at + 14, 0x80);
  balance8(image, at, std::size_t{entries} * 16, at + 15);
  put64(image, image.size() - 0x40, (1ULL << 32U) - image.size() + at);
}

}  // namespace assay::testing
