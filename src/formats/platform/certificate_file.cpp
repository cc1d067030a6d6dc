#include "formats/platform/certificate_file.h"

#include "bytes/text.h"
#include "formats/x509/pem.h"

namespace assay::formats::platform {
namespace {

using bytes::Budget;
using bytes::Reader;

constexpr std::string_view kAttributeLabel = "ATTRIBUTE CERTIFICATE";

void take_key_certificate(x509::Certificate cert, Budget& budget, CertificateFile& out) {
  if (!is_platform_certificate(cert)) {
    out.others.push_back(std::move(cert));
    return;
  }
  const std::uint64_t offset = cert.offset;
  auto read = read_key_certificate(std::move(cert), budget);
  if (read) {
    out.certificates.push_back(*std::move(read));
  } else {
    out.errors.push_back(read.error());
    if (offset != 0) out.errors.back().offset = offset;
  }
}

// `pem_offset`: where the block stands, whose own offsets mean nothing in the text.
void take_attribute_certificate(Reader der, std::optional<std::uint64_t> pem_offset, Budget& budget,
                                CertificateFile& out) {
  auto cert = parse_attribute_certificate(der, budget);
  if (cert) {
    if (pem_offset) cert->offset = *pem_offset;
    out.certificates.push_back(*std::move(cert));
  } else {
    out.errors.push_back(cert.error());
    if (pem_offset) out.errors.back().offset = *pem_offset;
  }
}

void read_pem(Reader file, Budget& budget, CertificateFile& out) {
  auto blocks = x509::parse_pem(file, budget);
  if (!blocks) {
    out.errors.push_back(blocks.error());
    return;
  }
  for (const x509::PemBlock& block : *blocks) {
    const bool attribute = block.label.ends_with(kAttributeLabel);
    if (!attribute && !block.label.ends_with("CERTIFICATE")) continue;
    if (!block.content) {
      out.errors.push_back(block.content.error());
      continue;
    }
    // Some makers put attribute certificates under the label of the others.
    if (attribute || x509::looks_like_attribute_certificate(*block.content)) {
      take_attribute_certificate(Reader(*block.content), block.offset, budget, out);
    } else if (auto cert = x509::parse_certificate(Reader(*block.content), budget)) {
      cert->offset = block.offset;
      take_key_certificate(*std::move(cert), budget, out);
    } else {
      out.errors.push_back(cert.error());
      out.errors.back().offset = block.offset;
    }
    if (!out.errors.empty() && out.errors.back().fault == bytes::Fault::budget) return;
  }
}

// The OID tcg-kp-N inside any extended key usage, or tcg-at-platformConfiguration: without one of
// them no public key certificate is a platform certificate.
bool mentions_platform(bytes::ByteSpan der) noexcept {
  const std::string_view text = bytes::as_chars(der);
  return text.find("\x67\x81\x05\x08") != std::string_view::npos ||
         text.find("\x67\x81\x05\x05\x01\x07") != std::string_view::npos;
}

bool is_platform(bytes::ByteSpan der) noexcept {
  if (x509::looks_like_attribute_certificate(der)) return true;
  if (der.size() > x509::kMaxCertificate || !mentions_platform(der)) return false;
  Budget budget({.items = 20'000, .bytes = 1U << 20U, .depth = 24});
  const auto cert = x509::parse_certificate(Reader(der), budget);
  return cert && is_platform_certificate(*cert);
}

}  // namespace

CertificateFile read_certificates(Reader file, Budget& budget) {
  CertificateFile out;
  const bytes::ByteSpan bytes = file.rest();
  const bool der = bytes::starts_with(bytes, "\x30");
  if (!der && x509::looks_like_pem(bytes)) {
    read_pem(file, budget, out);
  } else if (der && x509::looks_like_attribute_certificate(bytes)) {
    take_attribute_certificate(file, std::nullopt, budget, out);
  } else {
    x509::CertificateFile plain = x509::read_certificates(file, budget);
    out.errors = std::move(plain.errors);
    for (x509::Certificate& cert : plain.certificates)
      take_key_certificate(std::move(cert), budget, out);
  }
  return out;
}

bool looks_like_platform_certificate(bytes::ByteSpan file) noexcept {
  if (bytes::starts_with(file, "\x30")) return is_platform(file);
  if (!x509::looks_like_pem(file)) return false;
  const std::string_view text = bytes::as_chars(file);
  if (text.find("BEGIN ATTRIBUTE CERTIFICATE-----") != std::string_view::npos) return true;
  // The first block alone: a bundle of a thousand CA certificates is not decoded for a look.
  const std::size_t end = text.find("-----END ");
  if (end > 4 * kMaxCertificate) return false;  // npos too
  Budget budget({.items = 100, .bytes = 8 * kMaxCertificate, .depth = 4});
  const std::size_t tail = std::min(file.size(), end + 64);
  const auto blocks = x509::parse_pem(Reader(file.first(tail)), budget);
  return blocks && !blocks->empty() && blocks->front().content &&
         is_platform(*blocks->front().content);
}

}  // namespace assay::formats::platform
