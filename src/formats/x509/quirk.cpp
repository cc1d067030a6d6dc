#include "formats/x509/quirk.h"

namespace assay::formats::x509 {

std::string_view describe(Quirk quirk) noexcept {
  switch (quirk) {
    case Quirk::nv_header:
      return "a TCG NV header of 7 bytes stands before the certificate";
    case Quirk::trailing_padding:
      return "padding bytes follow the certificate";
    case Quirk::long_length:
      return "a DER length is written with more bytes than needed";
    case Quirk::unsorted_set:
      return "a SET is not sorted as DER wants it";
    case Quirk::long_integer:
      return "an INTEGER has superfluous leading bytes";
    case Quirk::odd_boolean:
      return "a BOOLEAN TRUE is not written as 0xFF";
    case Quirk::odd_serial:
      return "the serial number is negative or longer than 20 bytes";
    case Quirk::odd_time:
      return "a validity time is not written as YYMMDDhhmmssZ";
    case Quirk::oaep_key:
      return "the key is named RSAES-OAEP instead of rsaEncryption";
    case Quirk::algorithm_mismatch:
      return "the signature algorithm outside the signed part differs from the one inside";
    case Quirk::malformed_extension:
      return "a known extension cannot be decoded";
    case Quirk::repeated_extension:
      return "an extension stands twice";
    case Quirk::sha1_signature:
      return "the signature uses SHA-1";
  }
  return "unknown";
}

}  // namespace assay::formats::x509
