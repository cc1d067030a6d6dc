#include "formats/ima/ascii_log.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/ima/entry_reader.h"

namespace assay::formats::ima {
namespace {

bool is_hex(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

// Eats the front of `line` up to a space, and the space.
std::string_view next_word(std::string_view& line) noexcept {
  const std::size_t space = line.find(' ');
  const std::string_view word = line.substr(0, space);
  line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  return word;
}

bytes::Parsed<AsciiEntry> read_line(std::string_view line, std::uint64_t offset,
                                    std::uint32_t number) noexcept {
  AsciiEntry entry;
  entry.number = number;
  entry.offset = offset;
  if (line.starts_with(' ')) line.remove_prefix(1);  // "%2d" pads PCRs below 10
  const std::string_view pcr = next_word(line);
  const auto parsed = std::from_chars(pcr.begin(), pcr.end(), entry.pcr);
  if (pcr.empty() || parsed.ec != std::errc() || parsed.ptr != pcr.end() || entry.pcr >= kPcrLimit)
    return bytes::bad_value(offset, "pcr", "a number below 64");
  entry.template_digest = next_word(line);
  const std::size_t digits = entry.template_digest.size();
  if (digits % 2 != 0 || std::ranges::find(kDigestSizes, digits / 2) == kDigestSizes.end() ||
      !is_hex(entry.template_digest))
    return bytes::bad_value(offset, "template digest", "40, 64, 96 or 128 hex digits");
  entry.template_name = next_word(line);
  if (entry.template_name.empty()) return bytes::bad_value(offset, "template name", "a name");
  entry.fields = line;
  return entry;
}

std::string_view first_line(std::string_view text) noexcept {
  return text.substr(0, text.find('\n'));
}

}  // namespace

bytes::Parsed<AsciiLog> parse_ima_ascii_log(bytes::Reader reader, bytes::Budget& budget) {
  AsciiLog log;
  do {
    const std::uint64_t offset = reader.offset();
    const std::string_view line = first_line(bytes::as_chars(reader.rest()));
    auto entry = read_line(line, offset, static_cast<std::uint32_t>(log.entries.size()));
    if (!entry) {
      log.broken = entry.error();
      break;
    }
    if (auto paid = budget.items(1, offset, "entry"); !paid) {
      log.broken = paid.error();
      break;
    }
    log.entries.push_back(*entry);
    // The line feed after the last line may be missing.
    ASSAY_CHECK(reader.skip(std::min<std::uint64_t>(line.size() + 1, reader.remaining()), "line"));
  } while (!reader.empty());
  if (log.entries.empty()) return std::unexpected(*log.broken);
  return log;
}

AsciiFields split_fields(const AsciiEntry& entry) noexcept {
  AsciiFields out;
  std::string_view format = format_of(entry.template_name).value_or(std::string_view{});
  std::string_view text = entry.fields;
  const auto known = static_cast<std::size_t>(std::ranges::count(format, '|')) + 1;
  const std::size_t most = format.empty() ? kMaxFields : known;
  for (bool more = !text.empty(); more && out.count < most;) {
    AsciiField& field = out.fields.at(out.count++);
    const std::size_t bar = format.find('|');
    field.id = format.substr(0, bar);
    format.remove_prefix(bar == std::string_view::npos ? format.size() : bar + 1);
    const std::size_t space = out.count == most ? std::string_view::npos : text.find(' ');
    field.text = text.substr(0, space);
    more = space != std::string_view::npos;
    if (more) text.remove_prefix(space + 1);
  }
  return out;
}

std::string_view AsciiFields::path() const noexcept {
  for (const AsciiField& field : all())
    if (field.id == "n" || field.id == "n-ng") return field.text;
  return {};
}

bool looks_like_ima_ascii_log(bytes::ByteSpan bytes) noexcept {
  constexpr std::size_t kFirstLook = 4096;
  const auto text = bytes::as_chars(bytes.first(std::min(bytes.size(), kFirstLook)));
  const auto entry = read_line(first_line(text), 0, 0);
  if (!entry) return false;
  const auto format = format_of(entry->template_name);
  return entry->template_name.starts_with("ima") || (format && is_known_format(*format));
}

}  // namespace assay::formats::ima
