#include "inspect/boot/ak_check.h"

#include <gtest/gtest.h>

#include "inspect/boot/inspect_boot.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::inspect::boot {
namespace {

using namespace formats::tpm;
using testing::enrolment_json;
using testing::GoodBoot;
using testing::text_bytes;

constexpr std::string_view kEk = "00000000000000000000000000000000000000000000000000000000000000ee";

struct Looked {
  Ak ak;
  std::vector<evidence::Finding> findings;
  [[nodiscard]] std::string codes() const { return testing::codes(findings); }
};

Looked look(const GoodBoot& boot) {
  static crypto::HashEngine hash;
  Looked out;
  out.ak = check_ak(boot.evidence(), boot.context(hash), out.findings);
  return out;
}

TEST(AkCheck, an_enrolled_key_is_bound) {
  const auto got = look(GoodBoot());
  EXPECT_EQ(got.ak.state, AkState::bound);
  EXPECT_NE(got.ak.bound_by.find("enroller.example"), std::string::npos);
  EXPECT_EQ(got.codes(), "");
}

TEST(AkCheck, without_a_record_it_is_unbound) {
  GoodBoot boot;
  boot.files.erase("boot/enrolment.json");
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unbound);
  EXPECT_EQ(got.codes(), "boot.ak.unbound");
}

TEST(AkCheck, a_record_of_another_key_is_a_forgery) {
  GoodBoot boot;
  boot.files["boot/enrolment.json"] =
      text_bytes(enrolment_json(boot.server, testing::TpmKey().name(), kEk, boot.enroller));
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unbound);
  EXPECT_EQ(got.codes(), "boot.ak.mismatch");
}

TEST(AkCheck, a_record_of_another_server_binds_nothing) {
  GoodBoot boot;
  boot.files["boot/enrolment.json"] =
      text_bytes(enrolment_json("server-2", boot.key.name(), kEk, boot.enroller));
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unbound);
  EXPECT_EQ(got.codes(), "boot.ak.mismatch");
}

TEST(AkCheck, a_stranger_enrols_nobody) {
  GoodBoot boot;
  const auto stranger =
      proof::new_signing_key("enroller.example").value();  // the same name, another key
  boot.files["boot/enrolment.json"] =
      text_bytes(enrolment_json(boot.server, boot.key.name(), kEk, stranger));
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unbound);
  EXPECT_EQ(got.codes(), "boot.enrolment.untrusted");
}

TEST(AkCheck, an_altered_record_is_forged) {
  GoodBoot boot;
  std::string text = bytes::to_string(boot.files["boot/enrolment.json"]);
  const auto at = text.find("2026-01-01");
  text.replace(at, 10, "2025-01-01");
  boot.files["boot/enrolment.json"] = text_bytes(text);
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unbound);
  EXPECT_EQ(got.codes(), "boot.enrolment.untrusted");
  EXPECT_NE(got.findings[0].why.find("signature is wrong"), std::string::npos);
}

TEST(AkCheck, the_record_must_name_the_ek_of_the_certificate) {
  GoodBoot boot;
  boot.files["boot/ek.crt"] = testing::read_source("samples/fleet/node-01/boot/ek.crt");
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unbound);
  EXPECT_EQ(got.codes(), "boot.ek.mismatch");
}

TEST(AkCheck, each_missing_attribute_makes_the_key_worthless) {
  for (const std::uint32_t bit :
       {kFixedTpm, kFixedParent, kSensitiveDataOrigin, kRestricted, kSign}) {
    const std::uint32_t attributes = testing::kAkAttributes & ~bit;
    GoodBoot boot;
    boot.files["boot/ak.tpmt"] = boot.key.public_area(attributes);
    // Even a trusted enroller's word for this very key does not mend it.
    boot.files["boot/enrolment.json"] =
        text_bytes(enrolment_json(boot.server, boot.key.name(attributes), kEk, boot.enroller));
    const auto got = look(boot);
    EXPECT_EQ(got.ak.state, AkState::unrestricted) << bit;
    EXPECT_EQ(got.codes(), "boot.ak.unrestricted") << bit;
  }
}

