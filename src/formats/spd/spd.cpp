#include "formats/spd/spd.h"

#include <array>
#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::spd {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint8_t kDdr3 = 0x0B;
constexpr std::uint8_t kDdr4 = 0x0C;
constexpr std::uint8_t kDdr5 = 0x12;
constexpr std::uint64_t kMegabit = 1024ULL * 1024 / 8;  // in bytes

std::uint32_t bits(std::uint8_t value, unsigned low, unsigned count) noexcept {
  return (static_cast<std::uint32_t>(value) >> low) & ((1U << count) - 1U);
}

// CRC-16 of annex K, 2.3: polynomial 0x1021, from zero, the highest bit first.
std::uint16_t crc16(bytes::ByteSpan bytes) noexcept {
  std::uint32_t crc = 0;
  for (const std::byte b : bytes) {
    crc ^= static_cast<std::uint32_t>(b) << 8U;
    for (int i = 0; i < 8; ++i)
      crc = (crc & 0x8000U) != 0 ? (crc << 1U ^ 0x1021U) & 0xFFFFU : crc << 1U & 0xFFFFU;
  }
  return static_cast<std::uint16_t>(crc);
}

// `covered` bytes from `at`; their CRC stands at `stored_at`, low byte first.
Parsed<bool> check_crc(const Reader& whole, std::uint64_t at, std::uint64_t covered,
                       std::uint64_t stored_at) {
  ASSAY_TRY(const auto block, whole.at(at, covered, "CRC block"));
  ASSAY_TRY(auto stored, whole.at(stored_at, 2, "CRC"));
  ASSAY_TRY(const std::uint16_t value, stored.le16("CRC"));
  return crc16(block.whole()) == value;
}

Parsed<void> require_crc(const Reader& whole, std::uint64_t at, std::uint64_t covered,
                         std::uint64_t stored_at, Module& out) {
  ASSAY_TRY(const bool good, check_crc(whole, at, covered, stored_at));
  if (!good)
    out.problems.push_back({bytes::Fault::bad_value, whole.offset() + stored_at, "CRC",
                            "the CRC-16 of the block before it"});
  out.crc_good = out.crc_good && good;
  return {};
}

std::optional<std::uint8_t> bcd(std::uint8_t value) noexcept {
  if (bits(value, 0, 4) > 9 || bits(value, 4, 4) > 9) return std::nullopt;
  return static_cast<std::uint8_t>(bits(value, 4, 4) * 10 + bits(value, 0, 4));
}

// Maker, place, date, serial and part number: in all generations in this order.
Parsed<void> read_maker_part(const Reader& whole, std::uint64_t at, std::uint64_t part_at,
                             std::uint64_t part_size, Module& out) {
  ASSAY_TRY(auto r, whole.at(at, 9, "manufacturing information"));
  ASSAY_TRY(const auto head, r.fixed<9>("manufacturing information"));
  ASSAY_TRY(const auto part, whole.at(part_at, part_size, "module part number"));
  out.has_maker_part = true;
  out.maker = {.bank = bytes::u8_at<0>(head), .code = bytes::u8_at<1>(head)};
  out.year = bcd(bytes::u8_at<3>(head));
  out.week = bcd(bytes::u8_at<4>(head));
  if (out.week && (*out.week == 0 || *out.week > 53)) out.week.reset();
  std::uint32_t serial = 0;
  for (std::size_t i = 5; i < 9; ++i) serial = serial << 8U | static_cast<std::uint32_t>(head[i]);
  if (serial != 0 && serial != 0xFFFFFFFFU) out.serial = serial;
  out.part_number = bytes::as_chars(part.whole());
  return {};
}

Maker maker_at(const Reader& whole, std::uint64_t at) {
  auto r = whole.at(at, 2, "DRAM manufacturer");
  const auto two = r ? r->fixed<2>("DRAM manufacturer") : std::unexpected(r.error());
  return two ? Maker{.bank = bytes::u8_at<0>(*two), .code = bytes::u8_at<1>(*two)} : Maker{};
}

// `density` is one chip's, in megabits; a width that is reserved gives no capacity.
std::uint64_t capacity(std::uint64_t density, std::uint64_t bus, std::uint64_t width,
                       std::uint64_t ranks) noexcept {
  return width == 0 ? 0 : density * kMegabit * bus / width * ranks;
}

