#include "formats/archive/tar_header.h"

#include "bytes/text.h"

namespace assay::formats::archive {
namespace {

std::string_view text(bytes::ByteSpan field) {
  const std::string_view all = bytes::as_chars(field);
  return all.substr(0, all.find('\0'));
}

std::optional<std::uint64_t> octal(bytes::ByteSpan field) {
  std::string_view digits = bytes::as_chars(field);
  while (!digits.empty() && digits.front() == ' ') digits.remove_prefix(1);
  std::uint64_t value = 0;
  std::size_t i = 0;
  for (; i < digits.size() && digits[i] >= '0' && digits[i] <= '7'; ++i)
    value = value * 8 + static_cast<std::uint64_t>(digits[i] - '0');  // 12 digits: 36 bits
  for (const char c : digits.substr(i))
    if (c != ' ' && c != '\0') return std::nullopt;
  return value;
}

// Base 256: the top bit marks it, the next one would make it negative.
std::optional<std::uint64_t> number(bytes::ByteSpan field) {
  if ((field.front() & std::byte{0x80}) == std::byte{0}) return octal(field);
  std::uint64_t value = static_cast<std::uint64_t>(field.front() & std::byte{0x7F});
  if (value >= 0x40) return std::nullopt;
  for (const std::byte b : field.subspan(1)) {
    if (value >> 55U != 0) return std::nullopt;
    value = (value << 8U) | static_cast<std::uint64_t>(b);
  }
  return value;
}

bool in_checksum_field(std::size_t i) { return i >= 148 && i < 156; }

}  // namespace

std::uint32_t tar_checksum(TarBlock block) noexcept {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i)
    sum += in_checksum_field(i) ? 0x20U : static_cast<std::uint32_t>(block[i]);
  return sum;
}

bool tar_checksum_holds(TarBlock block) noexcept {
  const auto stated = octal(block.subspan(148, 8));
  if (!stated) return false;
  if (*stated == tar_checksum(block)) return true;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i)
    sum += in_checksum_field(i) ? 0x20 : static_cast<std::int8_t>(block[i]);
  return sum >= 0 && *stated == static_cast<std::uint64_t>(sum);
}

std::optional<TarHeader> parse_tar_header(TarBlock block) {
  TarHeader out;
  const auto size = number(block.subspan(124, 12));
  if (!size) return std::nullopt;
  out.size = *size;
  out.type = static_cast<char>(block[156]);
  out.path = text(block.subspan(0, 100));
  // GNU's own magic "ustar  " uses the prefix field for other things.
  const bool posix = bytes::starts_with(block.subspan(257, 6), std::string_view("ustar\0", 6));
  const std::string_view prefix = text(block.subspan(345, 155));
  if (posix && !prefix.empty()) out.path = std::string(prefix) + "/" + out.path;
  return out;
}

}  // namespace assay::formats::archive
