// Variable stores of EDK II and what came of them (MdeModulePkg/Include/Guid/VariableFormat.h): VSS
// with a four-letter signature, VSS2 with a GUID, and the variables of both, which come in four
// forms of header that only their contents tell apart.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/nvram/parsers.h"

namespace assay::formats::nvram {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::ByteSpan;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint16_t kStartId = 0x55AA;
constexpr std::uint32_t kAppleChecksum = 0x80000000;
constexpr std::uint32_t kStandardHeader = 32;
constexpr std::uint32_t kAuthHeader = 60;
constexpr std::uint32_t kErased = 0xFFFFFFFF;

// Bits are cleared one by one as a variable goes through its life: 0x7F header written, 0x3F added,
// 0x3E about to be replaced, then bit 1 cleared as well: deleted.
VariableState state_of(std::uint8_t raw) noexcept {
  constexpr std::uint8_t kAdded = 0x40;       // clear: data written
  constexpr std::uint8_t kNotDeleted = 0x02;  // clear: deleted
  constexpr std::uint8_t kNotInTransition = 0x01;
  if ((raw & 0x80U) != 0) return VariableState::incomplete;
  if ((raw & kNotDeleted) == 0) return VariableState::deleted;
  if ((raw & kAdded) != 0) return VariableState::incomplete;
  return (raw & kNotInTransition) == 0 ? VariableState::in_transition : VariableState::valid;
}

// What differs between the forms of header.
struct Header {
  std::uint32_t size = kStandardHeader;
  std::uint32_t name_size = 0;
  std::uint32_t data_size = 0;
  uefi::Guid vendor{};
  std::string timestamp{};
  bool authenticated = false;
  std::optional<std::uint32_t> crc{};
  bool total_only = false;  ///< Intel's old form: one size, the name ends with its NUL
};

bool name_fits(ByteSpan name) noexcept {
  return name.size() >= 4 && name.size() % 2 == 0 && name.back() == std::byte{0} &&
         name[name.size() - 2] == std::byte{0};
}

// A form is believed where name and data lie in the store and the name ends in a NUL.
bool plausible(const Reader& entry, const Header& h) noexcept {
  const std::uint64_t size = entry.whole().size();
  if (h.name_size == 0 || h.name_size == kErased || h.data_size == kErased) return false;
  if (size < h.size || h.name_size > size - h.size) return false;
  if (h.data_size > size - h.size - h.name_size) return false;
  return name_fits(entry.whole().subspan(h.size, h.name_size));
}

std::optional<Header> as_standard(const Reader& entry, std::uint32_t attributes) {
  auto r = entry.at(0, kStandardHeader, "Variable");
  const auto b = r ? r->fixed<kStandardHeader>("Variable") : std::unexpected(r.error());
  if (!b) return std::nullopt;
  Header h;
  h.name_size = bytes::le32_at<8>(*b);
  h.data_size = bytes::le32_at<12>(*b);
  h.vendor = uefi::Guid::from(b->subspan<16, 16>());
  if ((attributes & kAppleChecksum) != 0) {
    auto more = entry.at(kStandardHeader, 4, "DataCrc32");
    const auto crc = more ? more->le32("DataCrc32") : std::unexpected(more.error());
    if (!crc) return std::nullopt;
    h.crc = *crc;
    h.size += 4;
  }
  return plausible(entry, h) ? std::optional(h) : std::nullopt;
}

std::optional<Header> as_authenticated(const Reader& entry) {
  auto r = entry.at(0, kAuthHeader, "Variable");
  const auto b = r ? r->fixed<kAuthHeader>("Variable") : std::unexpected(r.error());
  if (!b) return std::nullopt;
  Header h{.size = kAuthHeader};
  h.timestamp = efi_time(b->subspan<16, 16>());
  h.name_size = bytes::le32_at<36>(*b);
  h.data_size = bytes::le32_at<40>(*b);
  h.vendor = uefi::Guid::from(b->subspan<44, 16>());
  h.authenticated = true;
  return plausible(entry, h) ? std::optional(h) : std::nullopt;
}

std::optional<Header> as_intel(const Reader& entry) {
  auto r = entry.at(0, 28, "Variable");
  const auto b = r ? r->fixed<28>("Variable") : std::unexpected(r.error());
  if (!b) return std::nullopt;
  const std::uint32_t total = bytes::le32_at<8>(*b);
  if (total < 30 || total > entry.whole().size()) return std::nullopt;
  Header h{.size = 28};
  h.vendor = uefi::Guid::from(b->subspan<12, 16>());
  h.total_only = true;
  const auto rest = entry.whole().subspan(28, total - 28);
  for (std::size_t i = 0; i + 1 < rest.size(); i += 2) {
    if (rest[i] != std::byte{0} || rest[i + 1] != std::byte{0}) continue;
    h.name_size = static_cast<std::uint32_t>(i + 2);
    h.data_size = total - 28 - h.name_size;
    return plausible(entry, h) ? std::optional(h) : std::nullopt;
  }
  return std::nullopt;
}

Parsed<Variable> parse_variable(const Reader& entry) {
  Reader r = entry;
  ASSAY_TRY(const auto head, r.fixed<8>("StartId"));
  const std::uint32_t attributes = bytes::le32_at<4>(head);
  // In an authenticated store the standard form's sizes are the counter's halves: mostly zero.
  auto h = as_authenticated(entry);
  const auto standard = as_standard(entry, attributes);
  constexpr std::uint32_t kAuthenticatedBits = 0x70;
  if (standard && (!h || (attributes & kAuthenticatedBits) == 0)) h = standard;
  if (!h) h = as_intel(entry);
  if (!h) return bad_value(entry.offset() + 8, "NameSize", "a name and data that the store holds");
  Variable out;
  out.offset = entry.offset();
  out.state = state_of(bytes::u8_at<2>(head));
  out.attributes = attributes;
  out.vendor = h->vendor;
  out.authenticated = h->authenticated;
  out.timestamp = h->timestamp;
  out.header = h->size + h->name_size;
  out.size = std::uint64_t{out.header} + h->data_size;
  out.name = base::utf8_from_utf16(bytes::utf16le(entry.whole().subspan(h->size, h->name_size)));
  out.data = entry.whole().subspan(out.header, h->data_size);
  out.data_offset = out.offset + out.header;
  if (h->crc) out.checked = *h->crc == crc32(out.data);
  return out;
}

bool erased(ByteSpan rest) noexcept {
  return rest.size() < 2 ||
         (rest[0] == rest[1] && (rest[0] == std::byte{0xFF} || rest[0] == std::byte{0}));
}

// Size of the store where its header left it erased: to the end.
Parsed<Reader> body_of(Reader& whole, std::uint64_t size, std::uint32_t header, Store& out) {
  const std::uint64_t all = whole.whole().size();
  if (size == kErased) size = all;
  if (size < header) return bad_value(out.offset, "Size", "at least its header");
  if (size > all) {
    out.problems.push_back({bytes::Fault::truncated, out.offset, "Size", {}, size, all});
    size = all;
  }
  out.size = size;
  out.header = header;
  return whole.at(header, size - header, "Size");
}

}  // namespace

