// Apple's stores of system variables, "Fsys" (serial numbers, board) and "Gaid": a length and a
// name, a length and the data, up to an entry named EOF; a CRC-32 ends the store.
#include "base/error.h"
#include "bytes/text.h"
#include "formats/nvram/parsers.h"

namespace assay::formats::nvram {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

Parsed<Store> parse_fsys(Reader reader, Budget& budget) {
  constexpr std::uint32_t kHeader = 11;
  constexpr std::uint32_t kCrc = 4;
  const Reader whole(reader.rest(), reader.offset());
  Store out{.kind = StoreKind::fsys, .offset = reader.offset(), .header = kHeader};
  ASSAY_TRY(const auto head, reader.fixed<kHeader>("Fsys"));
  out.variant = bytes::to_string(head.first<4>());
  const std::uint16_t size = bytes::le16_at<9>(head);
  if (size < kHeader + kCrc || size == 0xFFFF)
    return bad_value(out.offset + 9, "Size", "at least its header of 11 bytes and a checksum");
  ASSAY_TRY(const Reader all, whole.at(0, size, "Size"));
  out.size = size;
  ASSAY_TRY(Reader body, whole.at(kHeader, size - kHeader - kCrc, "Size"));
  ASSAY_TRY(Reader tail, whole.at(size - kCrc, kCrc, "Crc"));
  out.checked = tail.le32("Crc").value_or(0) == crc32(all.whole().first(size - kCrc));
  while (!body.empty()) {
    Variable v;
    v.offset = body.offset();
    ASSAY_CHECK(budget.items(1, v.offset, "NameLength"));
    const auto length = body.u8("NameLength");
    const auto name = body.take(*length & 0x7FU, "Name");
    if (!name) {
      out.problems.push_back(name.error());
      break;
    }
    if ((*length & 0x80U) != 0) v.state = VariableState::deleted;
    v.name = bytes::to_string(*name);
    while (!v.name.empty() && v.name.back() == '\0') v.name.pop_back();
    if (v.name == "EOF" || name->empty()) break;
    const auto data_size = body.le16("DataLength");
    const auto data =
        data_size ? body.take(*data_size, "Data") : std::unexpected(data_size.error());
    if (!data) {
      out.problems.push_back(data.error());
      break;
    }
    v.data = *data;
    v.header = static_cast<std::uint32_t>(3 + name->size());
    v.size = v.header + data->size();
    v.data_offset = v.offset + v.header;
    out.variables.push_back(std::move(v));
  }
  set_free(out, body.offset(), out.offset + size - kCrc);
  return out;
}

}  // namespace assay::formats::nvram
