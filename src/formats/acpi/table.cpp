#include "formats/acpi/table.h"

#include <algorithm>
#include <cctype>

#include "bytes/text.h"

namespace assay::formats::acpi {
namespace {

constexpr std::uint32_t kMostLogArea = 16U << 20U;

bytes::Parsed<Tpm2> parse_tpm2(bytes::Reader r) {
  Tpm2 t;
  ASSAY_TRY(t.platform_class, r.le16("TPM2.PlatformClass"));
  ASSAY_CHECK(r.skip(2, "TPM2.Reserved"));
  ASSAY_TRY(t.control_area, r.le64("TPM2.AddressOfControlArea"));
  ASSAY_TRY(t.start_method, r.le32("TPM2.StartMethod"));
  // Platform specific parameters fill what lies before the last 12 bytes.
  if (r.remaining() < 12) return t;
  ASSAY_CHECK(r.skip(r.remaining() - 12, "TPM2.PlatformSpecificParameters"));
  const std::uint64_t length_at = r.offset();
  ASSAY_TRY(t.log_length, r.le32("TPM2.LogAreaMinimumLength"));
  const std::uint64_t address_at = r.offset();
  ASSAY_TRY(t.log_address, r.le64("TPM2.LogAreaStartAddress"));
  if (*t.log_length > kMostLogArea)
    return bytes::bad_value(length_at, "TPM2.LogAreaMinimumLength", "at most 16 MiB");
  if (*t.log_length != 0 && *t.log_address == 0)
    return bytes::bad_value(address_at, "TPM2.LogAreaStartAddress",
                            "the address of a log area that is not empty");
  return t;
}

}  // namespace

bytes::Parsed<Table> parse_table(bytes::Reader r) {
  Table t;
  const auto whole = r.whole();
  const std::uint64_t start = r.offset();
  ASSAY_TRY(const auto head, r.fixed<36>("DESCRIPTION_HEADER"));
  t.signature = bytes::as_chars(bytes::ByteSpan(head).first(4));
  t.length = bytes::le32_at<4>(head);
  t.revision = bytes::u8_at<8>(head);
  t.oem_id = bytes::as_chars(bytes::ByteSpan(head).subspan(10, 6));
  t.oem_table_id = bytes::as_chars(bytes::ByteSpan(head).subspan(16, 8));
  t.oem_revision = bytes::le32_at<24>(head);
  if (t.length != whole.size())
    return bytes::bad_value(start + 4, "Length", "the number of bytes of the table");
  const bool capital = std::ranges::all_of(t.signature, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!capital)
    return bytes::bad_value(start, "Signature", "four capital letters or digits, like TPM2");
  unsigned sum = 0;
  for (const std::byte b : whole) sum += static_cast<unsigned>(b);
  t.checksum_good = sum % 256 == 0;
  if (t.signature == "TPM2") {
    ASSAY_TRY(t.tpm2, parse_tpm2(r));
  }
  return t;
}

bool looks_like_table(bytes::ByteSpan b) noexcept {
  bytes::Reader r(b);
  const auto head = r.fixed<36>("DESCRIPTION_HEADER");
  if (!head) return false;
  const auto signature = bytes::as_chars(bytes::ByteSpan(*head).first(4));
  const auto letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  const auto text = [](char c) { return (c >= 0x20 && c < 0x7F) || c == 0; };
  const std::uint32_t length = bytes::le32_at<4>(*head);
  // Creator and OEM ids are text in every table; that tells a table from other data.
  return std::ranges::all_of(signature, letter) && bytes::u8_at<8>(*head) < 16 && length >= 36 &&
         length < (64U << 20U) &&
         std::ranges::all_of(bytes::as_chars(bytes::ByteSpan(*head).subspan(10, 14)), text) &&
         std::ranges::all_of(bytes::as_chars(bytes::ByteSpan(*head).subspan(28, 4)), text) &&
         !bytes::all_of(bytes::ByteSpan(*head).subspan(10, 14), std::byte{0});
}

}  // namespace assay::formats::acpi
