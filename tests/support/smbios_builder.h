// SMBIOS structures made field by field, in the order in which DSP0134 lists them, so that a test
// shows the bytes that it is about.
#pragma once

#include <string>
#include <vector>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::testing {

class SmbiosStructure {
 public:
  SmbiosStructure(std::uint8_t type, std::uint16_t handle) : type_(type), handle_(handle) {}

  SmbiosStructure& u8(std::uint8_t v) {
    return put([&] { body_.u8(v); });
  }
  SmbiosStructure& le16(std::uint16_t v) {
    return put([&] { body_.le16(v); });
  }
  SmbiosStructure& le32(std::uint32_t v) {
    return put([&] { body_.le32(v); });
  }
  SmbiosStructure& le64(std::uint64_t v) {
    return put([&] { body_.le64(v); });
  }
  SmbiosStructure& raw(bytes::ByteSpan v) {
    return put([&] { body_.raw(v); });
  }
  /// The number of this text, which joins the structure's string set; 0 for an empty one.
  SmbiosStructure& text(std::string v) {
    if (v.empty()) return u8(0);
    strings_.push_back(std::move(v));
    return u8(static_cast<std::uint8_t>(strings_.size()));
  }
  /// A string that no field names.
  SmbiosStructure& loose(std::string v) {
    strings_.push_back(std::move(v));
    return *this;
  }

  [[nodiscard]] base::Bytes bytes() const {
    bytes::Writer w;
    w.u8(type_).u8(static_cast<std::uint8_t>(4 + body_.size())).le16(handle_).raw(body_.view());
    for (const auto& s : strings_) w.raw(bytes::as_bytes(s)).u8(0);
    if (strings_.empty()) w.u8(0);
    return std::move(w.u8(0)).release();
  }

 private:
  template <class Write>
  SmbiosStructure& put(const Write& write) {
    write();
    return *this;
  }

  std::uint8_t type_;
  std::uint16_t handle_;
  bytes::Writer body_;
  std::vector<std::string> strings_;
};

inline base::Bytes smbios_table(const std::vector<SmbiosStructure>& structures, bool end = true) {
  bytes::Writer w;
  for (const auto& s : structures) w.raw(s.bytes());
  if (end) w.raw(SmbiosStructure(127, 0xFEFF).bytes());
  return std::move(w).release();
}

/// The 24 bytes of an `_SM3_` entry point whose table lies at 0x20, its checksum right.
inline base::Bytes smbios3_entry_point(std::uint32_t length, std::uint8_t major = 3,
                                       std::uint8_t minor = 2) {
  bytes::Writer w;
  w.raw(bytes::as_bytes("_SM3_")).u8(0).u8(0x18).u8(major).u8(minor).u8(0).u8(1).u8(0);
  w.le32(length).le64(0x20);
  auto out = std::move(w).release();
  unsigned sum = 0;
  for (const auto b : out) sum += static_cast<unsigned>(b);
  out[5] = static_cast<std::byte>((0x100U - (sum & 0xFFU)) & 0xFFU);
  return out;
}

/// The 31 bytes of an `_SM_` entry point, both checksums right.
inline base::Bytes smbios2_entry_point(std::uint16_t length, std::uint16_t structures,
                                       std::uint8_t minor = 7) {
  bytes::Writer w;
  w.raw(bytes::as_bytes("_SM_")).u8(0).u8(0x1F).u8(2).u8(minor).le16(200).u8(0).zeros(5);
  w.raw(bytes::as_bytes("_DMI_")).u8(0).le16(length).le32(0x20).le16(structures).u8(0x27);
  auto out = std::move(w).release();
  const auto fix = [&](std::size_t from, std::size_t to, std::size_t at) {
    unsigned sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += static_cast<unsigned>(out[i]);
    out[at] = static_cast<std::byte>((0x100U - (sum & 0xFFU)) & 0xFFU);
  };
  fix(0x10, 0x1F, 0x15);
  fix(0, 0x1F, 4);
  return out;
}

/// As `dmidecode --dump-bin` writes it: the entry point, then at 0x20 the table.
inline base::Bytes smbios_dump(bytes::ByteSpan entry_point, bytes::ByteSpan table) {
  bytes::Writer w;
  w.raw(entry_point).zeros(0x20 - entry_point.size()).raw(table);
  return std::move(w).release();
}

// A small server, one structure of each kind that an inventory is made of.

inline SmbiosStructure smbios_bios() {
  SmbiosStructure s(0, 0x0000);
  s.text("Maker BIOS").text("1.2.3").le16(0xF000).text("02/03/2024").u8(0xFF);
  s.le64(1U << 7U).u8(1).u8(8).u8(5).u8(14).u8(0xFF).u8(0xFF).le16(32);
  return s;
}

inline SmbiosStructure smbios_system() {
  SmbiosStructure s(1, 0x0001);
  s.text("Acme").text("Server 9").text("R1").text("SN-1");
  for (std::uint8_t i = 0; i < 16; ++i) s.u8(static_cast<std::uint8_t>(0x10 + i));
  s.u8(6).text("SKU-1").text("Nine");
  return s;
}

