// A fresh budget for every part would let a file spend without end.
// refused: cannot bind non-const lvalue reference
#include "formats/tcg/event_log.h"

bool readable(assay::bytes::Reader reader) {
#ifdef FIXED
  assay::bytes::Budget budget;
  return assay::formats::tcg::parse_event_log(reader, budget).has_value();
#else
  return assay::formats::tcg::parse_event_log(reader, assay::bytes::Budget{}).has_value();
#endif
}
