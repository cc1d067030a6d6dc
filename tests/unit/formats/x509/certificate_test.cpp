#include "formats/x509/certificate.h"

#include <gtest/gtest.h>

#include "forge.h"
#include "formats/x509/certificate_file.h"
#include "formats/x509/general_name.h"
#include "support/mutate.h"

namespace assay::formats::x509 {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the forge's small words

bytes::Parsed<Certificate> parse(const Bytes& bytes) {
  bytes::Budget budget;
  return parse_certificate(bytes::Reader(bytes), budget);
}

bool only(const Certificate& cert, Quirk quirk) { return cert.quirks == std::vector<Quirk>{quirk}; }

// An EK certificate's extensions: SAN with the TPM's identity, EKU, tPMSpecification, SKI, AKI,
// AIA.
Bytes ek_extensions() {
  const auto attribute = [](std::string_view oid_hex, std::string_view value) {
    return tlv(0x31, sequence({oid(oid_hex), tlv(12, text_bytes(value))}));
  };
  const Bytes directory =
      sequence({attribute("6781050201", "id:4E544300"), attribute("6781050202", "NPCT75x"),
                attribute("6781050203", "id:00070002")});
  const Bytes spec = sequence({tlv(12, text_bytes("2.0")), hex("020100"), hex("0202008a")});
  const Bytes location = text_bytes("http://ca.example/root.crt");
  return join({
      extension("551d11", true,
                sequence({tlv(0xA4, directory), tlv(0x82, text_bytes("a.example"))})),
      extension("551d25", false, sequence({oid("6781050801")})),
      extension("551d09", false, sequence({sequence({oid("6781050210"), tlv(0x31, spec)})})),
      extension("551d0e", false, tlv(4, hex("aabb"))),
      extension("551d23", false, sequence({tlv(0x80, hex("ccdd"))})),
      extension("2b06010505070101", false,
                sequence({sequence({oid("2b06010505073002"), tlv(0x86, location)})})),
  });
}

Forge ek() {
  Forge f;
  f.subject = "";
  f.issuer = "TPM CA";
  f.serial = hex("020300beef");
  f.not_after = "99991231235959Z";
  f.ca = false;
  f.key_usage = "03020520";  // keyEncipherment
  f.extra_extensions = ek_extensions();
  return f;
}

TEST(Certificate, ReadsEveryFieldOfAnEkCertificate) {
  const Key key = Key::p256();
  const Key ca = Key::p256();
  const Bytes bytes = certificate(ek(), key, ca);
  const auto cert = parse(bytes);
  ASSERT_TRUE(cert) << cert.error().describe();
  EXPECT_TRUE(cert->quirks.empty());
  EXPECT_EQ(cert->version, 3U);
  EXPECT_EQ(cert->serial_text(), "beef");
  EXPECT_EQ(cert->issuer.text(), "CN=TPM CA");
  EXPECT_TRUE(cert->subject.empty());
  EXPECT_EQ(cert->subject.text(), "");
  EXPECT_EQ(base::to_rfc3339(cert->not_before), "2020-01-01T00:00:00Z");
  EXPECT_EQ(base::to_rfc3339(cert->not_after), "9999-12-31T23:59:59Z");
  EXPECT_EQ(cert->algorithm.text(), "ecdsa-with-SHA256");
  EXPECT_TRUE(bytes::equal(cert->spki, key.spki()));
  EXPECT_TRUE(bytes::equal(cert->der, bytes));
  EXPECT_EQ(cert->sha256, sha256(bytes));
  EXPECT_EQ(spki_sha256(*cert), sha256(key.spki()));
  EXPECT_EQ(key_sha256(*cert).value(), sha256(key.spki()));

  const Extensions& e = cert->extensions;
  ASSERT_TRUE(e.basic_constraints);
  EXPECT_FALSE(e.basic_constraints->ca);
  EXPECT_EQ(e.key_usage, kKeyEncipherment);
  EXPECT_TRUE(e.has_eku(kEkCertificate));
  EXPECT_FALSE(e.has_eku(kAikCertificate));
  ASSERT_TRUE(e.tpm);
  EXPECT_EQ(e.tpm->manufacturer, "id:4E544300");
  EXPECT_EQ(e.tpm->vendor(), "NTC");
  EXPECT_EQ(e.tpm->model, "NPCT75x");
  EXPECT_EQ(e.tpm->version, "id:00070002");
  ASSERT_TRUE(e.tpm_specification);
  EXPECT_EQ(e.tpm_specification->family, "2.0");
  EXPECT_EQ(e.tpm_specification->revision, 138U);
  EXPECT_EQ(bytes::to_hex(e.subject_key_id), "aabb");
  EXPECT_EQ(bytes::to_hex(e.authority_key_id), "ccdd");
  EXPECT_EQ(e.ca_issuers, std::vector<std::string>{"http://ca.example/root.crt"});
  ASSERT_EQ(e.subject_alt_names.size(), 2U);
  EXPECT_EQ(e.subject_alt_names[1].text, "a.example");
  EXPECT_EQ(e.unusable(), nullptr);
  const Extension* san = e.find("2.5.29.17");
  ASSERT_NE(san, nullptr);
  EXPECT_TRUE(san->critical);
  EXPECT_TRUE(
      bytes::equal(san->value, bytes::ByteSpan(bytes).subspan(san->offset, san->value.size())));

  EXPECT_TRUE(cert->signed_by(parse(certificate(Forge{}, ca, ca))->public_key().value()));
  EXPECT_FALSE(cert->signed_by(parse(certificate(Forge{}, key, ca))->public_key().value()));
}

TEST(Certificate, CopiesKeepTheirBytes) {
  const Key key = Key::p256();
  Certificate kept;
  {
    const auto cert = parse(certificate(ek(), key, key));
    kept = *cert;
  }
  EXPECT_EQ(kept.sha256, sha256(kept.der));
  EXPECT_EQ(bytes::to_hex(kept.extensions.subject_key_id), "aabb");
}

TEST(Certificate, NamesReadAsRfc4514) {
  const auto pair = [](std::string_view oid_hex, unsigned tag, std::string_view value) {
    return sequence({oid(oid_hex), tlv(tag, text_bytes(value))});
  };
  Forge f;
  f.subject_der =
      sequence({tlv(0x31, pair("550406", 19, "DE")),
                tlv(0x31, join({pair("550403", 12, " a,b+\"c\"\n"), pair("55040a", 20, "\xfc ")})),
                tlv(0x31, sequence({oid("2a03"), hex("0401ff")}))});
  const Key key = Key::p256();
  const auto cert = parse(certificate(f, key, key));
  ASSERT_TRUE(cert) << cert.error().describe();
  EXPECT_EQ(cert->subject.text(), "1.2.3=#0401ff,CN=\\ a\\,b\\+\\\"c\\\"\\x0a+O=ü\\ ,C=DE");
  EXPECT_EQ(cert->subject.find("2.5.4.6"), "DE");
  EXPECT_FALSE(cert->subject.find("2.5.4.7"));
}

TEST(Certificate, NamesMatchAcrossSpellings) {
  const auto key_of = [](const Bytes& name_der) {
    bytes::Reader r(name_der);
    bytes::Budget budget;
    return parse_name(r, budget, "name").value().match_key();
  };
  const auto cn = [](unsigned tag, std::string_view value) {
    return sequence({oid("550403"), tlv(tag, text_bytes(value))});
  };
  const Bytes o = sequence({oid("55040a"), tlv(12, text_bytes("Org"))});
  const std::string one = key_of(sequence({tlv(0x31, join({cn(12, "Root  CA "), o}))}));
  EXPECT_EQ(one, key_of(sequence({tlv(0x31, join({o, cn(19, "root ca")}))})));
  EXPECT_NE(one, key_of(sequence({tlv(0x31, o), tlv(0x31, cn(12, "Root CA"))})));
  EXPECT_NE(one, key_of(sequence({tlv(0x31, join({cn(12, "RootCA"), o}))})));
  // No value can imitate the separators.
  EXPECT_NE(key_of(sequence({tlv(0x31, cn(12, "a;11:2.5.4.3=b"))})),
            key_of(sequence({tlv(0x31, cn(12, "a")), tlv(0x31, cn(12, "b"))})));
}

TEST(Certificate, QuirksAreNamed) {
  const Key key = Key::p256();
  const Bytes plain = certificate(ek(), key, key);
  {
    const Bytes stored = join({hex("100100"),
                               Bytes{static_cast<std::byte>((plain.size() + 2) >> 8U),
                                     static_cast<std::byte>((plain.size() + 2) & 0xFFU)},
                               hex("1002"), plain});
    const auto cert = parse(stored);
    ASSERT_TRUE(cert) << cert.error().describe();
    EXPECT_TRUE(only(*cert, Quirk::nv_header));
    EXPECT_EQ(cert->offset, 7U);
    EXPECT_EQ(cert->sha256, sha256(plain)) << "the header is not part of the certificate";
    EXPECT_FALSE(parse(join({hex("1001010400"), hex("1002"), plain}))) << "a partial certificate";
    EXPECT_FALSE(parse(join({hex("100100ffff"), hex("1002"), plain}))) << "more than there is";
    EXPECT_FALSE(parse(join({hex("1001000010"), hex("1003"), plain})));
  }
  for (const char* padding : {"00", "ffffff", "0000000000"})
    EXPECT_TRUE(only(*parse(join({plain, hex(padding)})), Quirk::trailing_padding));
  EXPECT_FALSE(parse(join({plain, hex("0001")}))) << "two different bytes are no padding";
  {
    Forge f = ek();
    f.serial = hex("02030000be");
    EXPECT_TRUE(only(*parse(certificate(f, key, key)), Quirk::long_integer));
    EXPECT_EQ(parse(certificate(f, key, key))->serial_text(), "be");
    f.serial = hex("0202ff00");
    EXPECT_TRUE(only(*parse(certificate(f, key, key)), Quirk::odd_serial));
    EXPECT_EQ(parse(certificate(f, key, key))->serial_text(), "-ff00");
    f.serial = hex("02810105");
    EXPECT_TRUE(only(*parse(certificate(f, key, key)), Quirk::long_length));
  }
  {
    Forge f = ek();
    f.not_before = "2001010000Z";
    EXPECT_TRUE(only(*parse(certificate(f, key, key)), Quirk::odd_time));
  }
  {
    Forge f = ek();
    const Bytes c = sequence({oid("550406"), tlv(19, text_bytes("TW"))});
    f.subject_der = sequence({tlv(0x31, join({common_name("x y z"), c}))});
    EXPECT_TRUE(only(*parse(certificate(f, key, key)), Quirk::unsorted_set));
  }
  {
    Forge f = ek();
    f.extra_extensions = join({ek_extensions(), extension("551d0e", false, tlv(4, hex("01")))});
    const auto cert = parse(certificate(f, key, key));
    EXPECT_TRUE(only(*cert, Quirk::repeated_extension));
    EXPECT_EQ(bytes::to_hex(cert->extensions.subject_key_id), "aabb") << "the first counts";
    f.extra_extensions = extension("551d0e", false, hex("0500"));
    EXPECT_TRUE(only(*parse(certificate(f, key, key)), Quirk::malformed_extension));
  }
  {
    Forge f = ek();
    f.inner_algorithm = sequence({oid("2a8648ce3d040303")});
    const auto cert = parse(certificate(f, key, key));
    EXPECT_TRUE(only(*cert, Quirk::algorithm_mismatch));
    const auto why = cert->signed_by(cert->public_key().value());
    ASSERT_FALSE(why);
    EXPECT_NE(why.error().message.find("differs"), std::string::npos);
  }
}

TEST(Certificate, OaepNamedKeysAreTheSameKeys) {
  const Key key = Key::rsa(2048);
  Bytes spki = key.spki();
  const Bytes plain = hex("06092a864886f70d010101");
  const auto at = std::search(spki.begin(), spki.end(), plain.begin(), plain.end());
  ASSERT_NE(at, spki.end());
  *(at + 10) = std::byte{0x07};  // rsaEncryption to id-RSAES-OAEP
  Forge f = ek();
  f.spki = spki;
  const auto cert = parse(certificate(f, key, Key::p256()));
  ASSERT_TRUE(cert) << cert.error().describe();
  EXPECT_TRUE(only(*cert, Quirk::oaep_key));
  EXPECT_NE(spki_sha256(*cert), sha256(key.spki()));
  EXPECT_EQ(key_sha256(*cert).value(), sha256(key.spki()));
}

TEST(Certificate, EverySupportedSignatureVerifiesAndNoOther) {
  struct Row {
    const char* oid;
    const EVP_MD* md;
    bool rsa;
    const char* parameters = "0500";
  };
  const Key rsa = Key::rsa(2048);
  const Key ec = Key::p256();
  const auto pss = [](std::string_view hash, std::string_view mask) {
    const Bytes h = sequence({oid(hash), hex("0500")});
    const Bytes m = sequence({oid(mask), hex("0500")});
    return sequence({oid("2a864886f70d01010a"),
                     sequence({tlv(0xA0, h), tlv(0xA1, sequence({oid("2a864886f70d010108"), m})),
                               tlv(0xA2, hex("020120"))})});
  };
  const auto check = [&](const Forge& f, const Key& key) {
    const auto cert = parse(certificate(f, key, key));
    if (!cert) return cert.error().describe();
    const auto done = cert->signed_by(cert->public_key().value());
    return done ? std::string("good") : done.error().message;
  };
  const Row rows[] = {
      {"2a864886f70d010105", EVP_sha1(), true},      {"2a864886f70d01010b", EVP_sha256(), true},
      {"2a864886f70d01010c", EVP_sha384(), true},    {"2a864886f70d01010d", EVP_sha512(), true},
      {"2a8648ce3d040302", EVP_sha256(), false, ""}, {"2a8648ce3d040303", EVP_sha384(), false, ""},
      {"2a8648ce3d040304", EVP_sha512(), false, ""},
  };
  for (const Row& row : rows) {
    Forge f;
    f.algorithm = sequence({oid(row.oid), hex(row.parameters)});
    f.md = row.md;
    EXPECT_EQ(check(f, row.rsa ? rsa : ec), "good") << row.oid;
    f.md = row.md == EVP_sha256() ? EVP_sha384() : EVP_sha256();
    EXPECT_EQ(check(f, row.rsa ? rsa : ec), "the signature does not verify") << row.oid;
    EXPECT_NE(check(f, row.rsa ? ec : rsa), "good") << row.oid;
  }
  Forge f;
  f.pss = true;
  const std::string_view sha256_oid = "608648016503040201";
  f.algorithm = pss(sha256_oid, sha256_oid);
  EXPECT_EQ(check(f, rsa), "good");
  f.pss = false;
  EXPECT_EQ(check(f, rsa), "the signature does not verify") << "PKCS #1 v1.5 is not PSS";
  f.algorithm = pss(sha256_oid, "2b0e03021a");
  EXPECT_EQ(check(f, rsa), "signature algorithm rsassaPss is not supported") << "mask differs";
  f.algorithm = sequence({oid("2b6570")});
  EXPECT_EQ(check(f, ec), "signature algorithm Ed25519 is not supported");
}

TEST(Certificate, KeysWithTheirOwnCurveAreNeverUsed) {
  Forge f;
  const Key key = Key::p256();
  f.spki =
      sequence({sequence({oid("2a8648ce3d0201"), sequence({hex("020101")})}), hex("030200aa")});
  const auto cert = parse(certificate(f, key, key));
  ASSERT_TRUE(cert) << cert.error().describe();
  const auto used = cert->public_key();
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().kind, base::ErrorKind::refused);
}

