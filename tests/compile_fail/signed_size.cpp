// Checked addition is for sizes; a signed number would hide its overflow.
// refused: no matching function for call to .*add\(
#include "base/checked.h"

bool fits(std::size_t offset, int length) {
#ifdef FIXED
  return length >= 0 && assay::base::add(offset, static_cast<std::size_t>(length)).has_value();
#else
  return assay::base::add(offset, length).has_value();
#endif
}
