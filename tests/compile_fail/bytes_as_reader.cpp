// A Reader made silently from a temporary vector would dangle.
// refused: could not convert|no matching function|cannot convert|invalid initialization
#include "base/types.h"
#include "formats/tpm/attest.h"

bool is_quote(const assay::base::Bytes& bytes) {
#ifdef FIXED
  const auto attest = assay::formats::tpm::parse_attest(assay::bytes::Reader(bytes));
#else
  const auto attest = assay::formats::tpm::parse_attest(bytes);
#endif
  return attest && attest->quote;
}
