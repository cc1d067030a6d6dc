#include "formats/pci/ids.h"

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "bytes/lines.h"

namespace assay::formats::pci {
namespace {

enum Kind : std::uint8_t { kVendor, kDevice, kSubsystem, kBaseClass, kSubClass };

struct Head {
  std::uint16_t id = 0;
  std::string_view rest;  ///< what follows the id and its blanks
};

// "8086  Intel Corporation": `digits` hex digits, blanks, a name.
std::optional<Head> head(std::string_view text, std::size_t digits) {
  if (text.size() <= digits || text[digits] != ' ') return std::nullopt;
  const auto id = bytes::number<std::uint16_t>(text.substr(0, digits), 16);
  const auto rest = bytes::trimmed(text.substr(digits));
  if (!id || rest.empty()) return std::nullopt;
  return Head{.id = *id, .rest = rest};
}

bytes::ParseError refused(const bytes::Line& line, std::string_view expected) {
  return {bytes::Fault::bad_value, line.offset, "pci.ids line", expected};
}

auto order(const auto& entry) { return std::tuple(entry.kind, entry.key, entry.sub); }

}  // namespace

bytes::Parsed<Ids> parse_ids(bytes::Reader reader, bytes::Budget& budget) {
  Ids out;
  bytes::Lines lines(reader);
  enum class Section { none, vendors, classes, other } section = Section::none;
  std::uint64_t first = 0;   // the vendor or base class that lines with tabs belong to
  std::uint64_t second = 0;  // the device
  bool has_device = false;
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "pci.ids line"));
    std::string_view text = line->text;
    if (bytes::trimmed(text).empty() || text.starts_with('#')) continue;
    const std::size_t depth = std::min<std::size_t>(text.find_first_not_of('\t'), 2);
    text.remove_prefix(depth);
    if (depth == 0 && text.size() > 2 && text[1] == ' ') {
      section = text[0] == 'C' ? Section::classes : Section::other;
      if (section == Section::other) continue;
      const auto h = head(text.substr(2), 2);
      if (!h) return std::unexpected(refused(*line, "\"C\", two hex digits and a class's name"));
      first = h->id;
      out.entries_.push_back({.key = first, .kind = kBaseClass, .name = h->rest});
      continue;
    }
    if (depth == 0) {
      const auto h = head(text, 4);
      if (!h) return std::unexpected(refused(*line, "four hex digits and a vendor's name"));
      section = Section::vendors;
      has_device = false;
      first = h->id;
      out.entries_.push_back({.key = first, .kind = kVendor, .name = h->rest});
      continue;
    }
    if (section == Section::other) continue;
    if (section == Section::none)
      return std::unexpected(refused(*line, "a vendor before its devices"));
    if (section == Section::classes) {
      const auto h = head(text, 2);
      if (!h) return std::unexpected(refused(*line, "two hex digits and a name"));
      if (depth == 1)
        out.entries_.push_back({.key = first << 8U | h->id, .kind = kSubClass, .name = h->rest});
      continue;
    }
    const auto h = head(text, 4);
    if (!h) return std::unexpected(refused(*line, "four hex digits and a name"));
    if (depth == 1) {
      second = h->id;
      has_device = true;
      out.entries_.push_back({.key = first << 16U | second, .kind = kDevice, .name = h->rest});
      continue;
    }
    const auto sub = head(h->rest, 4);
    if (!sub || !has_device)
      return std::unexpected(refused(*line, "a device, and below it two times four hex digits"));
    out.entries_.push_back({.key = first << 16U | second,
                            .sub = std::uint32_t{h->id} << 16U | sub->id,
                            .kind = kSubsystem,
                            .name = sub->rest});
  }
  if (out.entries_.empty())
    return bytes::bad_value(reader.offset(), "pci.ids", "at least one vendor");
  for (std::uint32_t at = 0; auto& entry : out.entries_) entry.at = at++;
  std::ranges::sort(out.entries_, {},
                    [](const auto& e) { return std::tuple(e.kind, e.key, e.sub, e.at); });
  return out;
}

std::string_view Ids::find(std::uint8_t kind, std::uint64_t key, std::uint32_t sub) const noexcept {
  const auto wanted = std::tuple(kind, key, sub);
  const auto it =
      std::ranges::lower_bound(entries_, wanted, {}, [](const Entry& e) { return order(e); });
  return it != entries_.end() && order(*it) == wanted ? it->name : std::string_view{};
}

std::string_view Ids::vendor(std::uint16_t vendor) const noexcept { return find(kVendor, vendor); }

std::string_view Ids::device(std::uint16_t vendor, std::uint16_t device) const noexcept {
  return find(kDevice, std::uint64_t{vendor} << 16U | device);
}

std::string_view Ids::subsystem(std::uint16_t vendor, std::uint16_t device,
                                std::uint16_t subsystem_vendor,
                                std::uint16_t subsystem_device) const noexcept {
  return find(kSubsystem, std::uint64_t{vendor} << 16U | device,
              std::uint32_t{subsystem_vendor} << 16U | subsystem_device);
}

std::string_view Ids::class_name(std::uint32_t class_code) const noexcept {
  const std::uint64_t sub = (class_code >> 8U) & 0xFFFFU;
  const auto exact = find(kSubClass, sub);
  return exact.empty() ? find(kBaseClass, sub >> 8U) : exact;
}

}  // namespace assay::formats::pci