std::uint32_t width_of(std::uint32_t code) noexcept { return code < 4 ? 4U << code : 0; }
std::uint32_t bus_of(std::uint32_t code) noexcept { return code < 4 ? 8U << code : 0; }

// Standard speeds are multiples of 33⅓ MT/s; the clock is stored rounded, so round to the nearest.
std::uint32_t megatransfers(std::uint64_t picoseconds) noexcept {
  if (picoseconds == 0) return 0;
  const std::uint64_t exact = 2'000'000 / picoseconds;
  const std::uint64_t thirds = (exact * 3 + 100) / 200;  // steps of 66⅔
  return static_cast<std::uint32_t>((thirds * 200 + 1) / 3);
}

Parsed<void> read_ddr3(const Reader& whole, Module& out) {
  ASSAY_TRY(auto r, whole.at(0, 128, "DDR3 SPD"));
  ASSAY_TRY(const auto b, r.fixed<128>("DDR3 SPD"));
  const std::uint32_t density = bits(bytes::u8_at<4>(b), 0, 4);
  out.ranks = bits(bytes::u8_at<7>(b), 3, 3) + 1;
  out.device_width = width_of(bits(bytes::u8_at<7>(b), 0, 3));
  out.ecc = bits(bytes::u8_at<8>(b), 3, 2) == 1;
  if (density <= 6)
    out.bytes = capacity(256ULL << density, bus_of(bits(bytes::u8_at<8>(b), 0, 3)),
                         out.device_width, out.ranks);
  const std::uint64_t divisor = bytes::u8_at<11>(b);
  if (divisor != 0)
    out.megatransfers =
        megatransfers(std::uint64_t{bytes::u8_at<12>(b)} * bytes::u8_at<10>(b) * 1000 / divisor);
  const bool short_cover = (bytes::u8_at<0>(b) & 0x80U) != 0;
  ASSAY_CHECK(require_crc(whole, 0, short_cover ? 117 : 126, 126, out));
  out.dram_maker = maker_at(whole, 148);
  return read_maker_part(whole, 117, 128, 18, out);
}

Parsed<void> read_ddr4(const Reader& whole, Module& out) {
  ASSAY_TRY(auto r, whole.at(0, 128, "DDR4 SPD"));
  ASSAY_TRY(const auto b, r.fixed<128>("DDR4 SPD"));
  constexpr std::array<std::uint64_t, 10> kDensity{256,  512,   1024,  2048,  4096,
                                                   8192, 16384, 32768, 12288, 24576};
  const std::uint32_t density = bits(bytes::u8_at<4>(b), 0, 4);
  const std::uint8_t package = bytes::u8_at<6>(b);
  // Only stacks behind one load (3DS) multiply ranks; others count their dies as ranks already.
  const std::uint32_t stack = bits(package, 0, 2) == 2 ? bits(package, 4, 3) + 1 : 1;
  out.ranks = (bits(bytes::u8_at<12>(b), 3, 3) + 1) * stack;
  out.device_width = width_of(bits(bytes::u8_at<12>(b), 0, 3));
  out.ecc = bits(bytes::u8_at<13>(b), 3, 2) == 1;
  if (density < kDensity.size())
    out.bytes = capacity(kDensity[density], bus_of(bits(bytes::u8_at<13>(b), 0, 3)),
                         out.device_width, out.ranks);
  // In steps of 125 ps, with a signed correction in ps.
  const int stored = bytes::u8_at<125>(b);
  const int fine = stored < 128 ? stored : stored - 256;
  const int clock = bytes::u8_at<18>(b) * 125 + fine;
  if (clock > 0) out.megatransfers = megatransfers(static_cast<std::uint64_t>(clock));
  ASSAY_CHECK(require_crc(whole, 0, 126, 126, out));
  if (whole.whole().size() >= 256) ASSAY_CHECK(require_crc(whole, 128, 126, 254, out));
  out.dram_maker = maker_at(whole, 350);
  return read_maker_part(whole, 320, 329, 20, out);
}

