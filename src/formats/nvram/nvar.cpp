// AMI's NVAR store: entries one after the other from the front, a table of GUIDs from the end
// backwards, free space between. An entry that only has data is a newer value of an earlier one,
// which points at it; so a variable's life lies in the store as a chain. Default values are kept as
// a whole store inside one variable ("StdDefaults").
#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "bytes/text.h"
#include "formats/nvram/parsers.h"
#include "formats/uefi/text.h"

namespace assay::formats::nvram {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::ByteSpan;
using bytes::Nesting;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kHeader = 10;
constexpr std::uint32_t kNoNext = 0xFFFFFF;

enum Flag : std::uint8_t {
  runtime = 0x01,
  ascii_name = 0x02,
  local_guid = 0x04,
  data_only = 0x08,
  extended = 0x10,
  hardware_error = 0x20,
  auth_write = 0x40,
  valid = 0x80,
};
enum ExtendedFlag : std::uint8_t { has_checksum = 0x01, ext_auth = 0x10, ext_time_based = 0x20 };

struct Entry {
  Variable variable;
  std::uint8_t flags = 0;
  std::uint32_t next = kNoNext;  ///< from this entry's start
  std::optional<std::uint8_t> guid_index;
};

std::uint32_t attributes_of(std::uint8_t flags, std::uint8_t more) noexcept {
  std::uint32_t out = 0x3;  // NVAR entries are non-volatile and seen by boot services, all of them
  if ((flags & runtime) != 0) out |= 0x4U;
  if ((flags & hardware_error) != 0) out |= 0x8U;
  if ((flags & auth_write) != 0) out |= (more & ext_time_based) != 0 ? 0x20U : 0x10U;
  return out;
}

// The extended header stands at the entry's end, its size in the last two bytes.
std::uint64_t read_extended(ByteSpan entry, ByteSpan rest, Variable& out) {
  if (rest.size() < 2) return 0;
  auto tail = Reader(rest.last(2));
  const std::uint64_t size = tail.le16("ExtendedHeaderSize").value_or(0);
  if (size < 3 || size > rest.size()) return 0;
  Reader r(rest.last(static_cast<std::size_t>(size)));
  const std::uint8_t flags = r.u8("ExtendedAttributes").value_or(0);
  if ((flags & has_checksum) != 0) {
    // The bytes behind signature and link, and the size before it, sum up to nothing.
    unsigned sum = static_cast<unsigned>(entry[4]) + static_cast<unsigned>(entry[5]) +
                   static_cast<unsigned>(entry[9]);
    for (const std::byte b : entry.subspan(kHeader)) sum += static_cast<unsigned>(b);
    out.checked = (sum & 0xFFU) == 0;
  }
  if ((flags & (ext_time_based | ext_auth)) != 0) out.authenticated = true;
  if ((flags & ext_time_based) != 0 && size >= 11) {
    // Seconds since 1970.
    const std::uint64_t seconds = r.le64("Timestamp").value_or(0);
    constexpr std::uint64_t kYear2200 = 7'258'118'400;
    if (seconds != 0 && seconds < kYear2200)
      out.timestamp = base::to_rfc3339(base::Time{static_cast<std::int64_t>(seconds)});
  }
  return size;
}

// Name and vendor of an entry that has them.
Parsed<void> read_name(Reader& r, Entry& out) {
  if ((out.flags & local_guid) != 0) {
    ASSAY_TRY(out.variable.vendor, uefi::read_guid(r, "Guid"));
  } else {
    ASSAY_TRY(out.guid_index, r.u8("GuidIndex"));
  }
  if ((out.flags & ascii_name) != 0) {
    ASSAY_TRY(const auto name, uefi::read_utf8z(r, "Name"));
    out.variable.name = bytes::to_string(name);
  } else {
    ASSAY_TRY(const auto name, uefi::read_utf16z(r, "Name"));
    out.variable.name = base::utf8_from_utf16(bytes::utf16le(name));
  }
  return {};
}

Parsed<Entry> read_entry(Reader& r) {
  const std::uint64_t at = r.offset();
  Reader ahead = r;
  ASSAY_TRY(const auto head, ahead.fixed<kHeader>("NVAR"));
  const std::uint16_t size = bytes::le16_at<4>(head);
  if (size <= kHeader) return bad_value(at + 4, "Size", "more than its header of 10 bytes");
  ASSAY_TRY(Reader in, r.sub(size, "Size"));
  ASSAY_CHECK(in.skip(kHeader, "NVAR"));
  Entry out;
  out.variable.offset = at;
  out.variable.size = size;
  out.variable.header = kHeader;
  out.variable.data = in.rest();
  out.variable.data_offset = in.offset();
  out.next = bytes::le32_at<6>(head) & kNoNext;
  out.flags = bytes::u8_at<9>(head);
  if ((out.flags & valid) == 0) {
    out.variable.state = VariableState::deleted;
    // What it was is told as far as it can still be read.
    Entry was = out;
    if ((out.flags & data_only) != 0 || !read_name(in, was)) return out;
    out = was;
    out.variable.header = static_cast<std::uint32_t>(in.offset() - at);
    out.variable.data = in.rest();
    out.variable.data_offset = in.offset();
    return out;
  }
  if ((out.flags & data_only) == 0) ASSAY_CHECK(read_name(in, out));
  auto data = in.rest();
  std::uint8_t more = 0;
  if ((out.flags & extended) != 0) {
    const std::uint64_t cut = read_extended(in.whole(), data, out.variable);
    if (cut != 0) more = static_cast<std::uint8_t>(data[data.size() - cut]);
    data = data.first(data.size() - static_cast<std::size_t>(cut));
  }
  out.variable.attributes = attributes_of(out.flags, more);
  out.variable.header = static_cast<std::uint32_t>(in.offset() - at);
  out.variable.data = data;
  out.variable.data_offset = in.offset();
  return out;
}

// GUID number i stands at the store's end, less 16 (i + 1) bytes.
void name_vendors(ByteSpan store, std::vector<Entry>& entries, std::uint64_t& table) {
  std::uint64_t count = 0;
  for (Entry& e : entries) {
    if (!e.guid_index) continue;
    const std::uint64_t need = (std::uint64_t{*e.guid_index} + 1) * 16;
    if (need > store.size()) continue;
    Reader r(store.subspan(store.size() - static_cast<std::size_t>(need), 16));
    const auto guid = uefi::read_guid(r, "Guid");
    if (guid) e.variable.vendor = *guid;
    // A deleted entry's bytes are not believed to say how long the table is.
    if (e.variable.state != VariableState::deleted)
      count = std::max(count, std::uint64_t{*e.guid_index} + 1);
  }
  table = count * 16;
}

// A chain's links get the name of its head; only the last of it is the variable's value.
void follow_links(std::vector<Entry>& entries) {
  std::map<std::uint64_t, std::size_t> at;
  for (std::size_t i = 0; i < entries.size(); ++i) at[entries[i].variable.offset] = i;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Entry& e = entries[i];
    if (e.next == kNoNext || e.next == 0 || (e.flags & valid) == 0) continue;
    const auto it = at.find(e.variable.offset + e.next);
    if (it == at.end() || it->second <= i) continue;
    Entry& newer = entries[it->second];
    if ((newer.flags & data_only) == 0) continue;
    newer.variable.link = true;
    newer.variable.name = e.variable.name;
    newer.variable.vendor = e.variable.vendor;
    if ((newer.flags & valid) != 0) e.variable.state = VariableState::replaced;
  }
}

