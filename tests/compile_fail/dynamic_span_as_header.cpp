// Picking a field out of bytes whose number nobody checked.
// refused: no matching function for call to .*u8_at<0>
#include "bytes/reader.h"

std::uint8_t kind(assay::bytes::ByteSpan bytes) {
#ifdef FIXED
  const auto header = assay::bytes::Reader(bytes).fixed<4>("header");
  return header ? assay::bytes::u8_at<0>(*header) : std::uint8_t{0};
#else
  return assay::bytes::u8_at<0>(bytes);
#endif
}
