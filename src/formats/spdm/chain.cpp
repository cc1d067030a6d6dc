#include "formats/spdm/chain.h"

#include "bytes/text.h"
#include "formats/der/tlv.h"

namespace assay::formats::spdm {

bool CertificateChain::holds_root(crypto::HashAlg alg, crypto::HashEngine& hash) const {
  return !certificates.empty() &&
         bytes::equal(hash.hash(alg, certificates.front().der).span(), root_hash);
}

bytes::Parsed<CertificateChain> parse_certificate_chain(bytes::Reader r, crypto::HashAlg alg,
                                                        bytes::Budget& budget) {
  const std::uint64_t at = r.offset();
  const std::uint64_t size = r.remaining();
  CertificateChain out;
  ASSAY_TRY(const auto length, r.le16("Length"));
  if (length != size)
    return bytes::bad_value(at, "Length", "the size of the whole certificate chain");
  ASSAY_CHECK(r.skip(2, "Reserved"));
  ASSAY_TRY(out.root_hash, r.take(crypto::digest_size(alg), "RootHash"));
  while (!r.empty()) {
    // One SEQUENCE after another: its header says where the next begins.
    auto look = r;
    ASSAY_TRY(const auto outer, der::read(look, budget, "Certificates"));
    ASSAY_TRY(const auto one, r.sub(outer.whole.size(), "Certificates"));
    ASSAY_TRY(auto certificate, x509::parse_certificate(one, budget));
    out.certificates.push_back(std::move(certificate));
  }
  if (out.certificates.empty())
    return std::unexpected(
        bytes::ParseError{bytes::Fault::truncated, r.offset(), "Certificates", {}, 1, 0});
  return out;
}

}  // namespace assay::formats::spdm
