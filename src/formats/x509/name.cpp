#include "formats/x509/name.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/der/value.h"

namespace assay::formats::x509 {
namespace {

using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

struct ShortName {
  std::string_view oid;
  std::string_view name;
};
// RFC 4514, 3 and RFC 4519; the TPM's own from the TCG EK Credential Profile.
constexpr std::array<ShortName, 16> kShortNames{{
    {"2.5.4.3", "CN"},
    {"2.5.4.4", "SN"},
    {"2.5.4.5", "serialNumber"},
    {"2.5.4.6", "C"},
    {"2.5.4.7", "L"},
    {"2.5.4.8", "ST"},
    {"2.5.4.9", "STREET"},
    {"2.5.4.10", "O"},
    {"2.5.4.11", "OU"},
    {"2.5.4.12", "title"},
    {"0.9.2342.19200300.100.1.1", "UID"},
    {"0.9.2342.19200300.100.1.25", "DC"},
    {"1.2.840.113549.1.9.1", "emailAddress"},
    {"2.23.133.2.1", "TPMManufacturer"},
    {"2.23.133.2.2", "TPMModel"},
    {"2.23.133.2.3", "TPMVersion"},
}};

std::string_view short_name(std::string_view oid) {
  const auto* row = std::ranges::find(kShortNames, oid, &ShortName::oid);
  return row == kShortNames.end() ? oid : row->name;
}

// RFC 4514, 2.4. A value that is no text begins with '#' already and stays as it is.
std::string escaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool edge_space = c == ' ' && (i == 0 || i + 1 == value.size());
    if (edge_space || std::string_view("\"+,;<>\\").find(c) != std::string_view::npos)
      out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string folded(std::string_view value) {
  std::string out;
  bool gap = false;
  for (const char c : value) {
    if (c == ' ' || c == '\t') {
      gap = !out.empty();
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

Parsed<NameAttribute> parse_attribute(Reader& set, Budget& budget, std::string_view field) {
  ASSAY_TRY(const der::Tlv pair, der::expect(set, budget, der::Tag::sequence, field));
  Reader r = pair.content;
  ASSAY_TRY(const der::Tlv type, der::expect(r, budget, der::Tag::oid, field));
  ASSAY_TRY(const der::Tlv value, der::read(r, budget, field));
  ASSAY_CHECK(r.finish(field));
  NameAttribute out;
  ASSAY_TRY(out.oid, der::oid(type, field));
  ASSAY_CHECK(budget.bytes(value.whole.size(), value.offset, field));
  if (auto text = der::text(value, field))
    out.value = *std::move(text);
  else
    out.value = "#" + bytes::to_hex(value.whole);
  return out;
}

}  // namespace

std::optional<std::string_view> Name::find(std::string_view oid) const noexcept {
  const auto found = std::ranges::find(attributes, oid, &NameAttribute::oid);
  if (found == attributes.end()) return std::nullopt;
  return found->value;
}

std::string Name::text() const {
  std::string out;
  for (std::size_t end = attributes.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && attributes[begin - 1].rdn == attributes[begin].rdn) --begin;
    for (std::size_t i = begin; i < end; ++i) {
      if (!out.empty()) out.push_back(i == begin ? ',' : '+');
      out += fmt::format("{}={}", short_name(attributes[i].oid), escaped(attributes[i].value));
    }
    end = begin;
  }
  return base::printable(out);
}

std::string Name::match_key() const {
  std::string out;
  std::vector<std::string> rdn;
  const auto flush = [&] {
    std::ranges::sort(rdn);
    for (const std::string& part : rdn) out += fmt::format("{}:{}", part.size(), part);
    out.push_back(';');
    rdn.clear();
  };
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (i > 0 && attributes[i].rdn != attributes[i - 1].rdn) flush();
    rdn.push_back(attributes[i].oid + "=" + folded(attributes[i].value));
  }
  flush();
  return out;
}

Parsed<Name> parse_name(Reader& reader, Budget& budget, std::string_view field) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(reader, budget, der::Tag::sequence, field));
  Name name;
  name.der = sequence.whole;
  Reader rdns = sequence.content;
  for (std::uint32_t rdn = 0; !rdns.empty(); ++rdn) {
    ASSAY_TRY(const der::Tlv set, der::expect(rdns, budget, der::Tag::set, field));
    Reader members = set.content;
    while (!members.empty()) {
      ASSAY_TRY(NameAttribute attribute, parse_attribute(members, budget, field));
      attribute.rdn = rdn;
      name.attributes.push_back(std::move(attribute));
    }
  }
  return name;
}

}  // namespace assay::formats::x509