inline SmbiosStructure smbios_board(std::uint16_t handle = 0x0002, std::uint8_t type = 0x0A) {
  SmbiosStructure s(2, handle);
  s.text("Acme").text("Board 9").text("A02").text("BSN-1").text("Tag");
  s.u8(9).text("Slot A").le16(0x0003).u8(type).u8(1).le16(0x0004);
  return s;
}

inline SmbiosStructure smbios_chassis() {
  SmbiosStructure s(3, 0x0003);
  s.text("Acme").u8(0x97).text("Not Specified").text("CSN-1").text("No Asset Tag");
  s.u8(3).u8(3).u8(3).u8(3).le32(0).u8(2).u8(1).u8(1).u8(3).u8(0x8A).u8(1).u8(4).text("CH-SKU");
  return s;
}

inline SmbiosStructure smbios_processor(std::uint16_t handle, bool populated) {
  SmbiosStructure s(4, handle);
  s.text("CPU1").u8(3).u8(0xFE).text("Intel(R) Corporation");
  s.le64(populated ? 0xBFEBFBFF00050657U : 0).text("Intel(R)  Xeon(R) Silver 4208").u8(0x90);
  s.le16(100).le16(4000).le16(2100).u8(populated ? 0x41 : 0).u8(0x36);
  s.le16(0x0070).le16(0xFFFF).le16(0xFFFF).text("Not Specified").text("").text("N/A");
  s.u8(0xFF).u8(8).u8(16).le16(0x00FC).le16(0xB3).le16(300).le16(0).le16(0).le16(12);
  return s;
}

inline SmbiosStructure smbios_cache() {
  SmbiosStructure s(7, 0x0070);
  s.text("L1").le16(0x0180).le16(0xFFFF).le16(0xFFFF).le16(0x20).le16(0x20).u8(1).u8(5).u8(5).u8(7);
  s.le32(512).le32(0x80000010U);
  return s;
}

inline SmbiosStructure smbios_dimm(std::uint16_t handle, bool populated) {
  SmbiosStructure s(17, handle);
  s.le16(0x1000).le16(0xFFFE).le16(populated ? 72 : 0xFFFF).le16(populated ? 64 : 0xFFFF);
  s.le16(populated ? 0x7FFF : 0).u8(9).u8(0).text("P1-DIMMA1").text("NODE 0");
  s.u8(0x1A).le16(0x2080).le16(3200);
  s.text(populated ? "Samsung" : "NO DIMM").text(populated ? "1234ABCD" : "NO DIMM").text("Tag");
  s.text(populated ? "M393A4K40DB3-CWE  " : "NO DIMM");
  s.u8(2).le32(populated ? 32 * 1024 : 0).le16(2933).le16(1200).le16(1200).le16(1200);
  s.u8(3).le16(8).u8(0).le16(0xCE80).le16(0).le16(0).le16(0).le64(0).le64(1ULL << 35U).le64(0);
  s.le64(0);
  return s;
}

inline SmbiosStructure smbios_slot(std::uint8_t usage) {
  SmbiosStructure s(9, 0x0900);
  s.text("RISER SLOT1").u8(0xB6).u8(0x0D).u8(usage).u8(4).le16(1).u8(0x0C).u8(0x01);
  s.le16(0).u8(0x3B).u8(0x10);
  return s;
}

inline SmbiosStructure smbios_power_supply(bool present) {
  SmbiosStructure s(39, 0x2700);
  s.u8(1).text("PSU1").text("PWS-706P").text("SUPERMICRO").text("PSN").text("").text("PWS-706P-1R");
  s.text("1.1").le16(700).le16(present ? 0x11A3 : 0x1021).le16(0xFFFF).le16(0xFFFF).le16(0xFFFF);
  return s;
}

inline SmbiosStructure smbios_ipmi() {
  SmbiosStructure s(38, 0x2600);
  s.u8(1).u8(0x20).u8(0x20).u8(0xFF).le64(0xCA3).u8(0).u8(0);
  return s;
}

inline SmbiosStructure smbios_onboard() {
  SmbiosStructure s(41, 0x2900);
  s.text("Intel LAN X722 #1").u8(0x85).u8(1).le16(0).u8(0x1C).u8(0x01);
  return s;
}

inline SmbiosStructure smbios_tpm() {
  SmbiosStructure s(43, 0x2B00);
  s.raw(bytes::as_bytes(std::string_view("IFX\0", 4))).u8(2).u8(0).le32(0x00070055).le32(0);
  s.text("INFINEON").le64(0x10).le32(0);
  return s;
}

inline SmbiosStructure smbios_firmware() {
  SmbiosStructure s(45, 0x2D00);
  s.text("BMC Firmware").text("1.74").u8(0).text("ID-1").u8(0).text("2024-01-02T00:00:00Z");
  s.text("Acme").text("1.00").le64(~0ULL).le16(1).u8(4).u8(1).le16(0x2600);
  return s;
}

inline std::vector<SmbiosStructure> smbios_server() {
  return {smbios_bios(),
          smbios_system(),
          smbios_board(),
          smbios_chassis(),
          smbios_processor(0x0400, true),
          smbios_processor(0x0401, false),
          smbios_cache(),
          smbios_slot(4),
          smbios_dimm(0x1100, true),
          smbios_dimm(0x1101, false),
          smbios_ipmi(),
          smbios_power_supply(true),
          smbios_onboard(),
          smbios_tpm(),
          smbios_firmware()};
}

}  // namespace assay::testing
