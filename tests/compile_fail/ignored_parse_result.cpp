// Skipping bytes without asking whether they were there.
// refused: ignoring return(ed)? value|-Werror=unused-result
#include "bytes/reader.h"

assay::bytes::Parsed<std::uint8_t> second(assay::bytes::Reader r) {
#ifdef FIXED
  ASSAY_CHECK(r.skip(1, "first"));
#else
  r.skip(1, "first");
#endif
  return r.u8("second");
}
