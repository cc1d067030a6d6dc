// Real platform certificates, against what their makers' tools say of them.
#include <algorithm>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "bytes/text.h"
#include "formats/platform/certificate_file.h"
#include "formats/platform/verify.h"
#include "inspect/inventory/certificate_check.h"
#include "support/corpus.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
namespace platform = formats::platform;
using inspect::inventory::HolderState;
using nlohmann::json;

constexpr base::Time kAsOf{1'796'000'000};  // 2026-11-30

evidence::Artefact artefact(const stdfs::path& path) {
  return {path.string(), evidence::Role::none, testing::read_file(path.string())};
}

platform::CertificateFile read(const stdfs::path& path) {
  const base::Bytes bytes = testing::read_file(path.string());
  bytes::Budget budget;
  return platform::read_certificates(bytes::Reader(bytes), budget);
}

struct Checked {
  explicit Checked(const stdfs::path& folder, std::initializer_list<const char*> roots)
      : folder_(folder) {
    bytes::Budget budget;
    for (const char* root : roots) {
      const base::Bytes bytes = testing::read_file((folder / root).string());
      store_.add_file(bytes::Reader(bytes), root, formats::x509::Role::by_shape, budget);
    }
  }
  [[nodiscard]] inspect::inventory::PlatformCheck run(const char* certificate,
                                                      const char* ek) const {
    const evidence::Artefact cert = artefact(folder_ / certificate);
    const evidence::Artefact ek_file = artefact(folder_ / ek);
    const evidence::Artefact* const one[] = {&cert};
    bytes::Budget budget;
    return inspect::inventory::check_platform(one, &ek_file, &store_, kAsOf, budget);
  }

 private:
  stdfs::path folder_;
  formats::x509::TrustStore store_;
};

TEST(PlatformCorpus, lenovos_certificate_is_proven_and_another_servers_ek_is_not_its_holder) {
  ASSAY_CORPUS_OR_SKIP(root);
  const Checked set(root / "boot/sets/platformcert-lenovo-sr630v2",
                    {"platform_ca_root.cer", "platform_ca_issuing.cer"});
  const auto good = set.run("platform_cert.cer", "ek_cert.pem");
  EXPECT_TRUE(good.proven()) << good.certificates.at(0).chain.reason;
  EXPECT_EQ(good.chain, platform::ChainState::valid);
  EXPECT_TRUE(good.findings.empty());
  EXPECT_EQ(good.identity.product, "ThinkSystem SR630 V2");
  EXPECT_EQ(good.identity.serial, "J101WYR1");
  const auto wrong = set.run("platform_cert.cer", "WRONG_ek_cert_h12ssl.pem");
  EXPECT_EQ(wrong.holder, HolderState::other);
  ASSERT_EQ(wrong.findings.size(), 1U);
  EXPECT_EQ(wrong.findings[0].code, "inventory.certificate.holder-mismatch");
  // Without the issuing CA no path leads to the root.
  const Checked short_of(root / "boot/sets/platformcert-lenovo-sr630v2", {"platform_ca_root.cer"});
  EXPECT_EQ(short_of.run("platform_cert.cer", "ek_cert.pem").chain,
            platform::ChainState::incomplete);
}

TEST(PlatformCorpus, paccors_certificate_is_proven) {
  ASSAY_CORPUS_OR_SKIP(root);
  const Checked set(root / "boot/sets/platformcert-paccor-testgen1", {"PCTestCA.example.com.pem"});
  const auto check = set.run("platform_cert.20250909102720.crt", "ek.crt");
  EXPECT_TRUE(check.proven()) << check.certificates.at(0).chain.reason;
  EXPECT_GT(check.expected.size(), 25U);
}

// paccor's JSON: keys in capitals, absent where there is nothing.
std::string member(const json& object, const char* key) {
  const auto it = object.find(key);
  return it == object.end() ? std::string{} : it->get<std::string>();
}

TEST(PlatformCorpus, component_list_equals_the_json_that_it_was_made_from) {
  ASSAY_CORPUS_OR_SKIP(root);
  const stdfs::path folder = root / "certs/nsacyber+paccor/src/test/resources/sample_testgen1";
  const auto file = read(folder / "platform_cert.20250909102720.crt");
  ASSERT_EQ(file.certificates.size(), 1U);
  const json wanted = json::parse(bytes::as_chars(
      testing::read_file((folder / "localhost-componentlist.json").string())))["COMPONENTS"];
  const auto& components = file.certificates[0].components();
  ASSERT_EQ(components.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const platform::Component& c = components[i];
    EXPECT_EQ(c.manufacturer, member(wanted[i], "MANUFACTURER")) << i;
    EXPECT_EQ(c.model, member(wanted[i], "MODEL")) << i;
    EXPECT_EQ(c.serial, member(wanted[i], "SERIAL")) << i;
    EXPECT_EQ(c.revision, member(wanted[i], "REVISION")) << i;
    ASSERT_TRUE(c.cls) << i;
    EXPECT_EQ(c.cls->registry, member(wanted[i]["COMPONENTCLASS"], "COMPONENTCLASSREGISTRY")) << i;
    EXPECT_EQ(c.cls->value,
              std::stoul(member(wanted[i]["COMPONENTCLASS"], "COMPONENTCLASSVALUE"), nullptr, 16))
        << i;
    if (wanted[i].contains("ADDRESSES")) {
      ASSERT_EQ(c.addresses.size(), wanted[i]["ADDRESSES"].size()) << i;
    }
  }
}

TEST(PlatformCorpus, every_attribute_certificate_reads_and_no_prefix_of_it_does) {
  ASSAY_CORPUS_OR_SKIP(root);
  unsigned found = 0;
  unsigned components = 0;
  for (const auto& entry : stdfs::recursive_directory_iterator(root / "certs")) {
    if (!entry.is_regular_file()) continue;
    const base::Bytes bytes = testing::read_file(entry.path().string());
    if (!platform::looks_like_platform_certificate(bytes)) continue;
    bytes::Budget budget;
    const auto file = platform::read_certificates(bytes::Reader(bytes), budget);
    EXPECT_TRUE(file.errors.empty()) << entry.path() << " " << file.errors.front().offset << " "
                                     << file.errors.front().describe();
    ASSERT_FALSE(file.certificates.empty()) << entry.path();
    ++found;
    components += static_cast<unsigned>(file.certificates[0].components().size());
    const base::Bytes der = bytes::copy(file.certificates[0].der);
    testing::every_prefix(der, [&](bytes::ByteSpan prefix) {
      if (prefix.size() == der.size()) return;
      bytes::Budget small;
      const auto cut = platform::parse_attribute_certificate(bytes::Reader(prefix), small);
      ASSERT_FALSE(cut) << entry.path() << " " << prefix.size();
      EXPECT_LE(cut.error().offset, prefix.size());
    });
  }
  EXPECT_GE(found, 30U);
  std::printf("%u platform certificates, %u components\n", found, components);
}

TEST(PlatformCorpus, a_delta_builds_on_its_base) {
  ASSAY_CORPUS_OR_SKIP(root);
  const stdfs::path folder = root /
                             "certs/nsacyber+HIRS/HIRS_AttestationCA/src/test/resources/validation/"
                             "platform_credentials";
  const auto delta = read(folder / "plat_delta_cert1.pem");
  ASSERT_EQ(delta.certificates.size(), 1U);
  const platform::Certificate& cert = delta.certificates[0];
  EXPECT_EQ(cert.statement.kind, platform::Kind::delta);
  std::set<platform::Status> told;
  for (const auto& c : cert.components())
    if (c.status) told.insert(*c.status);
  EXPECT_EQ(told.size(), 3U);  // it adds, modifies and removes
  EXPECT_NE(cert.holder.text().find("602967ea7924fdee6cc150b91e83777d1f427999"), std::string::npos);
}

TEST(PlatformCorpus, inspect_links_the_files_of_one_call) {
  ASSAY_CORPUS_OR_SKIP(root);
  const stdfs::path folder = root / "boot/sets/platformcert-lenovo-sr630v2";
  std::vector<std::string> command{"inspect", "--json"};
  for (const char* file : {"platform_cert.cer", "WRONG_ek_cert_h12ssl.pem", "ek_cert.pem",
                           "platform_ca_issuing.cer", "platform_ca_root.cer"})
    command.push_back((folder / file).string());
  const testing::Ran ran = testing::run_assay(command);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const json detail = json::parse(ran.out)["artefacts"][0]["detail"];
  EXPECT_EQ(detail["chain"], "valid");
  EXPECT_EQ(detail["holder_match"], (folder / "ek_cert.pem").string());
  EXPECT_EQ(detail["chain_files"].size(), 2U);
}

}  // namespace
}  // namespace assay
