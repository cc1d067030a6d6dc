#include "bytes/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace assay::bytes {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::array<std::int8_t, 256> base64_values() {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < kBase64.size(); ++i)
    table[static_cast<unsigned char>(kBase64[i])] = static_cast<std::int8_t>(i);
  return table;
}

}  // namespace

std::string to_hex(ByteSpan bytes) {
  std::string out(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto b = static_cast<unsigned>(bytes[i]);
    out[2 * i] = kHex[b >> 4U];
    out[2 * i + 1] = kHex[b & 15U];
  }
  return out;
}

std::optional<base::Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  base::Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::byte>(high * 16 + low));
  }
  return out;
}

std::string to_base64(ByteSpan bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t v = 0;
    for (std::size_t k = 0; k < 3; ++k)
      v = (v << 8U) | (k < n ? static_cast<std::uint32_t>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out.push_back(k <= n ? kBase64[(v >> (18U - 6U * static_cast<unsigned>(k))) & 63U] : '=');
  }
  return out;
}

std::optional<base::Bytes> from_base64(std::string_view text) {
  static constexpr auto kValues = base64_values();
  if (text.size() % 4 != 0) return std::nullopt;
  base::Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    std::size_t pad = 0;
    if (last && text[i + 3] == '=') pad = text[i + 2] == '=' ? 2 : 1;
    std::uint32_t v = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const int digit = k >= 4 - pad ? 0 : kValues[static_cast<unsigned char>(text[i + k])];
      if (digit < 0) return std::nullopt;
      v = (v << 6U) | static_cast<std::uint32_t>(digit);
    }
    if ((pad == 1 && (v & 0xFFU) != 0) || (pad == 2 && (v & 0xFFFFU) != 0)) return std::nullopt;
    for (std::size_t k = 0; k < 3 - pad; ++k)
      out.push_back(static_cast<std::byte>((v >> (16U - 8U * static_cast<unsigned>(k))) & 0xFFU));
  }
  return out;
}

std::string_view as_chars(ByteSpan bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ByteSpan as_bytes(std::string_view text) noexcept {
  return std::as_bytes(std::span(text.data(), text.size()));
}

const unsigned char* as_uchars(ByteSpan bytes) noexcept {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* as_uchars(std::span<std::byte> bytes) noexcept {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

ByteSpan from_uchars(const unsigned char* data, std::size_t size) noexcept {
  return std::as_bytes(std::span(data, size));
}

base::Bytes copy(ByteSpan bytes) { return {bytes.begin(), bytes.end()}; }

std::u16string utf16le(ByteSpan bytes) {
  std::u16string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto unit = static_cast<char16_t>(static_cast<unsigned>(bytes[i]) |
                                            (static_cast<unsigned>(bytes[i + 1]) << 8U));
    if (unit == 0) break;
    out.push_back(unit);
  }
  return out;
}

bool equal(ByteSpan a, ByteSpan b) noexcept { return std::ranges::equal(a, b); }

bool starts_with(ByteSpan bytes, std::string_view magic) noexcept {
  return bytes.size() >= magic.size() && as_chars(bytes.first(magic.size())) == magic;
}

bool all_of(ByteSpan bytes, std::byte value) noexcept {
  return std::ranges::all_of(bytes, [value](std::byte b) { return b == value; });
}

}  // namespace assay::bytes
