#include "simulate/acpi.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "simulate/random.h"

namespace assay::simulate {
namespace {

constexpr std::size_t kChecksum = 9;

base::Bytes table(std::string_view signature, std::uint8_t revision, const Family& f,
                  std::string_view id, std::uint32_t oem_revision, bytes::ByteSpan body) {
  bytes::Writer out;
  out.raw(bytes::as_bytes(signature));
  out.le32(static_cast<std::uint32_t>(kAcpiHeader + body.size())).u8(revision).u8(0);
  out.raw(bytes::as_bytes(f.acpi_oem)).raw(bytes::as_bytes(fmt::format("{:<8}", id)));
  out.le32(oem_revision).raw(bytes::as_bytes("INTL")).le32(0x20200717).raw(body);
  auto bytes = std::move(out).release();
  set_checksum(bytes);
  return bytes;
}

// AML (20.2): objects with their package length (20.2.4).
base::Bytes package(std::initializer_list<std::uint8_t> opcode, bytes::ByteSpan content) {
  bytes::Writer out;
  for (const std::uint8_t b : opcode) out.u8(b);
  if (content.size() + 1 < 64) {
    out.u8(static_cast<std::uint8_t>(content.size() + 1));
  } else {
    const auto length = static_cast<unsigned>(content.size() + 2);
    out.u8(static_cast<std::uint8_t>(0x40U | (length & 0x0FU)))
        .u8(static_cast<std::uint8_t>(length >> 4U));
  }
  out.raw(content);
  return std::move(out).release();
}

void name_object(bytes::Writer& out, std::string_view name, std::uint32_t value) {
  out.u8(0x08).raw(bytes::as_bytes(name)).u8(0x0C).le32(value);
}

// Device (NAME) { _UID, _ADR, _STA and a value or two of its own }
base::Bytes device(std::string_view name, std::uint32_t uid, Random& random) {
  bytes::Writer content;
  content.raw(bytes::as_bytes(name));
  name_object(content, "_UID", uid);
  name_object(content, "_ADR", static_cast<std::uint32_t>(random.below(32) << 16U));
  const auto values = random.between(1, 2);
  for (std::uint64_t i = 0; i < values; ++i)
    name_object(content, fmt::format("V{:03X}", random.below(4096)),
                static_cast<std::uint32_t>(random.below(65536)));
  // Method (_STA, 0) { Return (0x0F) }
  bytes::Writer method;
  method.raw(bytes::as_bytes("_STA")).u8(0).u8(0xA4).u8(0x0A).u8(0x0F);
  content.raw(package({0x14}, method.view()));
  return package({0x5B, 0x82}, content.view());
}

// Scope (\_SB) { devices }
base::Bytes definition_block(std::string_view prefix, std::size_t devices, Random& random) {
  bytes::Writer content;
  content.u8('\\').raw(bytes::as_bytes("_SB_"));
  for (std::size_t i = 0; i < devices; ++i)
    content.raw(device(fmt::format("{}{:02X}", prefix, i), static_cast<std::uint32_t>(i), random));
  return package({0x10}, content.view());
}

base::Bytes fadt(Random& random) {
  bytes::Writer b;
  const auto facs = static_cast<std::uint32_t>(0x6B000000 + random.below(0x400) * 0x1000);
  b.le32(facs).le32(facs + 0x8000).u8(0).u8(4).le16(9).le32(0xB2).u8(0xA0).u8(0xA1).u8(0).u8(0);
  b.le32(0x500).le32(0).le32(0x504).le32(0).le32(0x550).le32(0x508).le32(0x580).le32(0);
  b.u8(4).u8(2).u8(1).u8(4).u8(16).u8(0).u8(0x10).u8(0).le16(101).le16(1001).le16(1024).le16(16);
  b.u8(1).u8(3).u8(0x0D).u8(0).u8(0x32).le16(0x11).u8(0).le32(0x000384A5);
  b.u8(1).u8(8).u8(0).u8(1).le64(0xCF9).u8(6).le16(0).u8(5).le64(0).le64(facs + 0x8000ULL);
  b.zeros(240 - b.size());
  return std::move(b).release();
}

base::Bytes madt(const Family& f, const CpuModel& cpu) {
  bytes::Writer b;
  b.le32(0xFEE00000).le32(1);
  std::uint8_t uid = 0;
  for (std::size_t socket = 0; socket < f.sockets; ++socket)
    for (std::size_t core = 0; core < cpu.cores; ++core)
      b.u8(0).u8(8).u8(uid++).u8(static_cast<std::uint8_t>(socket * 128 + core * 2)).le32(1);
  for (std::uint8_t i = 0; i < f.sockets * 4; ++i)
    b.u8(1)
        .u8(12)
        .u8(static_cast<std::uint8_t>(8 + i))
        .u8(0)
        .le32(0xFEC00000U + i * 0x1000U)
        .le32(i * 24U);
  b.u8(2).u8(10).u8(0).u8(0).le32(2).le16(0).u8(2).u8(10).u8(0).u8(9).le32(9).le16(0x0D);
  b.u8(4).u8(6).u8(0xFF).le16(0x0D).u8(1);
  return std::move(b).release();
}

}  // namespace

void set_checksum(base::Bytes& table) {
  table[kChecksum] = std::byte{0};
  unsigned sum = 0;
  for (const std::byte b : table) sum += std::to_integer<unsigned>(b);
  table[kChecksum] = static_cast<std::byte>((0x100U - sum % 0x100U) & 0xFFU);
}

std::vector<AcpiTable> acpi_tables(std::size_t family, std::size_t bios, std::size_t cpu) {
  const Family& f = families()[family];
  Random random(stream(family + 1, 70, bios));
  const auto revision = static_cast<std::uint32_t>(0x20000000 + bios * 0x10000 + family);
  std::vector<AcpiTable> out;
  out.push_back({"APIC", table("APIC", 5, f, f.code, 1, madt(f, cpus()[cpu]))});
  out.push_back({"DSDT", table("DSDT", 2, f, f.code, revision, definition_block("DV", 8, random))});
  out.push_back({"FACP", table("FACP", 6, f, f.code, 1, fadt(random))});
  bytes::Writer mcfg;
  mcfg.le64(0).le64(0x80000000).le16(0).u8(0).u8(0xFF).le32(0);
  out.push_back({"MCFG", table("MCFG", 1, f, f.code, 1, mcfg.view())});
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSecondary{
      {{"PCIRSRC", "PR"}, {"PMTBL", "PM"}, {"OEMRAS", "RA"}}};
  for (std::size_t i = 0; i < kSecondary.size(); ++i)
    out.push_back({fmt::format("SSDT{}", i + 1),
                   table("SSDT", 2, f, kSecondary[i].first, revision,
                         definition_block(kSecondary[i].second, 2 + i, random))});
  return out;
}

}  // namespace assay::simulate
