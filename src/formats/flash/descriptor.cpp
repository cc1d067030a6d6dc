#include "formats/flash/descriptor.h"

#include <algorithm>

#include "base/error.h"

namespace assay::formats::flash {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kSignature = 0x0FF0A55A;  // FLVALSIG
constexpr std::uint64_t kUpperMap = 0xEFC;        // FLUMAP1
constexpr std::uint64_t kOem = 0xF00;
constexpr std::uint64_t kOemSize = 256;
constexpr std::uint8_t kDescriptorRegion = 0;
constexpr std::uint8_t kMeRegion = 2;

std::uint32_t bits(std::uint32_t value, unsigned low, unsigned count) noexcept {
  return value >> low & ((1U << count) - 1U);
}
// Bases in the map are in units of 16 bytes.
std::uint64_t base_at(std::uint32_t map, unsigned low) noexcept { return bits(map, low, 8) * 16U; }

struct Map {
  std::uint32_t map0 = 0;
  std::uint32_t map1 = 0;
  std::uint32_t map2 = 0;
  [[nodiscard]] std::uint32_t masters() const noexcept { return bits(map1, 8, 3); }
  [[nodiscard]] std::uint32_t pch_straps() const noexcept { return bits(map1, 24, 8); }
  [[nodiscard]] std::uint32_t cpu_straps() const noexcept { return bits(map2, 8, 8); }
};

// No field names the chipset: the numbers of straps and the place of the clock settings, which
// Intel's tools write, differ between them.
Chipset chipset_of(const Map& map) noexcept {
  const std::uint32_t isl = map.pch_straps();
  const std::uint32_t msl = map.cpu_straps();
  const std::uint32_t iccriba = bits(map.map2, 16, 8);
  if (iccriba == 0) {
    if (map.map2 == 0 && (isl == 19 || isl == 23)) return Chipset::apollo_lake;
    if (msl == 0 && isl <= 2) return Chipset::ich8;
    if (isl <= 2) return Chipset::ich9;
    if (isl <= 10) return Chipset::ich10;
    return Chipset::ibex_peak;
  }
  if (iccriba < 0x31 && bits(map.map2, 0, 8) < 0x30) {
    if (msl == 0 && isl <= 17) return Chipset::bay_trail;
    if (msl <= 1 && isl <= 18) return Chipset::cougar_point;
    return Chipset::lynx_point;
  }
  return map.masters() == 6 ? Chipset::lewisburg : Chipset::sunrise_point;
}

// Codes of FLCOMP's read clock; code 0 was 20 MHz until 17 MHz (code 6) took its place.
std::uint32_t read_clock(std::uint32_t code, std::uint8_t version) noexcept {
  switch (code) {
    case 0:
      return version == 1 ? 20 : 0;
    case 1:
      return 33;
    case 2:
      return 48;
    case 4:
      return version == 1 ? 50 : 30;
    case 6:
      return 17;
    default:
      return 0;
  }
}

std::optional<std::uint64_t> density(std::uint32_t code) noexcept {
  if (code > 9) return std::nullopt;  // 512 KiB to 256 MiB; 0xF says there is no chip
  return 512ULL * 1024 << code;
}

void read_components(const Map& map, std::uint32_t flcomp, Descriptor& out) {
  out.flcomp = flcomp;
  const std::uint32_t clock = bits(flcomp, 17, 3);
  out.version = clock == 6 || out.chipset == Chipset::sunrise_point ||
                        out.chipset == Chipset::lewisburg || out.chipset == Chipset::apollo_lake
                    ? 2
                    : 1;
  out.read_clock_mhz = read_clock(clock, out.version);
  out.components = static_cast<std::uint8_t>(bits(map.map0, 8, 2) + 1);
  const bool wide = out.version == 2 || out.chipset == Chipset::lynx_point;
  out.density[0] = density(bits(flcomp, 0, wide ? 4 : 3));
  if (out.components > 1) out.density[1] = density(bits(flcomp, wide ? 4 : 3, wide ? 4 : 3));
}

// FLREG: base in bits 0-14, limit in 16-30, in units of 4 KiB. 0x7FFF above 0 is "not used", and
// so is an erased word; a limit of 0 is meant only by the descriptor's own region.
void read_region(std::uint8_t index, std::uint32_t value, Descriptor& out) {
  const std::uint64_t base = bits(value, 0, 15);
  const std::uint64_t limit = bits(value, 16, 15);
  if (base == 0x7FFF || limit < base || (limit == 0 && index != kDescriptorRegion)) return;
  out.regions.push_back({.index = index, .offset = base * 4096, .size = (limit - base + 1) * 4096});
}

Parsed<void> read_regions(const Reader& whole, std::uint64_t frba, std::uint64_t fmba,
                          Descriptor& out) {
  std::uint64_t count = out.version == 2 ? 16 : 5;
  // Boards of the 8 and 9 series have the words of two more regions before the masters' section.
  if (fmba > frba) count = std::min(count, (fmba - frba) / 4);
  ASSAY_TRY(auto r, whole.at(frba, count * 4, "FLREG"));
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSAY_TRY(const std::uint32_t value, r.le32("FLREG"));
    read_region(static_cast<std::uint8_t>(i), value, out);
  }
  return {};
}

