// Real executables, variable stores, revocation lists and rules: updates' signatures hold, rules
// are all evaluated, an innocent image matches none of the threats.
#include <algorithm>
#include <gtest/gtest.h>

#include "inspect/artefact.h"
#include "inspect/firmware/indicators/indicators.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
using inspect::firmware::indicators::IndicatorFile;

inspect::InspectedArtefact look(
    const stdfs::path& path,
    const inspect::firmware::indicators::Indicators* indicators = nullptr) {
  crypto::HashEngine hash;
  const auto bytes = testing::read_file(path.string());
  auto all = inspect::inspect(path.string(), bytes, {.indicators = indicators}, hash);
  return all.empty() ? inspect::InspectedArtefact{} : std::move(all.front());
}

TEST(Dbx, every_update_is_signed_by_the_key_exchange_key_for_dbx) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  std::size_t files = 0;
  for (const auto& entry : stdfs::directory_iterator(corpus / "firmware/dbx")) {
    if (entry.path().extension() != ".bin") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const auto a = look(entry.path());
    EXPECT_EQ(a.kind, "uefi.dbx");
    EXPECT_EQ(a.detail["good_for"], "append to dbx");
    EXPECT_GT(a.detail["entries"].size(), 2U);
    EXPECT_TRUE(a.findings.empty());
    ++files;
  }
  EXPECT_GE(files, 5U);
}

TEST(Nvar, live_stores_are_read_to_their_end) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const auto& [file, variables] :
       {std::pair{"x9spu-f_ami_0", "168 variables"}, std::pair{"x9spu-f_ami_1", "300 variables"}}) {
    const auto a = look(corpus / "firmware/supermicro" / file);
    EXPECT_EQ(a.kind, "uefi.image");
    EXPECT_NE(a.summary.find(variables), std::string::npos) << a.summary;
    EXPECT_TRUE(a.findings.empty());
  }
}

TEST(Rules, all_are_evaluated_and_an_innocent_image_matches_no_threat) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  std::vector<IndicatorFile> files;
  for (const auto& entry : stdfs::recursive_directory_iterator(corpus / "firmware/rules")) {
    const auto kind = entry.path().extension();
    const bool rule = kind == ".yml" || kind == ".sha1" || kind == ".sha256" || kind == ".adoc";
    if (rule) files.push_back({entry.path().string(), testing::read_file(entry.path().string())});
  }
  EXPECT_GT(files.size(), 100U);
  const auto indicators = inspect::firmware::indicators::load_indicators(std::move(files));
  ASSERT_TRUE(indicators) << indicators.error().describe();
  for (const auto& list : indicators->lists)
    for (const auto& rule : list.rules) EXPECT_EQ(rule.unevaluated, "") << rule.name;
  const auto a = look(corpus / "firmware/supermicro/x9spu-f_ami_Core", &*indicators);
  EXPECT_EQ(a.kind, "uefi.image");
  for (const auto& f : a.findings) EXPECT_NE(f.severity, evidence::Severity::critical) << f.why;
}

TEST(Executables, debians_shim_and_grub_are_signed_and_hold) {
  std::size_t seen = 0;
  for (const auto* path :
       {"/usr/lib/shim/shimx64.efi.signed", "/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed"}) {
    if (!stdfs::exists(path)) continue;
    const auto a = look(path);
    EXPECT_EQ(a.kind, "pe.image");
    EXPECT_FALSE(a.detail["signer"].empty());
    EXPECT_FALSE(a.detail["sbat"].empty());
    EXPECT_TRUE(a.findings.empty());
    ++seen;
  }
  if (seen == 0)
    GTEST_SKIP() << "skipped: neither shim-signed nor grub-efi-amd64-signed is installed";
}

}  // namespace
}  // namespace assay