Parsed<void> read_ddr5(const Reader& whole, Module& out) {
  ASSAY_TRY(auto r, whole.at(0, 512, "DDR5 SPD"));
  ASSAY_TRY(const auto b, r.fixed<512>("DDR5 SPD"));
  constexpr std::array<std::uint64_t, 9> kGigabits{0, 4, 8, 12, 16, 24, 32, 48, 64};
  constexpr std::array<std::uint32_t, 6> kDies{1, 2, 2, 4, 8, 16};
  const std::uint32_t density = bits(bytes::u8_at<4>(b), 0, 5);
  const std::uint32_t dies = bits(bytes::u8_at<4>(b), 5, 3);
  const std::uint8_t organisation = bytes::u8_at<235>(b);
  const std::uint64_t channels = bits(organisation, 5, 2) + 1;
  out.ranks = bits(bytes::u8_at<234>(b), 3, 3) + 1;
  out.device_width = width_of(bits(bytes::u8_at<6>(b), 5, 3));
  out.ecc = bits(organisation, 3, 2) != 0;
  if (density < kGigabits.size() && dies < kDies.size())
    out.bytes = capacity(kGigabits[density] * 1024 * kDies[dies],
                         channels * bus_of(bits(organisation, 0, 3)), out.device_width, out.ranks);
  out.megatransfers = megatransfers(bytes::le16_at<20>(b));
  ASSAY_CHECK(require_crc(whole, 0, 510, 510, out));
  out.dram_maker = maker_at(whole, 552);
  return read_maker_part(whole, 512, 521, 30, out);
}

std::optional<Generation> generation_of(std::uint8_t device_type) noexcept {
  switch (device_type) {
    case kDdr3:
      return Generation::ddr3;
    case kDdr4:
      return Generation::ddr4;
    case kDdr5:
      return Generation::ddr5;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string Module::serial_text() const { return serial ? fmt::format("{:08X}", *serial) : ""; }

std::string_view name(Generation generation) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"DDR3", "DDR4", "DDR5"};
  return kNames[static_cast<std::size_t>(generation)];
}

std::string_view module_type_name(Generation generation, std::uint8_t type) noexcept {
  constexpr std::array<std::string_view, 13> kDdr3Types{
      "",           "RDIMM",      "UDIMM",        "SO-DIMM",      "Micro-DIMM",   "Mini-RDIMM",
      "Mini-UDIMM", "Mini-CDIMM", "72b-SO-UDIMM", "72b-SO-RDIMM", "72b-SO-CDIMM", "LRDIMM",
      "16b-SO-DIMM"};
  constexpr std::array<std::string_view, 14> kDdr4Types{
      "", "RDIMM",        "UDIMM",        "SO-DIMM", "LRDIMM", "Mini-RDIMM",  "Mini-UDIMM",
      "", "72b-SO-RDIMM", "72b-SO-UDIMM", "",        "",       "16b-SO-DIMM", "32b-SO-DIMM"};
  constexpr std::array<std::string_view, 12> kDdr5Types{
      "",        "RDIMM",  "UDIMM", "SODIMM", "LRDIMM", "CUDIMM",
      "CSODIMM", "MRDIMM", "CAMM2", "",       "DDIMM",  "Solder down"};
  const auto pick = [&](const auto& table) {
    return type < table.size() ? table[type] : std::string_view{};
  };
  if (generation == Generation::ddr3) return pick(kDdr3Types);
  return generation == Generation::ddr4 ? pick(kDdr4Types) : pick(kDdr5Types);
}

Parsed<Module> parse_spd(Reader reader) {
  Module out;
  const Reader whole(reader.rest(), reader.offset());
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const auto head, reader.fixed<4>("SPD"));
  const auto generation = generation_of(bytes::u8_at<2>(head));
  if (!generation)
    return bytes::bad_value(start + 2, "DRAM device type", "0x0b, 0x0c or 0x12: DDR3, DDR4, DDR5");
  out.generation = *generation;
  out.revision = bytes::u8_at<1>(head);
  out.module_type = bytes::u8_at<3>(head) & 0xFU;
  out.crc_good = true;
  const auto read = *generation == Generation::ddr3   ? read_ddr3(whole, out)
                    : *generation == Generation::ddr4 ? read_ddr4(whole, out)
                                                      : read_ddr5(whole, out);
  if (read) return out;
  // The first block is there in full where its ranks were read; what is missing is behind it.
  if (out.ranks == 0) return std::unexpected(read.error());
  out.problems.push_back(read.error());
  return out;
}

bool looks_like_spd(bytes::ByteSpan b) noexcept {
  if (b.size() != 128 && b.size() != 176 && b.size() != 256 && b.size() != 512 &&
      b.size() != 1024 && b.size() != 2048)
    return false;
  const auto module = parse_spd(Reader(b));
  return module && module->ranks != 0 && (module->crc_good || module->problems.size() == 1);
}

}  // namespace assay::formats::spd
