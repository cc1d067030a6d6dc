#include "formats/tpm/pcr_values.h"

#include <charconv>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/json/json.h"
#include "formats/tpm/plain_pcr_json.h"

namespace assay::formats::tpm {
namespace {

using base::ErrorKind;
using bytes::Reader;
using crypto::Digest;
using crypto::HashAlg;

std::optional<std::size_t> pcr_number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value >= kPcrs)
    return std::nullopt;
  return value;
}

base::Result<Digest> digest_from_hex(HashAlg alg, std::string_view hex, std::string_view where) {
  if (hex.starts_with("0x") || hex.starts_with("0X")) hex.remove_prefix(2);
  const auto digest = Digest::from_hex(alg, hex);
  if (!digest)
    return base::fail(ErrorKind::malformed,
                      fmt::format("PCR {} of bank {}: expected {} hex digits", where,
                                  crypto::name(alg), crypto::digest_size(alg) * 2));
  return *digest;
}

base::Result<PcrValues> from_json(bytes::ByteSpan text, bytes::Budget& budget) {
  if (auto plain = plain_pcr_json(bytes::as_chars(text)); plain && budget.left().depth >= 2) {
    std::size_t items = 1 + plain->banks.size();
    for (const PcrBank& b : plain->banks) items += b.present.count();
    if (auto ok = budget.items(items, 0, "JSON values"); !ok)
      return std::unexpected(bytes::to_error(ok.error()));
    return *std::move(plain);
  }
  ASSAY_TRY(const auto root, formats::json::parse(text, budget));
  if (!root.is_object())
    return base::fail(ErrorKind::malformed, "PCR values: expected {\"bank\":{\"index\":\"hex\"}}");
  PcrValues out;
  for (const auto& [bank, values] : root.items()) {
    const auto alg = crypto::hash_alg_from_name(bank);
    if (!alg || !values.is_object())
      return base::fail(
          ErrorKind::malformed,
          fmt::format("PCR values: \"{}\" is not a bank's name with an object", bank));
    for (const auto& [index, value] : values.items()) {
      const auto pcr = pcr_number(index);
      if (!pcr || !value.is_string())
        return base::fail(
            ErrorKind::malformed,
            fmt::format("PCR values: \"{}\" in {}: expected an index 0 to 23 with hex text", index,
                        bank));
      ASSAY_TRY(const auto digest,
                digest_from_hex(*alg, value.get_ref<const std::string&>(), index));
      out.set(*pcr, digest);
    }
  }
  return out;
}

std::string_view trimmed(std::string_view s) {
  const auto first = s.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r") - first + 1);
}

// tpm2_pcrread: "  sha256:" then "    0 : 0xABCD…" lines.
base::Result<PcrValues> from_pcrread(std::string_view text) {
  PcrValues out;
  std::optional<HashAlg> bank;
  while (!text.empty()) {
    const auto line_end = text.find('\n');
    const auto line = trimmed(text.substr(0, line_end));
    text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end + 1);
    const auto colon = line.find(':');
    if (line.empty() || colon == std::string_view::npos) continue;
    const auto key = trimmed(line.substr(0, colon));
    const auto value = trimmed(line.substr(colon + 1));
    if (value.empty()) {
      bank = crypto::hash_alg_from_name(key);
      continue;
    }
    const auto pcr = pcr_number(key);
    if (!bank || !pcr) continue;
    ASSAY_TRY(const auto digest, digest_from_hex(*bank, value, key));
    out.set(*pcr, digest);
  }
  if (out.banks.empty())
    return base::fail(ErrorKind::malformed, "PCR values: no bank with values in this text");
  return out;
}

// The C structures as a little-endian machine holds them: TPML_PCR_SELECTION is a 32-bit count and
// 16 entries of {hash, sizeofSelect, select[4], one byte of padding}; then a 32-bit count of
// TPML_DIGEST, each a 32-bit count and 8 entries of {16-bit size, 64 bytes}.
constexpr std::size_t kSelections = 4 + 16 * 8;
constexpr std::size_t kDigestList = 4 + 8 * 66;

bytes::Parsed<PcrSelections> c_selections(Reader& r) {
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const auto count, r.le32("pcrSelect.count"));
  if (count > 16) return bytes::bad_value(at, "pcrSelect.count", "at most 16");
  PcrSelections out;
  for (std::uint32_t i = 0; i < 16; ++i) {
    ASSAY_TRY(const auto row, r.fixed<8>("TPMS_PCR_SELECTION"));
    if (i >= count) continue;
    PcrSelection s;
    s.hash = bytes::le16_at<0>(row);
    const auto size = bytes::u8_at<2>(row);
    if (size > 4) return bytes::bad_value(r.offset() - 6, "sizeofSelect", "at most 4");
    for (std::size_t bit = 0; bit < std::size_t{size} * 8; ++bit)
      if (((static_cast<unsigned>(row[3 + bit / 8]) >> (bit % 8)) & 1U) != 0) s.pcrs.set(bit);
    out.push_back(s);
  }
  return out;
}