TEST(AkCheck, a_bare_public_key_says_nothing_of_itself) {
  GoodBoot boot;
  boot.files.erase("boot/ak.tpmt");
  boot.files["boot/ak.pem"] = text_bytes(boot.key.pem());
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::unknown);
  EXPECT_TRUE(got.ak.key.has_value());
  EXPECT_EQ(got.codes(), "boot.ak.attributes-unknown");
}

TEST(AkCheck, tpm2b_and_tpmt_are_one_key) {
  GoodBoot boot;
  const base::Bytes area = boot.files["boot/ak.tpmt"];
  bytes::Writer wrapped;
  wrapped.be16(static_cast<std::uint16_t>(area.size())).raw(area);
  boot.files["boot/ak.tpmt"] = bytes::copy(wrapped.view());
  const auto got = look(boot);
  EXPECT_EQ(got.ak.state, AkState::bound);
  EXPECT_EQ(got.ak.name, boot.key.name());
}

TEST(AkCheck, no_key_at_all_is_said) {
  GoodBoot boot;
  boot.files.erase("boot/ak.tpmt");
  EXPECT_EQ(look(boot).codes(), "boot.ak.missing");
}

TEST(AkCheck, a_broken_key_or_record_is_malformed_with_its_place) {
  for (const char* path : {"boot/ak.tpmt", "boot/enrolment.json", "boot/ek.crt"}) {
    GoodBoot boot;
    boot.files[path] = text_bytes("\x01nonsense");
    const auto got = look(boot);
    EXPECT_TRUE(testing::has_code(got.findings, "artefact.malformed")) << path;
    EXPECT_NE(got.ak.state,
              path == std::string_view("boot/ek.crt") ? AkState::unrestricted : AkState::bound);
  }
}

class EkChain : public ::testing::Test {
 protected:
  EkChain() {
    for (const char* file :
         {"samples/trust/ek-roots/root.pem", "samples/trust/ek-roots/issuing.pem"}) {
      const auto bytes = testing::read_source(file);
      bytes::Budget budget;
      roots.add_file(bytes::Reader(bytes), file, formats::x509::Role::by_shape, budget);
    }
    boot.files["boot/ek.crt"] = testing::read_source("samples/fleet/node-01/boot/ek.crt");
    std::vector<evidence::Finding> ignored;
    crypto::HashEngine hash;
    const auto ek = check_ak(boot.evidence(), boot.context(hash), ignored).ek_sha256;
    boot.files["boot/enrolment.json"] =
        text_bytes(enrolment_json(boot.server, boot.key.name(), ek, boot.enroller));
  }
  Looked look_as_of(std::string_view time, const formats::x509::TrustStore& store) {
    static crypto::HashEngine hash;
    auto context = boot.context(hash);
    context.ek_roots = &store;
    context.as_of = base::parse_rfc3339(time).value();
    Looked out;
    out.ak = check_ak(boot.evidence(), context, out.findings);
    return out;
  }
  GoodBoot boot;
  formats::x509::TrustStore roots;
};

TEST_F(EkChain, a_vendor_root_makes_the_ek_trusted) {
  const auto got = look_as_of("2026-11-26T00:00:00Z", roots);
  EXPECT_EQ(got.ak.ek, EkState::trusted);
  EXPECT_EQ(got.ak.state, AkState::bound);
  EXPECT_EQ(got.codes(), "");
}

TEST_F(EkChain, without_the_root_it_is_untrusted) {
  const formats::x509::TrustStore empty;
  const auto got = look_as_of("2026-11-26T00:00:00Z", empty);
  EXPECT_EQ(got.ak.ek, EkState::untrusted);
  EXPECT_EQ(got.codes(), "boot.ek.untrusted");
}

TEST_F(EkChain, before_the_certificates_begin_it_is_untrusted) {
  EXPECT_EQ(look_as_of("2001-01-01", roots).ak.ek, EkState::untrusted);
}

TEST_F(EkChain, an_altered_certificate_is_untrusted) {
  auto& der = boot.files["boot/ek.crt"];
  der[der.size() - 5] ^= std::byte{1};  // inside the signature
  EXPECT_EQ(look_as_of("2026-11-26T00:00:00Z", roots).ak.ek, EkState::untrusted);
}

}  // namespace
}  // namespace assay::inspect::boot