Master master(std::string_view name, std::uint32_t value, std::uint8_t version) noexcept {
  if (version == 1)
    return {.name = name,
            .read = static_cast<std::uint16_t>(bits(value, 16, 8)),
            .write = static_cast<std::uint16_t>(bits(value, 24, 8))};
  // Regions 0 to 11, and those from 12 on in what was the requester's id.
  return {.name = name,
          .read = static_cast<std::uint16_t>(bits(value, 8, 12) | bits(value, 0, 4) << 12U),
          .write = static_cast<std::uint16_t>(bits(value, 20, 12) | bits(value, 4, 4) << 12U)};
}

Parsed<void> read_masters(const Reader& whole, std::uint64_t fmba, Descriptor& out) {
  static constexpr std::array<std::string_view, 6> kNames = {"BIOS", "ME", "GbE", "", "EC", "IE"};
  const std::uint64_t count = out.version == 1 ? 3 : out.chipset == Chipset::lewisburg ? 6 : 5;
  ASSAY_TRY(auto r, whole.at(fmba, count * 4, "FLMSTR"));
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSAY_TRY(const std::uint32_t value, r.le32("FLMSTR"));
    if (!kNames.at(i).empty()) out.masters.push_back(master(kNames.at(i), value, out.version));
  }
  return {};
}

Parsed<void> read_words(const Reader& whole, std::uint64_t at, std::uint64_t count,
                        std::string_view field, bytes::Budget& budget,
                        std::vector<std::uint32_t>& out) {
  ASSAY_TRY(auto r, whole.at(at, count * 4, field));
  ASSAY_CHECK(budget.items(count, whole.offset() + at, field));
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSAY_TRY(const std::uint32_t value, r.le32(field));
    out.push_back(value);
  }
  return {};
}

Parsed<void> read_jedec(const Reader& whole, bytes::Budget& budget, Descriptor& out) {
  ASSAY_TRY(auto upper, whole.at(kUpperMap, 4, "FLUMAP1"));
  ASSAY_TRY(const std::uint32_t map, upper.le32("FLUMAP1"));
  if (map == 0xFFFFFFFFU) return {};
  const std::uint64_t count = bits(map, 8, 8) / 2;  // VTL counts words of 4 bytes
  ASSAY_TRY(auto r, whole.at(base_at(map, 0), count * 8, "VTBA"));
  ASSAY_CHECK(budget.items(count, r.offset(), "VTBA"));
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSAY_TRY(const std::uint32_t jid, r.le32("JID"));
    ASSAY_TRY(const std::uint32_t vscc, r.le32("VSCC"));
    if (jid == 0xFFFFFFFFU) continue;
    out.jedec.push_back(
        {.vendor = static_cast<std::uint8_t>(bits(jid, 0, 8)),
         .device = static_cast<std::uint16_t>(bits(jid, 8, 8) << 8U | bits(jid, 16, 8)),
         .vscc = vscc});
  }
  return {};
}

