#include "formats/pe/debug.h"

#include <fmt/format.h>

#include "base/error.h"
#include "formats/uefi/guid.h"
#include "formats/uefi/text.h"

namespace assay::formats::pe {
namespace {

using bytes::Reader;

constexpr std::uint32_t kEntry = 28;
constexpr std::uint32_t kCodeView = 2;
constexpr std::uint32_t kRsds = 0x53445352;
constexpr std::uint32_t kNb10 = 0x3031424E;
constexpr std::uint32_t kMtoc = 0x434F544D;  // made from Mach-O by mtoc: UUID, path

void read_path(Reader r, DebugEntry& out) {
  const auto text = uefi::read_utf8z(r, "PdbFileName");
  out.path = uefi::utf8_text(text ? *text : r.rest());
}

void read_code_view(DebugEntry& out) {
  Reader r(out.data);
  const auto magic = r.le32("CvSignature");
  if (!magic) return;
  if (*magic == kRsds || *magic == kMtoc) {
    const auto id = r.fixed<16>("Signature");
    if (!id) return;
    out.id = uefi::Guid::from(*id).to_string();
    if (*magic == kRsds && !r.skip(4, "Age")) return;
    read_path(r, out);
  } else if (*magic == kNb10) {
    const auto head = r.fixed<12>("Offset");
    if (!head) return;
    out.id = fmt::format("{:08x}", bytes::le32_at<4>(*head));
    read_path(r, out);
  }
}

}  // namespace

bytes::Parsed<std::vector<DebugEntry>> parse_debug_directory(const Image& image,
                                                             bytes::Budget& budget) {
  std::vector<DebugEntry> out;
  const DirectoryEntry d = image.directory(Directory::debug);
  const auto at = d.size != 0 ? image.at_rva(d.address, d.size) : std::nullopt;
  if (!at) return out;
  const Reader whole(image.file, image.offset);
  ASSAY_TRY(Reader r, whole.at(*at, d.size, "Debug"));
  while (r.remaining() >= kEntry) {
    DebugEntry entry;
    entry.offset = r.offset() - image.offset;
    ASSAY_CHECK(budget.items(1, r.offset(), "Debug"));
    ASSAY_TRY(const auto head, r.fixed<kEntry>("Debug"));
    entry.timestamp = bytes::le32_at<4>(head);
    entry.type = bytes::le32_at<12>(head);
    entry.size = bytes::le32_at<16>(head);
    const std::uint32_t rva = bytes::le32_at<20>(head);
    std::uint64_t raw = bytes::le32_at<24>(head);
    if (image.form == Form::te && raw >= image.stripped) raw = raw - image.stripped + 40;
    const auto place = rva != 0 ? image.at_rva(rva, entry.size) : std::optional(raw);
    if (const auto data = place ? whole.at(*place, entry.size, "SizeOfData")
                                : bytes::Parsed<Reader>(Reader(bytes::ByteSpan{}));
        data && entry.size != 0 && !data->whole().empty()) {
      entry.data_offset = *place;
      entry.data = data->whole();
    }
    if (entry.type == kCodeView) read_code_view(entry);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace assay::formats::pe
