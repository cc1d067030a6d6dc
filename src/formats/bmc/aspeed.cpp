#include "formats/bmc/aspeed.h"

#include "bytes/text.h"

namespace assay::formats::bmc {
namespace {

using bytes::Reader;

constexpr std::uint32_t kBranchAlways = 0xEA000000;
constexpr std::uint32_t kOpcode = 0xFF000000;
// ldr pc, [pc, #imm]: U-Boot uses one offset for all; others count.
constexpr std::uint32_t kLoadPc = 0xE59FF000;
constexpr std::uint32_t kLoadPcMask = 0xFFFFF000;
constexpr std::uint32_t kNop = 0xE1A00000;
constexpr std::uint32_t kNopArm = 0xE320F000;
constexpr std::uint64_t kVectors = 8;
constexpr std::uint32_t kSplSize = 0xFC00;

bool vector_instruction(std::uint32_t word) noexcept {
  return (word & kOpcode) == kBranchAlways || (word & kLoadPcMask) == kLoadPc || word == kNop ||
         word == kNopArm;
}

}  // namespace

std::optional<ArmVectors> read_vectors(Reader image) noexcept {
  const auto first = image.le32("reset vector");
  if (!first || (*first & kOpcode) != kBranchAlways) return std::nullopt;
  std::uint64_t loads = 0;
  for (std::uint64_t i = 1; i < kVectors; ++i) {
    const auto word = image.le32("vector");
    if (!word || !vector_instruction(*word)) return std::nullopt;
    loads += (*word & kLoadPcMask) == kLoadPc || (*word & kOpcode) == kBranchAlways ? 1U : 0U;
  }
  if (loads < 5) return std::nullopt;
  // A branch counts in words from the instruction after the next, forward here.
  ArmVectors out{.reset = (std::uint64_t{*first & 0x00FFFFFFU} + 2) * 4};
  if (out.reset > std::uint64_t{1} << 22U) return std::nullopt;
  const auto words = image.sub(0x28, "boot0 header");
  if (!words) return out;
  // boot0.h: key location, start, largest size, signature's address.
  Reader r = *words;
  for (std::uint64_t i = 0; i < 8; ++i) {
    const auto word = r.le32("boot0 word");
    if (word && *word == kSplSize) {
      out.is_spl = true;
      out.is_signed = r.le32("signature address").value_or(0) != 0;
      break;
    }
  }
  return out;
}

bytes::Parsed<SecureHeader> parse_secure_header(Reader image) {
  const auto start = image.offset();
  const auto magic = image.take(16, "sbh_magic");
  if (!magic) return std::unexpected(magic.error());
  const auto text = bytes::as_chars(*magic);
  if (!text.starts_with("SOCSEC") || text[6] != '\0')
    return bytes::bad_value(start, "sbh_magic", "\"SOCSEC\"");
  auto fields = image.sub(24, "header");
  if (!fields) return std::unexpected(fields.error());
  SecureHeader h;
  h.algorithm = fields->le32("sbh_cot_alg").value_or(0);
  h.image_size = fields->le32("sbh_img_size").value_or(0);
  h.signature_at = fields->le32("sbh_sig_off").value_or(0);
  h.next_info_at = fields->le32("sbh_cot_info_off").value_or(0);
  h.rollback_index = fields->le64("sbh_rollback_idx").value_or(0);
  if (h.image_size == 0 || h.image_size > 1U << 28U)
    return bytes::bad_value(start + 20, "sbh_img_size", "1 byte to 256 MiB");
  return h;
}

}  // namespace assay::formats::bmc