bytes::Parsed<std::vector<bytes::ByteSpan>> c_digests(Reader& r) {
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const auto lists, r.le32("digest lists"));
  if (lists > 32 || r.remaining() < std::uint64_t{lists} * kDigestList)
    return bytes::bad_value(at, "digest lists", "as many TPML_DIGEST as the file holds");
  std::vector<bytes::ByteSpan> out;
  for (std::uint32_t i = 0; i < lists; ++i) {
    ASSAY_TRY(auto list, r.sub(kDigestList, "TPML_DIGEST"));
    ASSAY_TRY(const auto count, list.le32("TPML_DIGEST.count"));
    if (count > 8) return bytes::bad_value(list.offset() - 4, "TPML_DIGEST.count", "at most 8");
    for (std::uint32_t k = 0; k < count; ++k) {
      ASSAY_TRY(const auto size, list.le16("TPM2B_DIGEST.size"));
      ASSAY_TRY(const auto buffer, list.take(64, "TPM2B_DIGEST.buffer"));
      if (size > 64) return bytes::bad_value(list.offset() - 66, "TPM2B_DIGEST.size", "at most 64");
      out.push_back(buffer.first(size));
    }
  }
  return out;
}

// Digests of mixed banks, in the order of the selection.
base::Result<PcrValues> in_order(const PcrSelections& selections,
                                 std::span<const bytes::ByteSpan> digests) {
  PcrValues out;
  std::size_t next = 0;
  for (const PcrSelection& s : selections) {
    for (std::size_t pcr = 0; pcr < s.pcrs.size(); ++pcr) {
      if (!s.pcrs[pcr]) continue;
      const auto digest = next < digests.size() && pcr < kPcrs
                              ? Digest::from(s.bank(), digests[next])
                              : std::nullopt;
      if (!digest)
        return base::fail(
            ErrorKind::malformed,
            fmt::format("PCR values: no digest of the right size for PCR {} of bank {}", pcr,
                        crypto::name(s.bank())));
      out.set(pcr, *digest);
      ++next;
    }
  }
  out.surplus = digests.size() - next;
  return out;
}

base::Result<PcrValues> from_serialized(Reader r) {
  auto selections = c_selections(r);
  if (!selections) return std::unexpected(bytes::to_error(selections.error()));
  auto digests = c_digests(r);
  if (!digests) return std::unexpected(bytes::to_error(digests.error()));
  return in_order(*selections, *digests);
}

base::Result<PcrValues> from_plain(Reader r, const PcrSelections& selections) {
  std::vector<bytes::ByteSpan> digests;
  for (const PcrSelection& s : selections)
    for (std::size_t i = 0; i < s.pcrs.count(); ++i) {
      const auto part = r.take(crypto::digest_size(s.bank()), "PCR value");
      if (!part) return std::unexpected(bytes::to_error(part.error()));
      digests.push_back(*part);
    }
  if (auto end = r.finish("PCR values"); !end) return std::unexpected(bytes::to_error(end.error()));
  return in_order(selections, digests);
}

std::uint64_t plain_size(const PcrSelections& selections) {
  std::uint64_t size = 0;
  for (const PcrSelection& s : selections) size += s.pcrs.count() * crypto::digest_size(s.bank());
  return size;
}

}  // namespace

const PcrBank* PcrValues::bank(HashAlg alg) const noexcept {
  for (const PcrBank& b : banks)
    if (b.alg == alg) return &b;
  return nullptr;
}

const Digest* PcrValues::find(HashAlg alg, std::size_t pcr) const noexcept {
  const PcrBank* b = bank(alg);
  return b != nullptr && pcr < kPcrs && b->present[pcr] ? &b->value[pcr] : nullptr;
}

void PcrValues::set(std::size_t pcr, const Digest& value) {
  PcrBank* into = nullptr;
  for (PcrBank& b : banks)
    if (b.alg == value.alg()) into = &b;
  if (into == nullptr) into = &banks.emplace_back(PcrBank{.alg = value.alg(), .present = {}});
  into->present.set(pcr);
  into->value[pcr] = value;
}

base::Result<PcrValues> parse_pcr_values(Reader r, const PcrSelections* selections,
                                         bytes::Budget& budget) {
  const auto text = bytes::as_chars(r.rest());
  if (const auto first = text.find_first_not_of(" \t\r\n");
      first != std::string_view::npos && text[first] == '{')
    return from_json(r.rest(), budget);
  if (r.remaining() >= kSelections + 4 && (r.remaining() - kSelections - 4) % kDigestList == 0)
    return from_serialized(r);
  if (selections != nullptr && plain_size(*selections) == r.remaining() && !r.empty())
    return from_plain(r, *selections);
  if (text.find("sha") != std::string_view::npos || text.find("sm3") != std::string_view::npos)
    return from_pcrread(text.substr(0, 64U * 1024));
  return base::fail(
      ErrorKind::malformed,
      "PCR values: expected JSON, tpm2-tools' serialized file, tpm2_pcrread's text, or the "
      "quoted values one after the other");
}

std::optional<Digest> pcr_digest(const PcrValues& values, const PcrSelections& selections,
                                 HashAlg alg, crypto::HashEngine& hash) {
  hash.begin(alg);
  bool complete = true;
  for (const PcrSelection& s : selections)
    for (std::size_t pcr = 0; pcr < s.pcrs.size(); ++pcr) {
      if (!s.pcrs[pcr]) continue;
      const Digest* value = values.find(s.bank(), pcr);
      if (value == nullptr) complete = false;
      if (value != nullptr) hash.update(value->span());
    }
  const Digest digest = hash.end();
  if (!complete || digest.size() == 0) return std::nullopt;
  return digest;
}

}  // namespace assay::formats::tpm
