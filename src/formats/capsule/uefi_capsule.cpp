#include "formats/capsule/uefi_capsule.h"

#include <algorithm>
#include <array>

#include "base/error.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;
using uefi::guid;
using uefi::Guid;

constexpr std::uint64_t kHeader = 28;

struct Row {
  Guid guid;
  CapsuleKind kind;
  std::string_view name;
};
constexpr std::array kRows{
    Row{guid("6dcbd5ed-e82d-4c44-bda1-7194199ad92a"), CapsuleKind::fmp, "FMP capsule"},
    Row{guid("3b6686bd-0d76-4030-b70e-b5519e2fc5a0"), CapsuleKind::image, "UEFI capsule"},
    Row{guid("539182b9-abb5-4391-b69a-e3a943f72fcc"), CapsuleKind::image, "Intel capsule"},
    Row{guid("e20bafd3-9914-4f4f-9537-3129e090eb3c"), CapsuleKind::image, "Lenovo capsule"},
    Row{guid("25b5fe76-8243-4a5c-a9bd-7ee3246198b5"), CapsuleKind::image, "Lenovo capsule"},
    Row{guid("14eebb90-890a-43db-aed1-5d3c4588a418"), CapsuleKind::aptio, "AMI Aptio capsule"},
    Row{guid("4a3ca68b-7723-48fb-803d-578cc1fec44d"), CapsuleKind::aptio_signed,
        "AMI Aptio capsule, signed"},
    Row{guid("3be07062-1d51-45d2-832b-f093257ed461"), CapsuleKind::toshiba, "Toshiba capsule"},
    Row{guid("3b8c8162-188c-46a4-aec9-be43f1d65697"), CapsuleKind::windows_ux,
        "update screen capsule"},
    Row{guid("39b68c46-f7fb-441b-b6ec-16b0f69821f3"), CapsuleKind::variables, "capsule report"},
};

const Row* row_of(const Guid& guid) noexcept {
  const auto it = std::ranges::find(kRows, guid, &Row::guid);
  return it == kRows.end() ? nullptr : &*it;
}

// Where the image stands: Aptio says so itself, in two more fields behind the header.
Parsed<std::uint64_t> body_offset(const Reader& whole, const Capsule& capsule) {
  if (capsule.kind != CapsuleKind::aptio && capsule.kind != CapsuleKind::aptio_signed)
    return capsule.header_size;
  ASSAY_TRY(auto r, whole.at(kHeader, 4, "RomImageOffset"));
  ASSAY_TRY(const std::uint16_t offset, r.le16("RomImageOffset"));
  if (offset < kHeader)
    return bytes::bad_value(whole.offset() + kHeader, "RomImageOffset", "behind the header");
  return offset;
}

}  // namespace

std::string_view capsule_name(const Guid& guid) noexcept {
  const Row* row = row_of(guid);
  return row == nullptr ? std::string_view{} : row->name;
}

Parsed<Capsule> parse_capsule(Reader reader) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "capsule"));
  ASSAY_TRY(auto r, whole.at(0, kHeader, "capsule header"));
  ASSAY_TRY(const auto b, r.fixed<kHeader>("capsule header"));
  Capsule out;
  out.guid = Guid::from(bytes::ByteSpan(b).first<16>());
  const Row* row = row_of(out.guid);
  if (row == nullptr) return bytes::bad_value(start, "CapsuleGuid", "a capsule's GUID");
  out.kind = row->kind;
  out.header_size = bytes::le32_at<16>(b);
  // Toshiba's header has its size before the flags, the others behind.
  out.flags = out.kind == CapsuleKind::toshiba ? bytes::le32_at<24>(b) : bytes::le32_at<20>(b);
  out.image_size = out.kind == CapsuleKind::toshiba ? bytes::le32_at<20>(b) : bytes::le32_at<24>(b);
  if (out.header_size < kHeader || out.header_size > out.image_size)
    return bytes::bad_value(start + 16, "HeaderSize", "at least 28 and at most the capsule's size");
  out.truncated = out.image_size > whole.whole().size();
  ASSAY_TRY(out.body_offset, body_offset(whole, out));
  const std::uint64_t end = std::min<std::uint64_t>(out.image_size, whole.whole().size());
  if (out.body_offset > end)
    return bytes::bad_value(start + 16, "HeaderSize", "inside the capsule");
  ASSAY_TRY(const Reader body, whole.at(out.body_offset, end - out.body_offset, "capsule image"));
  out.body = body.whole();
  return out;
}

bool looks_like_capsule(bytes::ByteSpan bytes) noexcept {
  return parse_capsule(Reader(bytes)).has_value();
}

}  // namespace assay::formats::capsule
