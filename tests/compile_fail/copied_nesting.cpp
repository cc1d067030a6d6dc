// A level of nesting that is given back twice.
// refused: use of deleted function .*Nesting
#include "bytes/budget.h"

bool enter(assay::bytes::Budget& budget) {
  const assay::bytes::Nesting level(budget);
#ifdef FIXED
  const assay::bytes::Nesting& same = level;
#else
  const assay::bytes::Nesting same = level;
#endif
  return same.check(0, "list").has_value();
}