void read_me_disable(Descriptor& out) {
  const bool cse = out.chipset == Chipset::sunrise_point;
  const bool me = out.chipset == Chipset::ibex_peak || out.chipset == Chipset::cougar_point ||
                  out.chipset == Chipset::lynx_point;
  if (cse && !out.pch_straps.empty()) out.me_disabled = bits(out.pch_straps[0], 16, 1) != 0;
  if (me && out.pch_straps.size() > 10) out.me_disabled = bits(out.pch_straps[10], 7, 1) != 0;
}

void note(Descriptor& out, const Parsed<void>& result) {
  if (!result) out.problems.push_back(result.error());
}

std::optional<std::uint64_t> signature_at(const Reader& whole) noexcept {
  for (const std::uint64_t at : {std::uint64_t{16}, std::uint64_t{0}}) {
    auto r = whole.at(at, 4, "FLVALSIG");
    if (r && r->le32("FLVALSIG") == kSignature) return at;
  }
  return std::nullopt;
}

}  // namespace

const Region* Descriptor::region(std::uint8_t index) const noexcept {
  const auto it = std::ranges::find(regions, index, &Region::index);
  return it == regions.end() ? nullptr : &*it;
}
bool Descriptor::host_writes_descriptor() const noexcept {
  return !masters.empty() && bits(masters.front().write, kDescriptorRegion, 1) != 0;
}
bool Descriptor::host_writes_me() const noexcept {
  return !masters.empty() && bits(masters.front().write, kMeRegion, 1) != 0 &&
         region(kMeRegion) != nullptr;
}

Parsed<Descriptor> parse_descriptor(Reader reader, bytes::Budget& budget) {
  ASSAY_TRY(const Reader whole, reader.sub(kDescriptorSize, "flash descriptor"));
  const auto at = signature_at(whole);
  if (!at) return bytes::bad_value(whole.offset() + 16, "FLVALSIG", "0x0FF0A55A");
  ASSAY_TRY(auto r, whole.at(*at + 4, 12, "FLMAP"));
  Map map;
  ASSAY_TRY(map.map0, r.le32("FLMAP0"));
  ASSAY_TRY(map.map1, r.le32("FLMAP1"));
  ASSAY_TRY(map.map2, r.le32("FLMAP2"));
  Descriptor out;
  out.at = *at;
  out.chipset = chipset_of(map);
  ASSAY_TRY(auto component, whole.at(base_at(map.map0, 0), 4, "FLCOMP"));
  ASSAY_TRY(const std::uint32_t flcomp, component.le32("FLCOMP"));
  read_components(map, flcomp, out);
  const std::uint64_t fmba = base_at(map.map1, 0);
  ASSAY_CHECK(read_regions(whole, base_at(map.map0, 16), fmba, out));
  note(out, read_masters(whole, fmba, out));
  note(out, read_words(whole, base_at(map.map1, 16), map.pch_straps(), "PCHSTRP", budget,
                       out.pch_straps));
  if (map.map2 != 0xFFFFFFFFU)
    note(out, read_words(whole, base_at(map.map2, 0), map.cpu_straps(), "CPUSTRP", budget,
                         out.cpu_straps));
  note(out, read_jedec(whole, budget, out));
  read_me_disable(out);
  ASSAY_TRY(const Reader oem, whole.at(kOem, kOemSize, "OEM section"));
  out.oem_used = !bytes::ByteSpan(oem.whole()).empty() &&
                 std::ranges::any_of(oem.whole(), [](std::byte b) { return b != std::byte{0xFF}; });
  return out;
}

bool looks_like_descriptor(bytes::ByteSpan bytes) noexcept {
  if (bytes.size() < kDescriptorSize) return false;
  const Reader whole(bytes.first(static_cast<std::size_t>(kDescriptorSize)));
  const auto at = signature_at(whole);
  if (!at) return false;
  auto r = whole.at(*at + 4, 8, "FLMAP");
  const auto map0 = r ? r->le32("FLMAP0") : std::unexpected(r.error());
  if (!map0) return false;
  const std::uint64_t frba = base_at(*map0, 16);
  return frba >= 0x10 && base_at(*map0, 0) >= 0x10 && frba != base_at(*map0, 0);
}

}  // namespace assay::formats::flash