void read_vss_variables(Reader body, std::uint64_t align, Budget& budget, Store& out) {
  const Reader whole(body.rest(), body.offset());
  const std::uint64_t size = whole.whole().size();
  std::uint64_t at = 0;
  while (size - at >= 28) {
    const auto rest = whole.whole().subspan(static_cast<std::size_t>(at));
    const Reader entry(rest, whole.offset() + at);
    Reader start = entry;
    if (start.le16("StartId").value_or(0) != kStartId) {
      if (!erased(rest))
        out.problems.push_back({bytes::Fault::bad_value, entry.offset(), "StartId", "0x55aa"});
      break;
    }
    auto ok = budget.items(1, entry.offset(), "StartId");
    auto variable = ok ? parse_variable(entry) : std::unexpected(ok.error());
    if (!variable) {
      out.problems.push_back(variable.error());
      break;
    }
    const std::uint64_t end = at + variable->size;
    out.variables.push_back(*std::move(variable));
    at = std::min(size, (end + align - 1) / align * align);
  }
  set_free(out, whole.offset() + at, whole.offset() + size);
}

Parsed<Store> parse_vss(Reader reader, Budget& budget) {
  Reader whole(reader.rest(), reader.offset());
  ASSAY_TRY(const auto head, reader.fixed<16>("VARIABLE_STORE_HEADER"));
  Store out{.kind = StoreKind::vss, .offset = whole.offset()};
  out.variant = bytes::to_string(head.first<4>());
  out.format = bytes::u8_at<8>(head);
  out.state = bytes::u8_at<9>(head);
  ASSAY_TRY(const Reader body, body_of(whole, bytes::le32_at<4>(head), 16, out));
  read_vss_variables(body, 1, budget, out);
  return out;
}

Parsed<Store> parse_vss2(Reader reader, Budget& budget) {
  Reader whole(reader.rest(), reader.offset());
  ASSAY_TRY(const auto head, reader.fixed<28>("VARIABLE_STORE_HEADER"));
  Store out{.kind = StoreKind::vss2, .offset = whole.offset()};
  const auto guid = uefi::Guid::from(head.first<16>());
  out.variant = guid == kAuthenticatedVariables ? "authenticated" : "plain";
  out.format = bytes::u8_at<20>(head);
  out.state = bytes::u8_at<21>(head);
  ASSAY_TRY(const Reader body, body_of(whole, bytes::le32_at<16>(head), 28, out));
  read_vss_variables(body, 4, budget, out);
  return out;
}

}  // namespace assay::formats::nvram
