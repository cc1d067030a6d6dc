// A small executable built byte by byte: three sections (.text with two absolute addresses, .data
// with a debug directory, .reloc), as PE32+ or as the TE that a firmware build makes of it.
#pragma once

#include <algorithm>
#include <string>

#include "base/types.h"
#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::testing {

/// The smallest executable there is: a TE's header without a section.
[[nodiscard]] inline base::Bytes empty_te() {
  bytes::Writer out;
  out.le16(0x5A56).le16(0x8664).u8(0).u8(11).le16(328).zeros(32);
  return std::move(out).release();
}

struct PeBuilder {
  std::uint64_t base = 0;
  std::uint32_t timestamp = 0x5F000000;
  std::uint8_t build = 1;  ///< every byte of the build identifier
  std::string pdb = "/build/Driver.pdb";
  std::uint8_t code = 0x90;  ///< what .text is filled with
  std::uint16_t subsystem = 11;
  std::uint16_t machine = 0x8664;
  base::Bytes tail{};  ///< behind the last section

  static constexpr std::size_t kOptional = 88;
  static constexpr std::size_t kTable = 328;  ///< section table
  static constexpr std::size_t kHeaders = 512;
  static constexpr std::size_t kSize = 2048;

  static void put(base::Bytes& out, std::size_t at, const bytes::Writer& w) {
    std::ranges::copy(w.view(), out.begin() + static_cast<std::ptrdiff_t>(at));
  }

  [[nodiscard]] base::Bytes pe() const {
    base::Bytes out(kSize);
    put(out, 0, bytes::Writer().le16(0x5A4D));
    put(out, 60, bytes::Writer().le32(64));
    put(out, 64, bytes::Writer().le32(0x4550).le16(machine).le16(3).le32(timestamp));
    put(out, 84, bytes::Writer().le16(240).le16(0x2022));
    put(out, kOptional, bytes::Writer().le16(0x20B));
    put(out, kOptional + 16, bytes::Writer().le32(0x1004).le32(0x1000).le64(base));
    put(out, kOptional + 32, bytes::Writer().le32(0x1000).le32(0x200));
    put(out, kOptional + 56, bytes::Writer().le32(0x4000).le32(kHeaders).le32(0x1234));
    put(out, kOptional + 68, bytes::Writer().le16(subsystem));
    put(out, kOptional + 108, bytes::Writer().le32(16));
    directory(out, 5, 0x3000, 12 + 4);
    directory(out, 6, 0x2000, 28);
    section(out, 0, ".text", 0x1000, 0x60000020);
    section(out, 1, ".data", 0x2000, 0xC0000040);
    section(out, 2, ".reloc", 0x3000, 0x42000040);
    std::fill_n(out.begin() + 512, 512, static_cast<std::byte>(code));
    put(out, 512 + 0x10, bytes::Writer().le64(base + 0x2100));
    put(out, 512 + 0x20, bytes::Writer().le32(static_cast<std::uint32_t>(base + 0x2108)));
    put(out, 1024,
        bytes::Writer().le32(0).le32(timestamp).le32(0).le32(2).le32(cv_size()).le32(0x2040).le32(
            1024 + 0x40));
    bytes::Writer cv;
    cv.le32(0x53445352);
    for (int i = 0; i < 16; ++i) cv.u8(build);
    cv.le32(1).raw(bytes::as_bytes(pdb)).u8(0);
    put(out, 1024 + 0x40, cv);
    // DIR64 at 0x10, HIGHLOW at 0x20, and the filler of 4-byte alignment.
    put(out, 1536, bytes::Writer().le32(0x1000).le32(16).le16(0xA010).le16(0x3020).le32(0));
    out.insert(out.end(), tail.begin(), tail.end());
    return out;
  }

  [[nodiscard]] base::Bytes te() const {
    const base::Bytes whole = pe();
    bytes::Writer out;
    out.le16(0x5A56).le16(machine).u8(3).u8(static_cast<std::uint8_t>(subsystem));
    out.le16(kTable).le32(0x1004).le32(0x1000).le64(base);
    out.le32(0x3000).le32(16).le32(0x2000).le32(28);
    out.raw(bytes::ByteSpan(whole).subspan(kTable));
    return std::move(out).release();
  }

  /// The certificate table's entry, for who appends one at `at`.
  static void point_to_certificates(base::Bytes& image, std::size_t at, std::size_t size) {
    directory(image, 4, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(size));
  }

 private:
  [[nodiscard]] std::uint32_t cv_size() const {
    return static_cast<std::uint32_t>(24 + pdb.size() + 1);
  }
  static void directory(base::Bytes& out, std::size_t i, std::uint32_t address,
                        std::uint32_t size) {
    put(out, kOptional + 112 + 8 * i, bytes::Writer().le32(address).le32(size));
  }
  static void section(base::Bytes& out, std::size_t i, std::string_view name, std::uint32_t rva,
                      std::uint32_t characteristics) {
    const std::size_t at = kTable + 40 * i;
    put(out, at, bytes::Writer().raw(bytes::as_bytes(name)));
    put(out, at + 8,
        bytes::Writer().le32(0x200).le32(rva).le32(0x200).le32(
            static_cast<std::uint32_t>(512 * (i + 1))));
    put(out, at + 36, bytes::Writer().le32(characteristics));
  }
};

}  // namespace assay::testing
