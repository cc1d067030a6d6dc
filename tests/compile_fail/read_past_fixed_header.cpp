// A field whose last byte lies outside its fixed header.
// refused: no matching function for call to .*le32_at<5>
#include "bytes/reader.h"

std::uint32_t length(std::span<const std::byte, 8> header) {
#ifdef FIXED
  return assay::bytes::le32_at<4>(header);
#else
  return assay::bytes::le32_at<5>(header);
#endif
}