TEST(Certificate, UnusableExtensions) {
  const Key key = Key::p256();
  const auto bad = [&](const Bytes& extra) {
    Forge f = ek();
    f.ca.reset();
    f.key_usage.reset();
    f.extra_extensions = extra;
    const auto cert = parse(certificate(f, key, key));
    const Extension* found = cert->extensions.unusable();
    return found == nullptr ? std::string("none") : found->oid;
  };
  EXPECT_EQ(bad(extension("2a03", false, hex("00"))), "none");
  EXPECT_EQ(bad(extension("2a03", true, hex("00"))), "1.2.3");
  EXPECT_EQ(bad(extension("551d1e", true, hex("3000"))), "2.5.29.30") << "nameConstraints";
  EXPECT_EQ(bad(extension("551d11", false, hex("00"))), "none");
  EXPECT_EQ(bad(extension("551d11", true, hex("00"))), "2.5.29.17");
  EXPECT_EQ(bad(extension("551d13", false, hex("30030101"))), "2.5.29.19");
  EXPECT_EQ(bad(extension("551d0f", false, hex("030100"))), "none");
  EXPECT_EQ(bad(extension("551d0f", false, hex("0301"))), "2.5.29.15");
}

TEST(Certificate, HostileBytes) {
  const Key key = Key::p256();
  const Bytes sample = certificate(ek(), key, key);
  unsigned whole = 0;
  every_prefix(sample, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    const auto cert = parse_certificate(bytes::Reader(part), budget);
    if (cert) ++whole;
    if (!cert && cert.error().offset > part.size()) ADD_FAILURE() << cert.error().describe();
  });
  EXPECT_EQ(whole, 1U);
  unsigned verified = 0;
  unsigned read = 0;
  const auto good = parse(sample)->public_key();
  mutations(sample, 1000, 11, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    const auto cert = parse_certificate(bytes::Reader(part), budget);
    if (!cert) return;
    ++read;
    (void)cert->subject.text();
    if (!bytes::equal(cert->tbs, parse(sample)->tbs) && cert->signed_by(*good)) ++verified;
  });
  EXPECT_EQ(verified, 0U) << "a changed signed part must never verify";
  EXPECT_GT(read, 50U) << "some mutations must get through, or the test shows little";
}

