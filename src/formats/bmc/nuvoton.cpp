#include "formats/bmc/nuvoton.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"

namespace assay::formats::bmc {
namespace {

using bytes::Parsed;
using bytes::Reader;
using namespace std::string_view_literals;

struct Tag {
  std::string_view bytes;
  NuvotonPart part;
  bool arbel;
  std::uint32_t header;
  std::uint64_t load_at;
  std::uint64_t size_at;
};

constexpr std::uint32_t kMostCode = 64U * 1024 * 1024;

constexpr std::array kTags{
    Tag{"\x5E\x4D\x3B\x2A"sv, NuvotonPart::kmt, true, 0x100, 0x78, 0x84},
    Tag{"\x5E\x4D\x7A\x9B"sv, NuvotonPart::tip_l0, true, 0x100, 0x78, 0x84},
    Tag{"skmtP\x08\r\n"sv, NuvotonPart::skmt, true, 0x200, 0x1F8, 0x1FC},
    Tag{"\nTIP_L1\n"sv, NuvotonPart::tip_l1, true, 0x200, 0x1F8, 0x1FC},
    Tag{"\nP\x08U\xAATOO"sv, NuvotonPart::boot_block, true, 0x200, 0x1F8, 0x1FC},
    Tag{"\nBL31NPC"sv, NuvotonPart::bl31, true, 0x200, 0x1F8, 0x1FC},
    Tag{"\nTEE_NPC"sv, NuvotonPart::optee, true, 0x200, 0x1F8, 0x1FC},
    Tag{"\nUBOOTBL"sv, NuvotonPart::uboot, true, 0x200, 0x1F8, 0x1FC},
    Tag{"P\x07U\xAATOOB"sv, NuvotonPart::boot_block, false, 0x200, 0x140, 0x144},
    Tag{"UBOOTBLK"sv, NuvotonPart::uboot, false, 0x200, 0x140, 0x144},
};

bool blank(bytes::ByteSpan field) noexcept {
  return bytes::all_of(field, std::byte{0}) || bytes::all_of(field, std::byte{0xFF});
}

}  // namespace

std::string_view name(NuvotonPart part) noexcept {
  switch (part) {
    case NuvotonPart::kmt:
      return "KMT";
    case NuvotonPart::tip_l0:
      return "TIP_FW L0";
    case NuvotonPart::skmt:
      return "SKMT";
    case NuvotonPart::tip_l1:
      return "TIP_FW L1";
    case NuvotonPart::boot_block:
      return "BootBlock";
    case NuvotonPart::bl31:
      return "BL31";
    case NuvotonPart::optee:
      return "OP-TEE";
    case NuvotonPart::uboot:
      return "U-Boot";
  }
  return "unknown";
}

Parsed<NuvotonHeader> parse_nuvoton(Reader image) {
  const auto start = image.offset();
  const auto all = image.rest();
  const auto tag =
      std::ranges::find_if(kTags, [&](const Tag& t) { return bytes::starts_with(all, t.bytes); });
  if (tag == kTags.end()) return bytes::bad_value(start, "StartTag", "a tag of the boot ROM");
  const auto header = image.at(0, tag->header, "header");
  if (!header) return std::unexpected(header.error());
  NuvotonHeader out{.part = tag->part, .arbel = tag->arbel, .header = tag->header};
  const auto word = [&](std::uint64_t at) {
    auto r = header->at(at, 4, "word");
    return r ? r->le32("word").value_or(0) : 0;
  };
  out.load = word(tag->load_at);
  out.code = word(tag->size_at);
  if (out.code == 0 || out.code > kMostCode)
    return bytes::bad_value(start + tag->size_at, "CodeSize", "1 byte to 64 MiB");
  // NPCM7xx: an RSA signature of 256 bytes behind the tag. NPCM8xx: ECDSA P-384, 96 bytes from 16.
  const auto signature =
      tag->arbel ? header->at(0x10, 0x60, "signature") : header->at(8, 0x100, "signature");
  out.has_signature = signature && !blank(signature->rest());
  if (!tag->arbel) return out;
  const std::uint32_t made = word(0xBC);
  out.made = made == 0xFFFFFFFF ? 0 : made;
  out.security_version = static_cast<std::uint16_t>(word(0x98) & 0xFFFFU);
  if (out.security_version == 0xFFFF) out.security_version = 0;
  constexpr std::uint32_t kAes = 3;
  out.encrypted = (word(0x94) & 0xFFU) == kAes;
  return out;
}

bool looks_like_nuvoton(bytes::ByteSpan bytes) noexcept {
  return parse_nuvoton(Reader(bytes)).has_value();
}

}  // namespace assay::formats::bmc
