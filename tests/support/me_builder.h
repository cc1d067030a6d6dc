// Builds parts of Intel management engine regions as bytes: manifests, code partitions and
// partition tables, with keys and signatures that are nobody's.
#pragma once

#include <string_view>
#include <vector>

#include "support/put.h"

namespace assay::testing {

struct MePart {
  std::string_view name;
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// $FPT 2.0 at 0x10 of a region of `size` erased bytes, its checksum right.
inline base::Bytes me_region(std::size_t size, const std::vector<MePart>& parts) {
  base::Bytes b(size, std::byte{0xFF});
  fill(b, 0, 0x30 + parts.size() * 32, 0);
  put_text(b, 0x10, "$FPT");
  put32(b, 0x14, static_cast<std::uint32_t>(parts.size()));
  put8(b, 0x18, 0x20);
  put8(b, 0x19, 0x10);
  put8(b, 0x1A, 0x30);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    put_text(b, 0x30 + i * 32, parts[i].name);
    put32(b, 0x30 + i * 32 + 8, parts[i].offset);
    put32(b, 0x30 + i * 32 + 12, parts[i].size);
  }
  balance8(b, 0, 0x30, 0x1B);
  return b;
}

/// $MN2 of version 11.8.50.3425 with a 2048-bit key; 0x284 bytes and what follows.
inline base::Bytes me_manifest(std::uint32_t modules = 0) {
  base::Bytes b(0x284 + (modules == 0 ? 0 : 12) + std::size_t{modules} * 0x60);
  put32(b, 0, 4);
  put32(b, 4, 0xA1);
  put32(b, 8, 0x10000);
  put32(b, 0x10, 0x8086);
  put32(b, 0x14, 0x20170619);
  put32(b, 0x18, static_cast<std::uint32_t>(b.size() / 4));
  put_text(b, 0x1C, "$MN2");
  put32(b, 0x20, modules);
  put16(b, 0x24, 11);
  put16(b, 0x26, 8);
  put16(b, 0x28, 50);
  put16(b, 0x2A, 3425);
  put32(b, 0x2C, 3);
  put32(b, 0x78, 0x40);
  put32(b, 0x7C, 1);
  fill(b, 0x80, 256, 0x77);
  put32(b, 0x180, 17);
  fill(b, 0x184, 256, 0x99);
  return b;
}

/// A module of `me_manifest(n)`: LZMA-packed bytes at `offset` from the manifest.
inline void put_me_module(base::Bytes& b, std::uint32_t index, std::string_view name,
                          std::uint32_t offset, std::uint32_t size) {
  const std::size_t at = 0x284 + 12 + std::size_t{index} * 0x60;
  put_text(b, 0x284, "FTPR");
  put_text(b, at, "$MME");
  put_text(b, at + 4, name);
  put32(b, at + 0x38, offset);
  put32(b, at + 0x3C, size * 2);
  put32(b, at + 0x40, size);
  put32(b, at + 0x50, 2U << 4U);
}

/// $CPD of version 1 with a manifest and one module of 64 bytes.
inline base::Bytes me_code_partition() {
  const auto manifest = me_manifest();
  base::Bytes b(16 + 2 * 24);
  put_text(b, 0, "$CPD");
  put32(b, 4, 2);
  put8(b, 8, 1);
  put8(b, 9, 1);
  put8(b, 10, 16);
  put_text(b, 12, "FTPR");
  put_text(b, 16, "FTPR.man");
  put32(b, 28, 64);
  put32(b, 32, static_cast<std::uint32_t>(manifest.size()));
  put_text(b, 40, "rbe");
  put32(b, 52, static_cast<std::uint32_t>(64 + manifest.size()));
  put32(b, 56, 64);
  balance8(b, 0, b.size(), 11);
  b.insert(b.end(), manifest.begin(), manifest.end());
  b.resize(b.size() + 64, std::byte{0xA5});
  return b;
}

}  // namespace assay::testing
