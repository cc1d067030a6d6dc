#include "formats/tpm/pcr_selection.h"

#include <fmt/format.h>

namespace assay::formats::tpm {

bytes::Parsed<PcrSelections> parse_pcr_selections(bytes::Reader& r) {
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const auto count, r.be32("pcrSelect.count"));
  if (count > 16) return bytes::bad_value(at, "pcrSelect.count", "at most 16 banks (HASH_COUNT)");
  PcrSelections out;
  for (std::uint32_t i = 0; i < count; ++i) {
    PcrSelection s;
    ASSAY_TRY(s.hash, r.be16("pcrSelections[].hash"));
    const std::uint64_t size_at = r.offset();
    ASSAY_TRY(const auto size, r.u8("pcrSelections[].sizeofSelect"));
    if (size > 4)
      return bytes::bad_value(size_at, "pcrSelections[].sizeofSelect", "at most 4 bytes");
    ASSAY_TRY(const auto bits, r.take(size, "pcrSelections[].pcrSelect"));
    for (std::size_t byte = 0; byte < bits.size(); ++byte)
      for (std::size_t bit = 0; bit < 8; ++bit)
        if (((static_cast<unsigned>(bits[byte]) >> bit) & 1U) != 0) s.pcrs.set(byte * 8 + bit);
    out.push_back(s);
  }
  return out;
}

std::string to_string(const PcrSelections& selections) {
  std::string out;
  for (const PcrSelection& s : selections) {
    if (!out.empty()) out += '+';
    const auto bank = crypto::name(s.bank());
    out += bank.empty() ? fmt::format("0x{:04x}", s.hash) : std::string(bank);
    char separator = ':';
    for (std::size_t i = 0; i < s.pcrs.size(); ++i) {
      if (!s.pcrs[i]) continue;
      std::size_t end = i;
      while (end + 1 < s.pcrs.size() && s.pcrs[end + 1]) ++end;
      out += end > i + 1 ? fmt::format("{}{}-{}", separator, i, end)
                         : fmt::format("{}{}", separator, i);
      if (end > i + 1) i = end;
      separator = ',';
    }
    if (separator == ':') out += ":none";
  }
  return out.empty() ? "none" : out;
}

}  // namespace assay::formats::tpm
