#include "formats/x509/certificate_file.h"

#include "bytes/text.h"
#include "formats/x509/nv_header.h"
#include "formats/x509/pem.h"

namespace assay::formats::x509 {
namespace {

using bytes::Budget;
using bytes::Reader;

void read_pem(Reader file, Budget& budget, CertificateFile& out) {
  auto blocks = parse_pem(file, budget);
  if (!blocks) {
    out.errors.push_back(blocks.error());
    return;
  }
  for (const PemBlock& block : *blocks) {
    if (block.label != "CERTIFICATE" && block.label != "X509 CERTIFICATE" &&
        block.label != "TRUSTED CERTIFICATE") {
      ++out.other_blocks;
    } else if (!block.content) {
      out.errors.push_back(block.content.error());
    } else if (auto cert = parse_certificate(Reader(*block.content), budget)) {
      cert->offset = block.offset;
      out.certificates.push_back(*std::move(cert));
    } else {
      bytes::ParseError error = cert.error();
      error.offset = block.offset;  // offsets inside the decoded block mean nothing in the text
      out.errors.push_back(error);
      if (error.fault == bytes::Fault::budget) return;
    }
  }
}

// One certificate after another. The last one may be followed by padding, which parse_certificate
// accepts; anything else between them is an error that ends the file.
void read_der(Reader file, Budget& budget, CertificateFile& out) {
  while (!file.empty()) {
    Reader rest = file;
    Reader ahead = file;
    const auto header = skip_nv_header(ahead);
    const auto first = header ? der::read(ahead, budget, "Certificate")
                              : bytes::Parsed<der::Tlv>(std::unexpected(header.error()));
    const bool another = first && bytes::starts_with(ahead.rest(), "\x30");
    if (another) {
      const auto size = ahead.offset() - file.offset();
      rest = *file.sub(size, "Certificate");
    }
    auto cert = parse_certificate(rest, budget);
    if (cert)
      out.certificates.push_back(*std::move(cert));
    else
      out.errors.push_back(cert.error());
    if (!another) return;
  }
}

enum class Kind : std::uint8_t { certificate, attribute_certificate };

// A signed DER structure, SEQUENCE { SEQUENCE, AlgorithmIdentifier, BIT STRING }. After its version
// an attribute certificate has its holder and then its issuer, tagged [0]; a certificate has [0] at
// most first.
std::optional<Kind> signed_kind(Reader r) noexcept {
  Budget budget;
  const auto outer = der::expect(r, budget, der::Tag::sequence, "Certificate");
  if (!outer) return std::nullopt;
  Reader in = outer->content;
  const auto tbs = der::expect(in, budget, der::Tag::sequence, "tbsCertificate");
  const auto algorithm = der::expect(in, budget, der::Tag::sequence, "signatureAlgorithm");
  if (!tbs || !algorithm || !der::expect(in, budget, der::Tag::bit_string, "signatureValue"))
    return std::nullopt;
  Reader fields = tbs->content;
  const auto version = der::read(fields, budget, "version");
  const auto second = der::read(fields, budget, "holder");
  const auto third = der::read(fields, budget, "issuer");
  if (!version || !second || !third) return std::nullopt;
  const bool attribute = version->is(der::Tag::integer) && third->is_context(0);
  return attribute ? Kind::attribute_certificate : Kind::certificate;
}

}  // namespace

CertificateFile read_certificates(Reader file, Budget& budget) {
  CertificateFile out;
  const bool der =
      bytes::starts_with(file.rest(), "\x30") || bytes::starts_with(file.rest(), "\x10\x01");
  if (!der && looks_like_pem(file.rest()))
    read_pem(file, budget, out);
  else if (der)
    read_der(file, budget, out);
  return out;
}

bool looks_like_certificate(bytes::ByteSpan file) noexcept {
  Reader r(file);
  if (const auto header = skip_nv_header(r); header && *header) return true;
  if (const auto kind = signed_kind(r)) return *kind == Kind::certificate;
  const std::string_view text = bytes::as_chars(file);
  return looks_like_pem(file) && text.find("CERTIFICATE-----") != std::string_view::npos;
}

bool looks_like_attribute_certificate(bytes::ByteSpan file) noexcept {
  return signed_kind(Reader(file)) == Kind::attribute_certificate;
}

}  // namespace assay::formats::x509
