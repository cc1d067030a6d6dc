#include "formats/tcg/no_action.h"

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::tcg {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSignature = 16;

int form_of(bytes::ByteSpan signature) {
  if (bytes::starts_with(signature, "SP800-155 Event\0"sv)) return 1;
  if (bytes::starts_with(signature, "SP800-155 Event2"sv)) return 2;
  if (bytes::starts_with(signature, "SP800-155 Event3"sv)) return 3;
  return 0;
}

// UINT8 size and as many bytes.
bytes::Parsed<bytes::ByteSpan> sized8(bytes::Reader& reader, std::string_view field) {
  const auto size = reader.u8(field);
  if (!size) return std::unexpected(size.error());
  return reader.take(*size, field);
}

bytes::Parsed<void> read_strings(bytes::Reader& reader, PlatformId& id) {
  ASSAY_TRY(id.manufacturer, sized8(reader, "PlatformManufacturerStr"));
  ASSAY_TRY(id.model, sized8(reader, "PlatformModel"));
  ASSAY_TRY(id.version, sized8(reader, "PlatformVersion"));
  ASSAY_TRY(id.firmware_manufacturer, sized8(reader, "FirmwareManufacturerStr"));
  ASSAY_TRY(id.firmware_manufacturer_id, reader.le32("FirmwareManufacturerId"));
  ASSAY_TRY(id.firmware_version, sized8(reader, "FirmwareVersion"));
  return {};
}

bytes::Parsed<void> read_locators(bytes::Reader& reader, PlatformId& id) {
  ASSAY_TRY(id.manifest_locator_type, reader.le32("RIMLocatorType"));
  ASSAY_TRY(const std::uint32_t manifest_size, reader.le32("RIMLocatorLength"));
  ASSAY_TRY(id.manifest_locator, reader.take(manifest_size, "RIMLocator"));
  ASSAY_TRY(id.certificate_locator_type, reader.le32("PlatformCertLocatorType"));
  ASSAY_TRY(const std::uint32_t certificate_size, reader.le32("PlatformCertLocatorLength"));
  ASSAY_TRY(id.certificate_locator, reader.take(certificate_size, "PlatformCertLocator"));
  return {};
}

}  // namespace

std::optional<std::uint8_t> startup_locality(bytes::ByteSpan data) noexcept {
  if (data.size() != kSignature + 1 || !bytes::starts_with(data, "StartupLocality\0"sv))
    return std::nullopt;
  return std::to_integer<std::uint8_t>(data[kSignature]);
}

bytes::Parsed<PlatformId> parse_platform_id(bytes::Reader reader) noexcept {
  PlatformId id;
  const std::uint64_t at = reader.offset();
  ASSAY_TRY(const auto signature, reader.take(kSignature, "Signature"));
  id.form = form_of(signature);
  if (id.form == 0)
    return bytes::bad_value(at, "Signature", "\"SP800-155 Event\", Event2 or Event3");
  ASSAY_TRY(id.manufacturer_id, reader.le32("PlatformManufacturerId"));
  ASSAY_TRY(id.manifest, uefi::read_guid(reader, "ReferenceManifestGuid"));
  if (id.form >= 2) ASSAY_CHECK(read_strings(reader, id));
  if (id.form >= 3) ASSAY_CHECK(read_locators(reader, id));
  return id;
}

bytes::Parsed<NvIndexDynamic> parse_nv_index_dynamic(bytes::Reader reader) noexcept {
  NvIndexDynamic found;
  // Signature[16], Version, Reserved[6].
  ASSAY_CHECK(reader.skip(24, "Signature"));
  ASSAY_TRY(found.uid, reader.le64("UID"));
  ASSAY_TRY(const std::uint16_t description_size, reader.le16("DescriptionSize"));
  ASSAY_TRY(found.description, reader.take(description_size, "Description"));
  ASSAY_TRY(const std::uint16_t data_size, reader.le16("DataSize"));
  ASSAY_TRY(found.data, reader.take(data_size, "Data"));
  return found;
}

}  // namespace assay::formats::tcg
