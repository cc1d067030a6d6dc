// Phoenix's EVSA store: GUIDs and names are entries of their own, and a variable's data names them
// by number. An entry of which a bit of the type was cleared is deleted.
#include <algorithm>
#include <map>

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

constexpr std::uint32_t kHeader = 20;
constexpr std::uint8_t kDeleted = 0x83;
constexpr std::uint32_t kExtended = 0x10000000;  // the data's size stands in front of it

struct Numbers {
  std::uint16_t guid;
  std::uint16_t name;
};

class Entries {
 public:
  explicit Entries(Store& out) : out_(out) {}

  // One entry; `entry` is all of it.
  Parsed<void> read(std::uint8_t type, Reader entry) {
    const std::uint64_t at = entry.offset();
    const auto sum = entry.whole();
    ASSAY_CHECK(entry.skip(4, "Header"));
    if (type == 0xED || type == 0xE1) {
      ASSAY_TRY(const std::uint16_t number, entry.le16("GuidId"));
      ASSAY_TRY(guids_[number], uefi::read_guid(entry, "Guid"));
    } else if (type == 0xEE || type == 0xE2) {
      ASSAY_TRY(const std::uint16_t number, entry.le16("VarId"));
      names_[number] = base::utf8_from_utf16(bytes::utf16le(entry.rest()));
    } else {
      return data(type, at, sum.size(), entry);
    }
    return {};
  }

  // Names and GUIDs may stand behind the data that uses them.
  void name_all() {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      if (const auto it = guids_.find(numbers_[i].guid); it != guids_.end())
        out_.variables[i].vendor = it->second;
      if (const auto it = names_.find(numbers_[i].name); it != names_.end())
        out_.variables[i].name = it->second;
    }
  }

 private:
  Parsed<void> data(std::uint8_t type, std::uint64_t at, std::uint64_t size, Reader entry) {
    ASSAY_TRY(const auto head, entry.fixed<8>("GuidId"));
    Variable v;
    v.offset = at;
    v.size = size;
    v.state = type == kDeleted ? VariableState::deleted : VariableState::valid;
    v.attributes = bytes::le32_at<4>(head);
    v.header = 12;
    if ((v.attributes & kExtended) != 0) {
      ASSAY_CHECK(entry.skip(4, "DataSize"));
      v.header = 16;
    }
    v.data = entry.rest();
    v.data_offset = at + v.header;
    numbers_.push_back({bytes::le16_at<0>(head), bytes::le16_at<2>(head)});
    out_.variables.push_back(std::move(v));
    return {};
  }

  Store& out_;
  std::map<std::uint16_t, uefi::Guid> guids_;
  std::map<std::uint16_t, std::string> names_;
  std::vector<Numbers> numbers_;
};

// Size of the entry at `r`, whose extended data is not counted in the 16-bit field.
Parsed<std::uint64_t> entry_size(Reader r, std::uint8_t& type) {
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const auto head, r.fixed<4>("Header"));
  type = bytes::u8_at<0>(head);
  const std::uint64_t size = bytes::le16_at<2>(head);
  if (size < 6) return bad_value(at + 2, "Size", "at least 6");
  if (type != 0xEF && type != 0xE3 && type != kDeleted) return size;
  ASSAY_TRY(const auto more, r.fixed<12>("Attributes"));
  if ((bytes::le32_at<4>(more) & kExtended) == 0) return size;
  return std::max<std::uint64_t>(size, 16) + bytes::le32_at<8>(more);
}

bool known(std::uint8_t type) noexcept {
  constexpr std::array<std::uint8_t, 7> kTypes{0xED, 0xE1, 0xEE, 0xE2, 0xEF, 0xE3, kDeleted};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

}  // namespace

Parsed<Store> parse_evsa(Reader reader, Budget& budget) {
  const Reader whole(reader.rest(), reader.offset());
  Store out{.kind = StoreKind::evsa, .offset = reader.offset(), .header = kHeader};
  ASSAY_TRY(const auto head, reader.fixed<kHeader>("EVSA"));
  if (bytes::le16_at<2>(head) != kHeader) return bad_value(out.offset + 2, "Size", "20");
  const std::uint32_t size = bytes::le32_at<12>(head);
  if (size < kHeader) return bad_value(out.offset + 12, "StoreSize", "at least 20");
  out.size = std::min<std::uint64_t>(size, whole.whole().size());
  if (out.size < size)
    out.problems.push_back(
        {bytes::Fault::truncated, out.offset + 12, "StoreSize", {}, size, whole.whole().size()});
  ASSAY_TRY(Reader body, whole.at(kHeader, out.size - kHeader, "StoreSize"));
  Entries entries(out);
  while (body.remaining() >= 6) {
    ASSAY_CHECK(budget.items(1, body.offset(), "Type"));
    std::uint8_t type = 0;
    const auto length = entry_size(body, type);
    if (!known(type)) break;
    auto entry = length ? body.sub(*length, "Size") : std::unexpected(length.error());
    const auto ok = entry ? entries.read(type, *entry) : std::unexpected(entry.error());
    if (!ok) {
      out.problems.push_back(ok.error());
      break;
    }
  }
  entries.name_all();
  set_free(out, body.offset(), out.offset + out.size);
  return out;
}

}  // namespace assay::formats::nvram
