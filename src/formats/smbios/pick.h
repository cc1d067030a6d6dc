// Looks up a word in a list that begins at some code; what lies outside is an empty view. For the
// files that hold the words of SMBIOS's enumerations.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace assay::formats::smbios {

template <std::size_t N>
[[nodiscard]] constexpr std::string_view pick(const std::array<std::string_view, N>& list,
                                              std::uint32_t code,
                                              std::uint32_t first = 1) noexcept {
  return code >= first && code - first < N ? list[code - first] : std::string_view{};
}

template <class... Texts>
[[nodiscard]] consteval auto list(Texts... texts) {
  return std::array<std::string_view, sizeof...(Texts)>{std::string_view(texts)...};
}

}  // namespace assay::formats::smbios
