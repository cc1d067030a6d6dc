// A number taken from a read that may have failed.
// refused: cannot convert .*expected.* to
#include "bytes/reader.h"

assay::bytes::Parsed<std::uint32_t> twice(assay::bytes::Reader r) {
#ifdef FIXED
  ASSAY_TRY(const std::uint32_t value, r.le32("count"));
#else
  const std::uint32_t value = r.le32("count");
#endif
  return value * 2;
}
