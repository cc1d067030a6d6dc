#include "formats/uefi/auth_variable.h"

#include <fmt/format.h>

#include "base/error.h"
#include "bytes/budget.h"
#include "formats/uefi/signature_list.h"

namespace assay::formats::uefi {

using bytes::bad_value;
using bytes::Parsed;
using bytes::Reader;

Parsed<AuthenticatedUpdate> parse_authenticated_update(Reader reader) {
  constexpr std::uint32_t kTime = 16;
  constexpr std::uint32_t kHeader = 24;  // WIN_CERTIFICATE and CertType
  constexpr std::uint16_t kTypeGuid = 0x0EF1;
  const std::uint64_t at = reader.offset();
  ASSAY_TRY(const auto time, reader.fixed<kTime>("TimeStamp"));
  const unsigned month = bytes::u8_at<2>(time);
  const unsigned day = bytes::u8_at<3>(time);
  if (bytes::le16_at<0>(time) > 9999 || month > 12 || day > 31 || bytes::u8_at<4>(time) > 23)
    return bad_value(at, "TimeStamp", "an EFI_TIME");
  ASSAY_TRY(const auto head, reader.fixed<kHeader>("dwLength"));
  const std::uint32_t length = bytes::le32_at<0>(head);
  if (length < kHeader) return bad_value(at + kTime, "dwLength", "at least 24");
  if (bytes::le16_at<6>(head) != kTypeGuid)
    return bad_value(at + kTime + 6, "wCertificateType", "0x0ef1");
  if (Guid::from(head.subspan<8, 16>()) != kCertTypePkcs7)
    return bad_value(at + kTime + 8, "CertType", "EFI_CERT_TYPE_PKCS7_GUID");
  AuthenticatedUpdate out{
      .offset = at,
      .time = time,
      .time_text =
          fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", bytes::le16_at<0>(time), month, day,
                      bytes::u8_at<4>(time), bytes::u8_at<5>(time), bytes::u8_at<6>(time)),
      .signature = {},
      .signature_offset = reader.offset(),
      .payload = {},
      .payload_offset = 0};
  ASSAY_TRY(out.signature, reader.take(length - kHeader, "dwLength"));
  out.payload = reader.rest();
  out.payload_offset = reader.offset();
  return out;
}

bool looks_like_authenticated_update(bytes::ByteSpan b) {
  return parse_authenticated_update(Reader(b)).has_value();
}

bool looks_like_signature_list(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto head = r.fixed<28>("SignatureType");
  if (!head) return false;
  const auto type = Guid::from(head->first<16>());
  constexpr Guid kTypes[] = {kCertX509,       kCertSha1,       kCertSha224,    kCertSha256,
                             kCertSha384,     kCertSha512,     kCertRsa2048,   kCertRsa2048Sha256,
                             kCertX509Sha256, kCertX509Sha384, kCertX509Sha512};
  for (const Guid& known : kTypes)
    if (known == type)
      return bytes::le32_at<16>(*head) >= 28 && bytes::le32_at<16>(*head) <= b.size();
  return false;
}

}  // namespace assay::formats::uefi