TEST(Certificate, TheBudgetDecides) {
  const Key key = Key::p256();
  const Bytes sample = certificate(ek(), key, key);
  bytes::Budget probe;
  ASSERT_TRUE(parse_certificate(bytes::Reader(sample), probe));
  const auto items = bytes::Limits{}.items - probe.left().items;
  const auto bytes = bytes::Limits{}.bytes - probe.left().bytes;
  const auto run = [&](bytes::Limits limits) {
    bytes::Budget budget(limits);
    const auto cert = parse_certificate(bytes::Reader(sample), budget);
    return cert ? std::string("read") : cert.error().describe();
  };
  EXPECT_EQ(run({.items = items, .bytes = bytes}), "read");
  EXPECT_NE(run({.items = items - 1, .bytes = bytes}), "read");
  EXPECT_NE(run({.items = items, .bytes = bytes - 1}), "read");
  EXPECT_NE(run({.depth = 3}), "read");
  EXPECT_FALSE(parse(join({hex("308300ffff"), Bytes(0xFFFF)})))
      << "over the size limit, or no fields";
}

TEST(CertificateFile, PemBundleWithNoiseBetween) {
  const Key key = Key::p256();
  const Bytes one = certificate(ek(), key, key);
  Forge f;
  f.serial = hex("020107");
  const Bytes two = certificate(f, key, key);
  const std::string text = "# comment\r\n" + pem(one) +
                           "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n" +
                           "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n" +
                           "-----BEGIN CERTIFICATE-----\nAAAA\n" +  // its END is lost
                           pem(two);
  bytes::Budget budget;
  const CertificateFile file = read_certificates(bytes::Reader(bytes::as_bytes(text)), budget);
  ASSERT_EQ(file.certificates.size(), 2U);
  EXPECT_EQ(file.certificates[0].offset, 11U);
  EXPECT_EQ(file.certificates[1].serial_text(), "07");
  EXPECT_EQ(file.certificates[1].offset, text.rfind("-----BEGIN"));
  EXPECT_EQ(file.errors.size(), 2U);
  EXPECT_EQ(file.other_blocks, 1U);
  EXPECT_TRUE(looks_like_certificate(bytes::as_bytes(text)));
}

