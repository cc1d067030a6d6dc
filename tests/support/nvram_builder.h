// Variable stores written byte by byte: EDK II's VSS2 with authenticated variables, VSS, AMI's NVAR
// with its GUID table at the end.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/uefi/guid.h"

namespace assay::testing {

inline constexpr formats::uefi::Guid kVendor =
    formats::uefi::guid("11223344-5566-7788-99aa-bbccddeeff00");

inline base::Bytes wide_name(std::string_view name) {
  bytes::Writer out;
  for (const char c : name) out.le16(static_cast<unsigned char>(c));
  out.le16(0);
  return std::move(out).release();
}

/// An authenticated variable's 60-byte header, name and data, padded to 4.
inline base::Bytes auth_variable(std::string_view name, const formats::uefi::Guid& vendor,
                                 bytes::ByteSpan data, std::uint8_t state = 0x3F,
                                 std::uint32_t attributes = 0x27) {
  const auto wide = wide_name(name);
  bytes::Writer out;
  out.le16(0x55AA).u8(state).u8(0).le32(attributes).le64(0);
  out.le16(2024).u8(5).u8(6).u8(7).u8(8).u8(9).u8(0).le32(0).le16(0).u8(0).u8(0);
  out.le32(0).le32(static_cast<std::uint32_t>(wide.size()));
  out.le32(static_cast<std::uint32_t>(data.size())).raw(vendor.raw).raw(wide).raw(data);
  while (out.size() % 4 != 0) out.u8(0xFF);
  return std::move(out).release();
}

/// A standard variable's 32-byte header, name and data.
inline base::Bytes plain_variable(std::string_view name, bytes::ByteSpan data,
                                  std::uint8_t state = 0x3F, std::uint32_t attributes = 7) {
  const auto wide = wide_name(name);
  bytes::Writer out;
  out.le16(0x55AA).u8(state).u8(0xFF).le32(attributes);
  out.le32(static_cast<std::uint32_t>(wide.size())).le32(static_cast<std::uint32_t>(data.size()));
  out.raw(kVendor.raw).raw(wide).raw(data);
  return std::move(out).release();
}

inline base::Bytes vss2_store(const std::vector<base::Bytes>& variables, std::uint32_t size) {
  bytes::Writer out;
  out.raw(formats::uefi::guid("aaf32c78-947b-439a-a180-2e144ec37792").raw);
  out.le32(size).u8(0x5A).u8(0xFE).le16(0).le32(0);
  for (const auto& v : variables) out.raw(v);
  while (out.size() < size) out.u8(0xFF);
  return std::move(out).release();
}

inline base::Bytes vss_store(const std::vector<base::Bytes>& variables, std::uint32_t size) {
  bytes::Writer out;
  out.raw(bytes::as_bytes("$VSS")).le32(size).u8(0x5A).u8(0xFE).le16(0).le32(0);
  for (const auto& v : variables) out.raw(v);
  while (out.size() < size) out.u8(0xFF);
  return std::move(out).release();
}

/// One NVAR entry; `next` from its start, 0xFFFFFF for none.
inline base::Bytes nvar_entry(std::uint8_t flags, const base::Bytes& body,
                              std::uint32_t next = 0xFFFFFF) {
  bytes::Writer out;
  out.raw(bytes::as_bytes("NVAR")).le16(static_cast<std::uint16_t>(body.size() + 10));
  out.le32(next | static_cast<std::uint32_t>(flags) << 24U).raw(body);
  return std::move(out).release();
}
/// GUID number, ASCII name, data.
inline base::Bytes nvar_body(std::uint8_t guid, std::string_view name, bytes::ByteSpan data) {
  bytes::Writer out;
  out.u8(guid).raw(bytes::as_bytes(name)).u8(0).raw(data);
  return std::move(out).release();
}
inline base::Bytes nvar_store(const std::vector<base::Bytes>& entries,
                              const std::vector<formats::uefi::Guid>& guids, std::size_t size) {
  base::Bytes out;
  for (const auto& e : entries) out.insert(out.end(), e.begin(), e.end());
  out.resize(size - guids.size() * 16, std::byte{0xFF});
  for (auto it = guids.rbegin(); it != guids.rend(); ++it)
    out.insert(out.end(), it->raw.begin(), it->raw.end());
  return out;
}

}  // namespace assay::testing
