// GUIDs as UEFI stores them (UEFI 2.10 appendix A): 16 bytes, the first three fields little-endian,
// the rest in order. Text is always lower case. Well-known GUIDs have names that a reader of logs
// knows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::uefi {

/// A value; the bytes as they stand in the file.
struct Guid {
  std::array<std::byte, 16> raw{};

  [[nodiscard]] static constexpr Guid from(std::span<const std::byte, 16> bytes) noexcept {
    Guid guid;
    for (std::size_t i = 0; i < 16; ++i) guid.raw[i] = bytes[i];
    return guid;
  }
  /// "8be4df61-93ca-11d2-aa0d-00e098032b8c"; either case, nothing else.
  [[nodiscard]] static constexpr std::optional<Guid> parse(std::string_view text) noexcept;

  /// 36 characters, lower case.
  [[nodiscard]] std::string to_string() const;

  bool operator==(const Guid&) const noexcept = default;
};

namespace detail {
/// Where the two digits of raw[i] stand in the text: the first three fields read backwards.
inline constexpr std::array<std::uint8_t, 16> kGuidDigits = {6,  4,  2,  0,  11, 9,  16, 14,
                                                             19, 21, 24, 26, 28, 30, 32, 34};
constexpr int guid_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
}  // namespace detail

constexpr std::optional<Guid> Guid::parse(std::string_view text) noexcept {
  if (text.size() != 36) return std::nullopt;
  for (const std::size_t dash : {8U, 13U, 18U, 23U})
    if (text[dash] != '-') return std::nullopt;
  Guid guid;
  for (std::size_t i = 0; i < 16; ++i) {
    const int high = detail::guid_digit(text[detail::kGuidDigits[i]]);
    const int low = detail::guid_digit(text[detail::kGuidDigits[i] + 1U]);
    if (high < 0 || low < 0) return std::nullopt;
    guid.raw[i] = static_cast<std::byte>(high * 16 + low);
  }
  return guid;
}

/// A GUID known at compile time; a typing error does not compile.
[[nodiscard]] consteval Guid guid(std::string_view text) { return Guid::parse(text).value(); }

[[nodiscard]] bytes::Parsed<Guid> read_guid(bytes::Reader& reader, std::string_view field) noexcept;

/// "EFI_GLOBAL_VARIABLE", "Microsoft", "EFI system partition"; empty for one Assay does not know.
[[nodiscard]] std::string_view known_name(const Guid& guid) noexcept;
/// known_name(), or the GUID itself.
[[nodiscard]] std::string name_or_text(const Guid& guid);

inline constexpr Guid kGlobalVariable = guid("8be4df61-93ca-11d2-aa0d-00e098032b8c");
inline constexpr Guid kImageSecurityDatabase = guid("d719b2cb-3d3a-4596-a3bc-dad00e67656f");
inline constexpr Guid kShimLock = guid("605dab50-e046-4300-abb6-3dd810dd8b23");

inline constexpr Guid kCertX509 = guid("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");
inline constexpr Guid kCertSha1 = guid("826ca512-cf10-4ac9-b187-be01496631bd");
inline constexpr Guid kCertSha224 = guid("0b6e5233-a65c-44c9-9407-d9ab83bfc8bd");
inline constexpr Guid kCertSha256 = guid("c1c41626-504c-4092-aca9-41f936934328");
inline constexpr Guid kCertSha384 = guid("ff3e5307-9fd0-48c9-85f1-8ad56c701e01");
inline constexpr Guid kCertSha512 = guid("093e0fae-a6c4-4f50-9f1b-d41e2b89c19a");
inline constexpr Guid kCertRsa2048 = guid("3c5766e8-269c-4e34-aa14-ed776e85b3b6");
inline constexpr Guid kCertRsa2048Sha1 = guid("67f8444f-8743-48f1-a328-1eaab8736080");
inline constexpr Guid kCertRsa2048Sha256 = guid("e2b36190-879b-4a3d-ad8d-f2e7bba32784");
inline constexpr Guid kCertX509Sha256 = guid("3bd2a492-96c0-4079-b420-fcf98ef103ed");
inline constexpr Guid kCertX509Sha384 = guid("7076876e-80c2-4ee6-aad2-28b349a6865b");
inline constexpr Guid kCertX509Sha512 = guid("446dbf63-2502-4cda-bcfa-2465d2b0fe9d");

}  // namespace assay::formats::uefi
