// Builds UEFI capsules and vendors' update containers as bytes.
#pragma once

#include <string_view>

#include "formats/uefi/guid.h"
#include "support/put.h"

namespace assay::testing {

inline void put_guid(base::Bytes& b, std::size_t at, std::string_view text) {
  const auto guid = formats::uefi::Guid::parse(text).value();
  for (std::size_t i = 0; i < 16; ++i) b.at(at + i) = guid.raw.at(i);
}

/// A capsule of this GUID around `body`.
inline base::Bytes capsule(std::string_view guid, const base::Bytes& body) {
  base::Bytes b(28);
  put_guid(b, 0, guid);
  put32(b, 16, 28);
  put32(b, 20, 0x10000);
  put32(b, 24, static_cast<std::uint32_t>(28 + body.size()));
  b.insert(b.end(), body.begin(), body.end());
  return b;
}

/// An FMP image's content: a PKCS#7 block of 8 bytes, a dependency (version >= 0x10 of a device
/// class), edk2's payload header with version 0x20, then `payload`.
inline base::Bytes fmp_image(std::string_view payload) {
  base::Bytes b(8 + 24 + 8);
  put64(b, 0, 7);
  put32(b, 8, 24 + 8);
  put16(b, 12, 0x200);
  put16(b, 14, 0x0EF1);
  put_guid(b, 16, "4aafd29d-68df-49ee-8aa9-347d375665a7");
  const std::size_t program = b.size();
  b.resize(program + 1 + 16 + 5 + 2);
  put_guid(b, program + 1, "11111111-2222-3333-4444-555555555555");
  put8(b, program + 17, 1);
  put32(b, program + 18, 0x10);
  put8(b, program + 22, 0x0A);
  put8(b, program + 23, 0x0D);
  const std::size_t header = b.size();
  b.resize(header + 16 + payload.size());
  put_text(b, header, "MSS1");
  put32(b, header + 4, 16);
  put32(b, header + 8, 0x20);
  put32(b, header + 12, 0x10);
  put_text(b, header + 16, payload);
  return b;
}

/// EFI_FIRMWARE_MANAGEMENT_CAPSULE_HEADER with a driver of 32 bytes and one image.
inline base::Bytes fmp_body(const base::Bytes& image) {
  base::Bytes b(8 + 16 + 32 + 40);
  put32(b, 0, 1);
  put16(b, 4, 1);
  put16(b, 6, 1);
  put64(b, 8, 24);
  put64(b, 16, 56);
  put_text(b, 24, "MZ driver");
  put32(b, 56, 2);
  put_guid(b, 60, "99999999-8888-7777-6666-555555555555");
  put8(b, 76, 1);
  put32(b, 80, static_cast<std::uint32_t>(image.size()));
  put32(b, 84, 4);
  put64(b, 88, 0xABC);
  b.insert(b.end(), image.begin(), image.end());
  b.resize(b.size() + 4, std::byte{0x56});
  return b;
}

/// Dell's PFS with one entry of `data` and a signature of 8 bytes, and the list of names.
inline base::Bytes dell_pfs(const base::Bytes& data) {
  base::Bytes b(16);
  const auto entry = [&](std::string_view guid, const base::Bytes& content, std::uint32_t sig) {
    const std::size_t at = b.size();
    b.resize(at + 0x48);
    put_guid(b, at, guid);
    put32(b, at + 16, 1);
    put_text(b, at + 20, "NNA ");
    put16(b, at + 24, 1);
    put16(b, at + 26, 12);
    put16(b, at + 28, 0xAB);
    put32(b, at + 0x28, static_cast<std::uint32_t>(content.size()));
    put32(b, at + 0x2C, sig);
    b.insert(b.end(), content.begin(), content.end());
    b.resize(b.size() + sig, std::byte{0x51});
  };
  base::Bytes names(2 * (20 + 12 + 2 + 8 + 2));
  for (std::size_t i = 0; i < 2; ++i) {
    put16(names, i * 44 + 32, 4);
    for (std::size_t k = 0; k < 4; ++k)
      put16(names, i * 44 + 34 + k * 2, static_cast<std::uint16_t>("BIOSInfo"[i * 4 + k]));
  }
  entry("12345678-1234-1234-1234-123456789abc", data, 8);
  entry("fd041960-0dc8-4b9f-8225-bba9e37c71e0", names, 0);
  put_text(b, 0, "PFS.HDR.");
  put32(b, 8, 1);
  const auto payload = static_cast<std::uint32_t>(b.size() - 16);
  put32(b, 12, payload);
  // Their CRC is IEEE's without the last inversion.
  const std::uint32_t crc = ~crc32(b, 16, payload);
  const std::size_t footer = b.size();
  b.resize(footer + 16);
  put32(b, footer, payload);
  put32(b, footer + 4, crc);
  put_text(b, footer + 8, "PFS.FTR.");
  return b;
}

}  // namespace assay::testing
