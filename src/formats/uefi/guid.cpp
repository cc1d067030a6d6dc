#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

std::string Guid::to_string() const {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out(36, '-');
  for (std::size_t i = 0; i < 16; ++i) {
    const auto byte = std::to_integer<unsigned>(raw[i]);
    out[detail::kGuidDigits[i]] = kHex[byte >> 4U];
    out[detail::kGuidDigits[i] + 1U] = kHex[byte & 15U];
  }
  return out;
}

bytes::Parsed<Guid> read_guid(bytes::Reader& reader, std::string_view field) noexcept {
  const auto raw = reader.fixed<16>(field);
  if (!raw) return std::unexpected(raw.error());
  return Guid::from(*raw);
}

std::string name_or_text(const Guid& guid) {
  const std::string_view name = known_name(guid);
  return name.empty() ? guid.to_string() : std::string(name);
}

}  // namespace assay::formats::uefi
