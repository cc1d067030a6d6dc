// The three NIST curves that TPMs sign with, as OpenSSL names them, and points of them as SEC 1
// writes them. For the layer's own files.
#pragma once

#include <array>

#include "base/error.h"
#include "bytes/reader.h"
#include "crypto/public_key.h"

namespace assay::crypto {

inline constexpr std::size_t kLargestField = 66;  ///< bytes of a P-521 coordinate

struct CurveRow {
  Curve curve;
  const char* group;
  std::size_t field;  ///< bytes of one coordinate
};
inline constexpr std::array<CurveRow, 3> kCurves{{
    {Curve::p256, "prime256v1", 32},
    {Curve::p384, "secp384r1", 48},
    {Curve::p521, "secp521r1", kLargestField},
}};

/// 0x04 ‖ X ‖ Y (SEC 1, 2.3.3); nobody has asked yet whether it lies on the curve.
struct EncodedPoint {
  std::array<std::byte, 1 + 2 * kLargestField> bytes{};
  std::size_t size = 0;
};

[[nodiscard]] const CurveRow& row_of(Curve curve) noexcept;
/// `x` and `y` big-endian; refused where one is larger than the field.
[[nodiscard]] base::Result<EncodedPoint> encode_point(const CurveRow& row, bytes::ByteSpan x,
                                                      bytes::ByteSpan y);
[[nodiscard]] bytes::ByteSpan without_leading_zeros(bytes::ByteSpan number) noexcept;

}  // namespace assay::crypto
