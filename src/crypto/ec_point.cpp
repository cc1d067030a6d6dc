#include "crypto/ec_point.h"

#include <algorithm>

namespace assay::crypto {

const CurveRow& row_of(Curve curve) noexcept {
  return *std::ranges::find(kCurves, curve, &CurveRow::curve);
}

bytes::ByteSpan without_leading_zeros(bytes::ByteSpan number) noexcept {
  while (!number.empty() && number.front() == std::byte{0}) number = number.subspan(1);
  return number;
}

base::Result<EncodedPoint> encode_point(const CurveRow& row, bytes::ByteSpan x, bytes::ByteSpan y) {
  const auto xs = without_leading_zeros(x);
  const auto ys = without_leading_zeros(y);
  if (xs.size() > row.field || ys.size() > row.field)
    return base::fail(base::ErrorKind::malformed,
                      "ECC point: a coordinate is larger than the curve's field");
  EncodedPoint point;
  point.bytes[0] = std::byte{0x04};
  point.size = 1 + 2 * row.field;
  std::ranges::copy(xs,
                    point.bytes.begin() + static_cast<std::ptrdiff_t>(1 + row.field - xs.size()));
  std::ranges::copy(
      ys, point.bytes.begin() + static_cast<std::ptrdiff_t>(1 + 2 * row.field - ys.size()));
  return point;
}

}  // namespace assay::crypto
