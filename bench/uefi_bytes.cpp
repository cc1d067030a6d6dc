#include "uefi_bytes.h"

#include "bytes/text.h"

namespace assay::bench {
namespace {

using bytes::ByteSpan;
using bytes::Writer;

constexpr GuidValue kX509{
    0xA5C059A1, 0x94E4, 0x4AA7, {0x87, 0xB5, 0xAB, 0x15, 0x5C, 0x2B, 0xF0, 0x72}};
constexpr GuidValue kSha256{
    0xC1C41626, 0x504C, 0x4092, {0xAC, 0xA9, 0x41, 0xF9, 0x36, 0x93, 0x43, 0x28}};
constexpr GuidValue kOwner{
    0x77FA9ABD, 0x0359, 0x4D32, {0xBD, 0x60, 0x28, 0xF4, 0xE7, 0x8F, 0x78, 0x4B}};

void put(Writer& w, const GuidValue& g) {
  w.le32(g.a).le16(g.b).le16(g.c);
  for (const std::uint8_t b : g.d) w.u8(b);
}

void put_utf16(Writer& w, std::string_view text) {
  for (const char c : text) w.le16(static_cast<std::uint8_t>(c));
}

// SignatureListSize, SignatureHeaderSize, SignatureSize.
void put_list_header(Writer& w, const GuidValue& type, std::size_t entries, std::size_t entry) {
  put(w, type);
  w.le32(static_cast<std::uint32_t>(28 + entries * entry)).le32(0);
  w.le32(static_cast<std::uint32_t>(entry));
}

}  // namespace

base::Bytes variable(const GuidValue& vendor, std::string_view name, ByteSpan data) {
  Writer w;
  put(w, vendor);
  w.le64(name.size()).le64(data.size());
  put_utf16(w, name);
  return std::move(w.raw(data)).release();
}

base::Bytes signature_data(ByteSpan der) {
  Writer w;
  put(w, kOwner);
  return std::move(w.raw(der)).release();
}

base::Bytes certificate_list(ByteSpan der) {
  Writer w;
  put_list_header(w, kX509, 1, 16 + der.size());
  return std::move(w.raw(signature_data(der))).release();
}

base::Bytes digest_list(ByteSpan digests) {
  constexpr std::size_t kSize = 32;
  Writer w;
  put_list_header(w, kSha256, digests.size() / kSize, 16 + kSize);
  for (; digests.size() >= kSize; digests = digests.subspan(kSize))
    w.raw(signature_data(digests.first(kSize)));
  return std::move(w).release();
}

base::Bytes device_path(std::string_view file) {
  Writer w;
  w.u8(2).u8(1).le16(12).le32(0x0A0341D0).le32(0);  // ACPI, PNP0A03
  w.u8(1).u8(1).le16(6).u8(0).u8(2);                // PCI
  w.u8(4).u8(1).le16(42).le32(1).le64(2048).le64(1'048'576);
  w.raw(base::Bytes(16, std::byte{0x5A})).u8(2).u8(2);  // hard drive, GPT signature
  w.u8(4).u8(4).le16(static_cast<std::uint16_t>(4 + 2 * (file.size() + 1)));
  put_utf16(w, file);
  w.le16(0);
  w.u8(0x7F).u8(0xFF).le16(4);
  return std::move(w).release();
}

base::Bytes load_option(std::string_view title, std::string_view file) {
  const auto path = device_path(file);
  Writer w;
  w.le32(1).le16(static_cast<std::uint16_t>(path.size()));
  put_utf16(w, title);
  return std::move(w.le16(0).raw(path)).release();
}

base::Bytes image_load(std::uint64_t base, std::uint64_t size, std::string_view file) {
  const auto path = device_path(file);
  Writer w;
  w.le64(base).le64(size).le64(0).le64(path.size());
  return std::move(w.raw(path)).release();
}

base::Bytes gpt(std::uint64_t partitions, ByteSpan seed) {
  Writer w;
  w.raw(bytes::as_bytes("EFI PART")).le32(0x00010000).le32(92).le32(0x1234ABCD).le32(0);
  w.le64(1).le64(0x1FFFFFF).le64(34).le64(0x1FFFFDE).raw(seed.first(16)).le64(2);
  w.le32(128).le32(128).le32(0x89ABCDEF);
  w.le64(partitions);
  for (std::uint64_t i = 0; i < partitions; ++i) {
    w.raw(seed.first(16)).raw(seed.subspan(16, 16));
    w.le64(2048 + i * 1'000'000).le64(1'001'023 + i * 1'000'000).le64(0);
    put_utf16(w, "Linux filesystem data, part ");
    w.le16(static_cast<std::uint16_t>('0' + i)).zeros(128 - 56 - 58);
  }
  return std::move(w).release();
}

}  // namespace assay::bench
