// Certificates and files of them; then a path is sought among whatever came out, all of it trusted
// by its shape, so that the chain code sees hostile names, extensions and keys too.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/x509/chain.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace x509 = assay::formats::x509;
  const auto input = assay::bytes::from_uchars(data, size);
  (void)x509::looks_like_certificate(input);
  (void)x509::looks_like_attribute_certificate(input);
  // Small limits keep a single input fast; the code paths are the same.
  assay::bytes::Budget budget({.items = 100'000, .bytes = 1U << 20U, .depth = 32});
  const assay::bytes::Reader reader(input);
  const x509::CertificateFile file = x509::read_certificates(reader, budget);
  x509::TrustStore store;
  store.add_file(reader, "input", x509::Role::by_shape, budget);
  for (const x509::Certificate& cert : file.certificates) {
    (void)cert.subject.text();
    (void)cert.issuer.match_key();
    (void)cert.serial_text();
    (void)cert.extensions.unusable();
    (void)x509::key_sha256(cert);
    (void)x509::verify_chain(cert, store, assay::base::Time{1'700'000'000}, budget,
                             file.certificates);
  }
  return 0;
}
