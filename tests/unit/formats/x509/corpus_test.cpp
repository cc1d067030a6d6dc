// Every real certificate at hand: reads, and chains where its CA is at hand too.
#include "support/corpus.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>

#include "formats/x509/chain.h"
#include "support/mutate.h"

namespace assay::formats::x509 {
namespace {

namespace fs = std::filesystem;

constexpr base::Time kAsOf{1'796'000'000};  // 2026-11-30

std::vector<fs::path> certificate_files(const fs::path& root) {
  std::vector<fs::path> out;
  static const std::set<std::string> kExtensions{".der", ".pem", ".crt", ".cer", ".cert"};
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file() && kExtensions.contains(entry.path().extension().string()))
      out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

CertificateFile read(const fs::path& path) {
  const base::Bytes bytes = testing::read_file(path.string());
  bytes::Budget budget;
  return read_certificates(bytes::Reader(bytes), budget);
}

fs::path bundles(const fs::path& root) { return root / "certs/loicsikidi+tpm-ca-certificates"; }

void load_vendors(TrustStore& store, const fs::path& root) {
  bytes::Budget budget;
  for (const auto& [file, role] :
       {std::pair{"MIRROR.tpm-ca-certificates.pem", Role::anchor},
        std::pair{"MIRROR.tpm-intermediate-ca-certificates.pem", Role::by_shape}}) {
    const base::Bytes bytes = testing::read_file((bundles(root) / file).string());
    store.add_file(bytes::Reader(bytes), file, role, budget);
  }
}

TEST(X509Corpus, VendorBundlesLoadQuicklyAndWhole) {
  ASSAY_CORPUS_OR_SKIP(root);
  const auto start = std::chrono::steady_clock::now();
  TrustStore store;
  load_vendors(store, root);
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_TRUE(store.errors().empty()) << store.errors().front().message;
  EXPECT_GT(store.size(), 160U);
  EXPECT_GE(store.anchors(), 26U);
  const auto ms = std::chrono::duration<double, std::milli>(took).count();
  RecordProperty("milliseconds", std::to_string(ms));
  std::printf("%zu CA certificates, %zu anchors, %.1f ms\n", store.size(), store.anchors(), ms);
  // 1,800 in 300 ms, with room for a busy machine.
  EXPECT_LT(ms, 3.0 * 300.0 * static_cast<double>(store.size()) / 1800.0);
}

TEST(X509Corpus, EveryVendorIntermediateChains) {
  ASSAY_CORPUS_OR_SKIP(root);
  TrustStore store;
  load_vendors(store, root);
  std::size_t trusted = 0;
  std::size_t all = 0;
  for (const Certificate& cert :
       read(bundles(root) / "MIRROR.tpm-intermediate-ca-certificates.pem").certificates) {
    bytes::Budget budget;
    const ChainResult result = verify_chain(cert, store, kAsOf, budget);
    ++all;
    if (result.status == ChainStatus::trusted || result.status == ChainStatus::expired)
      ++trusted;
    else
      std::printf("%s: %s\n", cert.subject.text().c_str(), result.reason.c_str());
  }
  std::printf("%zu of %zu vendor intermediates chain\n", trusted, all);
  EXPECT_EQ(trusted, all);
}

TEST(X509Corpus, EveryFileReads) {
  ASSAY_CORPUS_OR_SKIP(root);
  TrustStore store;
  load_vendors(store, root);
  {  // roots that lie about in the corpus, so that as many leaves as possible find theirs
    bytes::Budget budget;
    for (const char* folder : {"certs", "vm/ca", "boot/sets"})
      for (const fs::path& path : certificate_files(root / folder)) {
        const base::Bytes bytes = testing::read_file(path.string());
        store.add_file(bytes::Reader(bytes), path.filename().string(), Role::by_shape, budget);
      }
  }
  std::map<ChainStatus, unsigned> statuses;
  std::map<std::string, unsigned> quirks;
  unsigned read_certs = 0;
  unsigned eks = 0;
  const bool verbose = std::getenv("ASSAY_VERBOSE") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  for (const char* folder : {"certs", "vm", "boot/sets"})
    for (const fs::path& path : certificate_files(root / folder)) {
      const CertificateFile file = read(path);
      for (const auto& error : file.errors)
        if (verbose)
          std::printf("ERR %s: %llu %s\n", path.c_str(),
                      static_cast<unsigned long long>(error.offset), error.describe().c_str());
      for (const Certificate& cert : file.certificates) {
        ++read_certs;
        for (const Quirk quirk : cert.quirks) ++quirks[std::string(describe(quirk))];
        const bool ca = cert.extensions.basic_constraints && cert.extensions.basic_constraints->ca;
        if (ca) continue;
        bytes::Budget budget;
        const ChainResult result = verify_chain(cert, store, kAsOf, budget);
        if (!cert.extensions.tpm && !cert.extensions.has_eku(kAikCertificate)) continue;
        ++eks;
        ++statuses[result.status];
        if (verbose)
          std::printf("%s %s: %s [%zu] %s\n", std::string(name(result.status)).c_str(),
                      path.filename().c_str(), result.reason.c_str(), result.path.size(),
                      cert.extensions.tpm ? cert.extensions.tpm->manufacturer.c_str() : "");
      }
    }
  std::printf("%u certificates; %u of TPM keys:", read_certs, eks);
  for (const auto& [status, n] : statuses)
    std::printf(" %u %s", n, std::string(name(status)).c_str());
  std::printf("\n");
  for (const auto& [quirk, n] : quirks) std::printf("  %u x %s\n", n, quirk.c_str());
  EXPECT_GT(read_certs, 300U);
  // Those that do not chain have their issuers nowhere in the corpus.
  EXPECT_GE(statuses[ChainStatus::trusted] + statuses[ChainStatus::expired], 34U);
}

// One leaf, the CA files that its own folder brings, and what must come of it.
ChainResult chain(const fs::path& leaf, std::initializer_list<fs::path> cas) {
  TrustStore store;
  bytes::Budget budget;
  for (const fs::path& ca : cas) {
    const base::Bytes bytes = testing::read_file(ca.string());
    store.add_file(bytes::Reader(bytes), ca.filename().string(), Role::by_shape, budget);
  }
  EXPECT_TRUE(store.errors().empty());
  return verify_chain(read(leaf).certificates.at(0), store, kAsOf, budget);
}

TEST(X509Corpus, SetsChainToTheirOwnRoots) {
  ASSAY_CORPUS_OR_SKIP(root);
  const fs::path lenovo = root / "boot/sets/platformcert-lenovo-sr630v2";
  const fs::path nuvoton = lenovo / "ek_root_nuvoton_2111.pem";
  EXPECT_TRUE(chain(lenovo / "ek_cert.pem", {nuvoton}).trusted());
  EXPECT_EQ(chain(lenovo / "WRONG_ek_cert_h12ssl.pem", {nuvoton}).status, ChainStatus::untrusted);
  EXPECT_NE(chain(lenovo / "platform_ca_issuing.cer", {lenovo / "platform_ca_root.cer"}).status,
            ChainStatus::untrusted);
  const fs::path ca = root / "vm/ca";
  for (const char* ek :
       {"vm/good/ekcert_rsa.der", "vm/good/ekcert_ecc384.der", "vm/good2/ekcert_rsa.der"}) {
    const ChainResult result =
        chain(root / ek, {ca / "issuercert.pem", ca / "swtpm-localca-rootca-cert.pem"});
    EXPECT_TRUE(result.trusted()) << ek << ": " << result.reason;
    EXPECT_EQ(result.path.size(), 3U);
    EXPECT_FALSE(chain(root / ek, {ca / "issuercert.pem"}).trusted()) << "no root";
  }
}

}  // namespace
}  // namespace assay::formats::x509
