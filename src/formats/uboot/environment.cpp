#include "formats/uboot/environment.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::uboot {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kKiB = 1024;
constexpr std::array<std::uint64_t, 10> kSizes{64 * kKiB,  128 * kKiB, 256 * kKiB, 32 * kKiB,
                                               16 * kKiB,  8 * kKiB,   4 * kKiB,   2 * kKiB,
                                               512 * kKiB, 1024 * kKiB};
constexpr std::size_t kMostText = 64 * kKiB;

bool name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == '#' || c == ':' || c == '/';
}

bool printable(char c) noexcept {
  return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r';
}

// "name=value" with a printable value.
std::optional<Variable> variable(std::string_view text, std::uint64_t offset) noexcept {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) return std::nullopt;
  const Variable v{
      .name = text.substr(0, equals), .value = text.substr(equals + 1), .offset = offset};
  if (v.name.size() > 128 || !std::ranges::all_of(v.name, name_character) ||
      !std::ranges::all_of(v.value, printable))
    return std::nullopt;
  return v;
}

struct Text {
  std::vector<Variable> variables;
  std::uint64_t size = 0;  // up to and with the NUL that ends the list
  bool ended = false;
};

Parsed<Text> read_text(bytes::ByteSpan bytes, std::uint64_t base, bytes::Budget& budget) {
  Text out;
  const auto text = bytes::as_chars(bytes);
  while (out.size < text.size()) {
    const auto rest = text.substr(static_cast<std::size_t>(out.size));
    if (rest.front() == '\0') {
      out.ended = true;
      ++out.size;
      break;
    }
    const auto end = rest.find('\0');
    if (end > kMostText) break;  // npos too
    const auto v = variable(rest.substr(0, end), base + out.size);
    if (!v) break;
    ASSAY_CHECK(budget.items(1, v->offset, "variable"));
    out.variables.push_back(*v);
    out.size += end + 1;
  }
  return out;
}

bool known_name(const Variable& v) noexcept {
  constexpr std::array<std::string_view, 7> kNames{"bootcmd",  "bootdelay", "bootargs", "baudrate",
                                                   "loadaddr", "ethaddr",   "stdin"};
  return std::ranges::find(kNames, v.name) != kNames.end();
}

bool crc_fits(bytes::ByteSpan all, std::uint64_t size, std::uint64_t header) {
  if (size > all.size() || size <= header) return false;
  Reader little(all);
  Reader big(all);
  const auto body =
      all.subspan(static_cast<std::size_t>(header), static_cast<std::size_t>(size - header));
  const std::uint32_t crc = codec::crc32(body);
  return crc == little.le32("crc").value_or(0) || crc == big.be32("crc").value_or(0);
}

constexpr std::uint32_t kPlain = 4;
constexpr std::uint32_t kRedundant = 5;

// The first string, with or without the flag byte before it.
std::optional<std::uint32_t> header_of(bytes::ByteSpan all) noexcept {
  for (const std::uint32_t header : {kPlain, kRedundant}) {
    if (all.size() < header + 4U) continue;
    const auto text =
        bytes::as_chars(all.subspan(header, std::min<std::size_t>(all.size() - header, kMostText)));
    const auto end = text.find('\0');
    if (end != std::string_view::npos && variable(text.substr(0, end), 0)) return header;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> Environment::value(std::string_view name) const noexcept {
  const auto found = std::ranges::find(variables, name, &Variable::name);
  return found == variables.end() ? std::nullopt : std::optional(found->value);
}

Parsed<Environment> parse_environment(Reader image, bytes::Budget& budget) {
  const auto all = image.rest();
  const auto header = header_of(all);
  if (!header) return bytes::bad_value(image.offset() + kPlain, "data", "\"name=value\" and a NUL");
  auto text = read_text(all.subspan(*header), image.offset() + *header, budget);
  if (!text) return std::unexpected(text.error());
  Environment out{.size = *header + text->size,
                  .redundant = *header == kRedundant,
                  .header = *header,
                  .variables = std::move(text->variables)};
  if (out.redundant) out.flags = static_cast<std::uint8_t>(all[kPlain]);
  const auto fits = [&](std::uint64_t size) { return crc_fits(all, size, *header); };
  if (fits(all.size())) {
    out.size = all.size();
    out.crc_good = true;
  } else if (const auto size = std::ranges::find_if(kSizes, fits); size != kSizes.end()) {
    out.size = *size;
    out.crc_good = true;
  }
  if (!out.crc_good && (!text->ended || std::ranges::none_of(out.variables, known_name)))
    return bytes::bad_value(image.offset(), "crc", "the CRC-32 of the variables");
  return out;
}

std::optional<Environment> find_built_in(Reader uboot, bytes::Budget& budget) {
  using namespace std::string_view_literals;
  const auto all = bytes::as_chars(uboot.rest());
  for (const auto mark : {"\0bootdelay="sv, "\0bootcmd="sv, "\0bootargs="sv}) {
    for (auto at = all.find(mark); at != std::string_view::npos; at = all.find(mark, at + 1)) {
      // Back to the first string: each before it must be one too.
      std::size_t start = at + 1;
      while (start > 1) {
        const auto before = all.substr(0, start - 1).rfind('\0');
        const auto from = before == std::string_view::npos ? 0 : before + 1;
        if (!variable(all.substr(from, start - 1 - from), 0)) break;
        start = from;
      }
      const auto bytes = uboot.rest().subspan(start);
      auto text = read_text(bytes, uboot.offset() + start, budget);
      if (!text) return std::nullopt;
      if (text->variables.size() < 2) continue;
      return Environment{
          .size = text->size, .built_in = true, .variables = std::move(text->variables)};
    }
  }
  return std::nullopt;
}

bool looks_like_environment(bytes::ByteSpan bytes) noexcept {
  const auto header = header_of(bytes);
  if (!header) return false;
  bytes::Budget budget({.items = 4096, .bytes = 0, .depth = 1});
  return parse_environment(Reader(bytes), budget).has_value();
}

}  // namespace assay::formats::uboot
