#include "formats/capsule/fmp_capsule.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/capsule/dependency.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;
using uefi::Guid;

constexpr std::uint16_t kMostItems = 1024;
constexpr Guid kPkcs7 = uefi::guid("4aafd29d-68df-49ee-8aa9-347d375665a7");
constexpr std::uint16_t kCertTypeGuid = 0x0EF1;

// WIN_CERTIFICATE_UEFI_GUID behind a counter. Not every image is signed, and nothing but the
// certificate's own fields says whether this one is.
std::optional<FmpAuthentication> authentication_of(const Reader& image) {
  auto r = image.at(0, 32, "authentication");
  const auto b = r ? r->fixed<32>("authentication") : std::unexpected(r.error());
  if (!b) return std::nullopt;
  const std::uint32_t length = bytes::le32_at<8>(*b);
  const Guid certificate = Guid::from(bytes::ByteSpan(*b).subspan<16, 16>());
  if (bytes::le16_at<14>(*b) != kCertTypeGuid || certificate != kPkcs7 || length < 24)
    return std::nullopt;
  const auto signature = image.at(32, length - 24, "signature");
  if (!signature) return std::nullopt;
  return FmpAuthentication{.monotonic_count = bytes::le64_at<0>(*b),
                           .size = std::uint64_t{length} + 8,
                           .certificate = certificate,
                           .signature = signature->whole()};
}

// edk2's FmpDevicePkg puts "MSS1", its size and two versions first.
std::optional<FmpPayloadHeader> payload_of(const Reader& image, std::uint64_t at) {
  auto r = image.at(at, 16, "payload header");
  const auto b = r ? r->fixed<16>("payload header") : std::unexpected(r.error());
  if (!b || !bytes::starts_with(*b, "MSS1")) return std::nullopt;
  const std::uint32_t size = bytes::le32_at<4>(*b);
  if (size < 16 || !image.at(at, size, "payload header")) return std::nullopt;
  return FmpPayloadHeader{
      .size = size, .version = bytes::le32_at<8>(*b), .lowest_supported = bytes::le32_at<12>(*b)};
}

Parsed<FmpImage> read_image(const Reader& whole, std::uint64_t offset, bytes::Budget& budget) {
  ASSAY_TRY(auto r, whole.at(offset, 32, "image header"));
  ASSAY_TRY(const auto b, r.fixed<32>("image header"));
  const std::uint32_t version = bytes::le32_at<0>(b);
  if (version < 1 || version > 3)
    return bytes::bad_value(whole.offset() + offset, "Version", "1 to 3");
  FmpImage out;
  out.type = Guid::from(bytes::ByteSpan(b).subspan<4, 16>());
  out.index = bytes::u8_at<20>(b);
  out.offset = offset;
  // Version 2 appended the hardware instance, version 3 what kind of support the image needs.
  out.header_size = version == 1 ? 32 : version == 2 ? 40 : 48;
  if (version >= 2) {
    ASSAY_TRY(auto instance, whole.at(offset + 32, 8, "UpdateHardwareInstance"));
    ASSAY_TRY(out.hardware_instance, instance.le64("UpdateHardwareInstance"));
  }
  const std::uint64_t image_size = bytes::le32_at<24>(b);
  const std::uint64_t vendor_size = bytes::le32_at<28>(b);
  out.image_offset = offset + out.header_size;
  out.size = out.header_size + image_size + vendor_size;
  ASSAY_TRY(const Reader image, whole.at(out.image_offset, image_size, "UpdateImageSize"));
  ASSAY_TRY(const Reader vendor,
            whole.at(out.image_offset + image_size, vendor_size, "UpdateVendorCodeSize"));
  out.image = image.whole();
  out.vendor_code = vendor.whole();
  out.authentication = authentication_of(image);
  out.payload_offset = out.authentication ? out.authentication->size : 0;
  ASSAY_TRY(const auto dependencies, read_dependencies(image, out.payload_offset, budget));
  out.dependencies = dependencies.text;
  out.payload_offset += dependencies.size;
  out.payload = payload_of(image, out.payload_offset);
  if (out.payload) out.payload_offset += out.payload->size;
  return out;
}

}  // namespace

Parsed<FmpCapsule> parse_fmp_capsule(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "FMP capsule"));
  ASSAY_TRY(auto r, whole.at(0, whole.remaining(), "FMP capsule"));
  ASSAY_TRY(const std::uint32_t version, r.le32("Version"));
  if (version != 1) return bytes::bad_value(start, "Version", "1");
  ASSAY_TRY(const std::uint16_t drivers, r.le16("EmbeddedDriverCount"));
  ASSAY_TRY(const std::uint16_t images, r.le16("PayloadItemCount"));
  const std::uint32_t count = std::uint32_t{drivers} + images;
  if (count > kMostItems) return bytes::bad_value(start + 4, "PayloadItemCount", "at most 1024");
  ASSAY_CHECK(budget.items(count, start + 4, "PayloadItemCount"));
  FmpCapsule out;
  out.header_size = 8 + count * 8ULL;
  std::vector<std::uint64_t> offsets;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t at = r.offset();
    ASSAY_TRY(const std::uint64_t offset, r.le64("ItemOffsetList"));
    if (offset < out.header_size || offset > whole.whole().size())
      return bytes::bad_value(at, "ItemOffsetList", "behind the header and in the capsule");
    offsets.push_back(offset);
  }
  // A driver ends where the next item begins.
  for (std::uint32_t i = 0; i < drivers; ++i) {
    const std::uint64_t end = i + 1 < count ? offsets[i + 1] : whole.whole().size();
    if (end < offsets[i])
      return bytes::bad_value(start + 8 + (i + 1) * 8ULL, "ItemOffsetList", "ascending offsets");
    ASSAY_TRY(const Reader driver, whole.at(offsets[i], end - offsets[i], "embedded driver"));
    out.drivers.push_back({.offset = offsets[i], .bytes = driver.whole()});
  }
  for (std::uint32_t i = drivers; i < count; ++i) {
    ASSAY_TRY(FmpImage image, read_image(whole, offsets[i], budget));
    out.images.push_back(std::move(image));
  }
  return out;
}

}  // namespace assay::formats::capsule
