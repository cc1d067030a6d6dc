// Samples for the tests of formats/uefi and formats/tcg, built field by field so that a reader sees
// what is in them.
#pragma once

#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/uefi/guid.h"
#include "support/mutate.h"

namespace assay::testing {

inline base::Bytes utf16(std::string_view ascii) {
  bytes::Writer out;
  for (const char c : ascii) out.le16(static_cast<std::uint16_t>(c));
  return std::move(out).release();
}

inline base::Bytes utf16z(std::string_view ascii) {
  base::Bytes out = utf16(ascii);
  out.resize(out.size() + 2);
  return out;
}

inline base::Bytes text_bytes(std::string_view text) { return bytes::copy(bytes::as_bytes(text)); }

/// Hex digits; spaces may part the fields.
inline base::Bytes hex_bytes(std::string text) {
  std::erase(text, ' ');
  return bytes::from_hex(text).value();
}

inline base::Bytes joined(std::initializer_list<base::Bytes> parts) {
  bytes::Writer out;
  for (const base::Bytes& part : parts) out.raw(part);
  return std::move(out).release();
}

/// One DER element; contents up to 65535 bytes.
inline base::Bytes der(std::uint8_t tag, std::initializer_list<base::Bytes> parts) {
  const base::Bytes content = joined(parts);
  bytes::Writer out;
  out.u8(tag);
  if (content.size() < 0x80) {
    out.u8(static_cast<std::uint8_t>(content.size()));
  } else {
    out.u8(0x82).be16(static_cast<std::uint16_t>(content.size()));
  }
  out.raw(content);
  return std::move(out).release();
}

/// As much of a certificate as has a subject: "CN=`name`".
inline base::Bytes certificate(std::string_view name) {
  const base::Bytes attribute = der(0x30, {hex_bytes("0603550403"), der(0x0C, {text_bytes(name)})});
  return der(0x30,
             {der(0x30, {hex_bytes("a003020102"), hex_bytes("020101"), der(0x30, {}), der(0x30, {}),
                         der(0x30, {}), der(0x30, {der(0x31, {attribute})})})});
}

inline constexpr formats::uefi::Guid kTestOwner =
    formats::uefi::guid("01020304-0506-0708-090a-0b0c0d0e0f10");

/// EFI_SIGNATURE_LIST of entries of one size, all owned by kTestOwner.
inline base::Bytes signature_list(const formats::uefi::Guid& type,
                                  std::initializer_list<base::Bytes> entries) {
  const std::size_t size = 16 + (entries.size() == 0 ? 0 : entries.begin()->size());
  bytes::Writer out;
  out.raw(type.raw)
      .le32(static_cast<std::uint32_t>(28 + size * entries.size()))
      .le32(0)
      .le32(static_cast<std::uint32_t>(size));
  for (const base::Bytes& entry : entries) out.raw(kTestOwner.raw).raw(entry);
  return std::move(out).release();
}

/// UEFI_VARIABLE_DATA.
inline base::Bytes variable(const formats::uefi::Guid& vendor, std::string_view name,
                            const base::Bytes& data) {
  bytes::Writer out;
  out.raw(vendor.raw).le64(name.size()).le64(data.size()).raw(utf16(name)).raw(data);
  return std::move(out).release();
}

/// One device path node.
inline base::Bytes node(std::uint8_t type, std::uint8_t subtype, const base::Bytes& data) {
  bytes::Writer out;
  out.u8(type).u8(subtype).le16(static_cast<std::uint16_t>(data.size() + 4)).raw(data);
  return std::move(out).release();
}
inline base::Bytes end_node() { return node(0x7F, 0xFF, {}); }

/// PciRoot(0x0)/Pci(0x1f,0x2)/\EFI\BOOT\BOOTX64.EFI
inline base::Bytes boot_path() {
  return joined({node(2, 1, hex_bytes("d041030a00000000")), node(1, 1, hex_bytes("021f")),
                 node(4, 4, utf16z("\\EFI\\BOOT\\BOOTX64.EFI")), end_node()});
}

/// Runs `parse` over every truncated prefix and 1,000 mutations: a sanitizer, or an uncaught
/// exception, is the judge.
inline void attack(const base::Bytes& sample, const Try& parse) {
  every_prefix(sample, parse);
  mutations(sample, 1000, 20181004, parse);
}

}  // namespace assay::testing