void read_inner(Variable& v, Budget& budget) {
  if (looks_like_store(v.data) != StoreKind::nvar) return;
  const Nesting level(budget);
  if (!level.check(v.data_offset, "NVAR")) return;
  auto inner = parse_nvar(Reader(v.data, v.data_offset), budget);
  if (inner) v.inner.push_back(*std::move(inner));
}

}  // namespace

Parsed<Store> parse_nvar(Reader reader, Budget& budget) {
  Store out{.kind = StoreKind::nvar, .offset = reader.offset(), .size = reader.remaining()};
  const ByteSpan whole = reader.rest();
  std::vector<Entry> entries;
  while (reader.remaining() > kHeader) {
    Reader ahead = reader;
    if (ahead.le32("NVAR").value_or(0) != kMagicNvar) break;
    ASSAY_CHECK(budget.items(1, reader.offset(), "NVAR"));
    auto entry = read_entry(reader);
    if (!entry) {
      out.problems.push_back(entry.error());
      break;
    }
    entries.push_back(*std::move(entry));
  }
  std::uint64_t table = 0;
  name_vendors(whole, entries, table);
  follow_links(entries);
  for (Entry& e : entries) {
    if (e.variable.state != VariableState::deleted) read_inner(e.variable, budget);
    out.variables.push_back(std::move(e.variable));
  }
  // GUIDs that no entry uses any more stand there too.
  while (reader.remaining() >= table + 16 &&
         !bytes::all_of(whole.subspan(whole.size() - static_cast<std::size_t>(table) - 16, 16),
                        std::byte{0xFF}))
    table += 16;
  set_free(out, reader.offset(), out.offset + out.size - std::min(table, reader.remaining()));
  return out;
}

}  // namespace assay::formats::nvram
