#include "formats/x509/nv_header.h"

namespace assay::formats::x509 {

bytes::Parsed<bool> skip_nv_header(bytes::Reader& reader) noexcept {
  constexpr std::uint16_t kStored = 0x1001;
  constexpr std::uint16_t kFull = 0x1002;
  bytes::Reader r = reader;
  const auto tag = r.be16("stored certificate tag");
  if (!tag || *tag != kStored) return false;
  ASSAY_TRY(const std::uint8_t type, r.u8("certType"));
  if (type != 0) return bytes::bad_value(r.offset() - 1, "certType", "0 (a full certificate)");
  ASSAY_TRY(const std::uint16_t size, r.be16("certSize"));
  bytes::Reader body = r;
  ASSAY_CHECK(body.skip(size, "certSize"));
  ASSAY_TRY(const std::uint16_t full, r.be16("full certificate tag"));
  if (full != kFull) return bytes::bad_value(r.offset() - 2, "full certificate tag", "0x1002");
  reader = r;
  return true;
}

}  // namespace assay::formats::x509
