#include "formats/uboot/uimage.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"

namespace assay::formats::uboot {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kMagic = 0x27051956;
constexpr std::uint8_t kMulti = 4;
constexpr std::uint8_t kScript = 6;
constexpr std::size_t kMostParts = 64;

// include/image.h, IH_OS_*, IH_ARCH_*, IH_TYPE_*, IH_COMP_*, in the order of their numbers.
constexpr std::array<std::string_view, 30> kOs{"invalid",  "openbsd",
                                               "netbsd",   "freebsd",
                                               "4_4bsd",   "Linux",
                                               "svr4",     "esix",
                                               "solaris",  "irix",
                                               "sco",      "dell",
                                               "ncr",      "lynxos",
                                               "vxworks",  "psos",
                                               "qnx",      "U-Boot",
                                               "rtems",    "artos",
                                               "unity",    "integrity",
                                               "ose",      "plan9",
                                               "openrtos", "arm-trusted-firmware",
                                               "tee",      "opensbi",
                                               "efi",      "elf"};
constexpr std::array<std::string_view, 27> kArch{"invalid",
                                                 "Alpha",
                                                 "ARM",
                                                 "x86",
                                                 "ia64",
                                                 "MIPS",
                                                 "MIPS64",
                                                 "PowerPC",
                                                 "s390",
                                                 "SuperH",
                                                 "SPARC",
                                                 "SPARC64",
                                                 "m68k",
                                                 "Nios-II",
                                                 "MicroBlaze",
                                                 "Nios-II",
                                                 "Blackfin",
                                                 "AVR32",
                                                 "STMicroelectronics 200",
                                                 "sandbox",
                                                 "NDS32",
                                                 "OpenRISC",
                                                 "AArch64",
                                                 "ARC",
                                                 "x86_64",
                                                 "Xtensa",
                                                 "RISC-V"};
constexpr std::array<std::string_view, 16> kType{"invalid",
                                                 "standalone program",
                                                 "kernel",
                                                 "ramdisk",
                                                 "multi-file",
                                                 "firmware",
                                                 "script",
                                                 "filesystem",
                                                 "flat device tree",
                                                 "kirkwood boot",
                                                 "imx",
                                                 "ublimage",
                                                 "omap",
                                                 "ais",
                                                 "kernel, any address",
                                                 "pbl"};
constexpr std::array<std::string_view, 7> kCompression{"none", "gzip", "bzip2", "lzma",
                                                       "lzo",  "lz4",  "zstd"};

template <std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& names, std::uint8_t n) noexcept {
  return n < N ? names.at(n) : std::string_view("unknown");
}

bool crc_matches(bytes::ByteSpan header, std::uint32_t stated) {
  // Over the header with the field itself (bytes 4 to 7) as zero.
  constexpr std::array<std::byte, 4> kZero{};
  std::uint32_t crc = codec::crc32(header.first(4));
  crc = codec::crc32(kZero, crc);
  return codec::crc32(header.subspan(8), crc) == stated;
}

struct Head {
  Uimage image;
  std::uint32_t data_crc = 0;
};

Parsed<Head> read_head(Reader image) {
  const auto start = image.offset();
  auto r = image.sub(kUimageHeader, "header");
  if (!r) return std::unexpected(r.error());
  const auto header = r->whole();
  if (r->be32("ih_magic").value_or(0) != kMagic)
    return bytes::bad_value(start, "ih_magic", "0x27051956");
  const std::uint32_t header_crc = r->be32("ih_hcrc").value_or(0);
  Head out;
  Uimage& u = out.image;
  u.made = r->be32("ih_time").value_or(0);
  u.size = r->be32("ih_size").value_or(0);
  u.load = r->be32("ih_load").value_or(0);
  u.entry = r->be32("ih_ep").value_or(0);
  out.data_crc = r->be32("ih_dcrc").value_or(0);
  u.os = r->u8("ih_os").value_or(0);
  u.arch = r->u8("ih_arch").value_or(0);
  u.type = r->u8("ih_type").value_or(0);
  u.compression = r->u8("ih_comp").value_or(0);
  const auto name = bytes::as_chars(r->rest());
  u.name = name.substr(0, name.find('\0'));
  u.header_good = crc_matches(header, header_crc);
  const bool plausible = u.os != 0 && u.os < kOs.size() && u.arch != 0 && u.arch < kArch.size() &&
                         u.type != 0 && u.type < 48 && u.compression < kCompression.size();
  if (!u.header_good && !plausible)
    return bytes::bad_value(start + 4, "ih_hcrc", "the CRC-32 of the header");
  return out;
}

// Sizes up to a zero, then the parts, each but the last padded to four bytes.
Parsed<void> read_parts(Uimage& u, bytes::Budget& budget) {
  Reader r = u.data;
  std::vector<std::uint32_t> sizes;
  while (true) {
    const auto size = r.be32("size of part");
    if (!size) return std::unexpected(size.error());
    if (*size == 0) break;
    ASSAY_CHECK(budget.items(1, r.offset(), "part"));
    if (sizes.size() == kMostParts) return bytes::bad_value(r.offset(), "parts", "at most 64");
    sizes.push_back(*size);
  }
  for (const std::uint32_t size : sizes) {
    const auto part = r.sub(size, "part");
    if (!part) return std::unexpected(part.error());
    u.parts.push_back(*part);
    if (const auto over = size % 4; over != 0)
      ASSAY_CHECK(r.skip(std::min<std::uint64_t>(4 - over, r.remaining()), "padding"));
  }
  return {};
}

}  // namespace

Parsed<Uimage> parse_uimage(Reader image, bytes::Budget& budget) {
  auto head = read_head(image);
  if (!head) return std::unexpected(head.error());
  Uimage& u = head->image;
  const std::uint64_t left = image.remaining() - kUimageHeader;
  u.whole = u.size <= left;
  const auto data = image.at(kUimageHeader, std::min<std::uint64_t>(u.size, left), "data");
  if (!data) return std::unexpected(data.error());
  u.data = *data;
  u.data_good = u.whole && codec::crc32(data->rest()) == head->data_crc;
  // A list of sizes that does not fit is damage that the CRC tells; the data stays in one piece.
  if ((u.type == kMulti || u.type == kScript) && !read_parts(u, budget)) u.parts.clear();
  return std::move(u);
}

bool looks_like_uimage(bytes::ByteSpan bytes) noexcept {
  return bytes::starts_with(bytes, "\x27\x05\x19\x56") && read_head(Reader(bytes)).has_value();
}

std::string_view os_name(std::uint8_t os) noexcept { return pick(kOs, os); }
std::string_view arch_name(std::uint8_t arch) noexcept { return pick(kArch, arch); }
std::string_view type_name(std::uint8_t type) noexcept { return pick(kType, type); }
std::string_view compression_name(std::uint8_t compression) noexcept {
  return pick(kCompression, compression);
}

std::optional<codec::Codec> codec_of(std::string_view compression) noexcept {
  using codec::Codec;
  if (compression == "gzip") return Codec::gzip;
  if (compression == "bzip2") return Codec::bzip2;
  if (compression == "lzma") return Codec::lzma;
  if (compression == "lzo") return Codec::lzop;
  if (compression == "lz4") return Codec::lz4;
  if (compression == "zstd") return Codec::zstd;
  return std::nullopt;
}

}  // namespace assay::formats::uboot