TEST(CertificateFile, DerChainAndNothingAtAll) {
  const Key key = Key::p256();
  const Bytes one = certificate(ek(), key, key);
  const Bytes chain = join({one, one, hex("0000")});
  bytes::Budget budget;
  const CertificateFile file = read_certificates(bytes::Reader(chain), budget);
  ASSERT_EQ(file.certificates.size(), 2U);
  EXPECT_TRUE(file.certificates[0].quirks.empty());
  EXPECT_TRUE(only(file.certificates[1], Quirk::trailing_padding));
  EXPECT_EQ(file.certificates[1].offset, one.size());
  EXPECT_TRUE(looks_like_certificate(chain));
  const CertificateFile none = read_certificates(bytes::Reader(bytes::as_bytes("hello")), budget);
  EXPECT_TRUE(none.certificates.empty() && none.errors.empty());
  EXPECT_FALSE(looks_like_certificate(bytes::as_bytes("hello")));
  EXPECT_FALSE(looks_like_certificate(hex("30030201ff")));
}

TEST(CertificateFile, AttributeCertificatesAreToldApart) {
  // RFC 5755: version, holder, issuer [0] …
  const Bytes info = sequence({hex("020101"), sequence({}), tlv(0xA0, sequence({})), sequence({})});
  const Bytes attribute = sequence({info, sequence({oid("2a03")}), hex("030100")});
  EXPECT_FALSE(looks_like_certificate(attribute));
  EXPECT_TRUE(looks_like_attribute_certificate(attribute));
  const Key key = Key::p256();
  Forge v1;
  v1.with_extensions = false;
  EXPECT_TRUE(looks_like_certificate(certificate(v1, key, key)));
  EXPECT_FALSE(looks_like_attribute_certificate(certificate(v1, key, key)));
}

TEST(CertificateFile, UnendedPemBlocksCostLinearTime) {
  std::string text;
  while (text.size() < std::size_t{4} * 1024 * 1024) text += "-----BEGIN CERTIFICATE-----\n";
  bytes::Budget budget;
  const CertificateFile file = read_certificates(bytes::Reader(bytes::as_bytes(text)), budget);
  EXPECT_EQ(file.errors.size(), text.size() / 28);
}

}  // namespace
}  // namespace assay::formats::x509
