// A digest whose size nobody compared with its algorithm.
// refused: no matching function for call to .*Digest
#include "crypto/digest.h"

assay::crypto::Digest stated(assay::bytes::ByteSpan value) {
  using namespace assay::crypto;
#ifdef FIXED
  return Digest::from(HashAlg::sha256, value).value_or(Digest(HashAlg::sha256));
#else
  return Digest(HashAlg::sha256, value);
#endif
}
