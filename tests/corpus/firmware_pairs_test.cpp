// Pairs of real images whose difference is known: what was inserted, changed or built anew comes
// out as just that, and nothing else at warning or above.
#include <gtest/gtest.h>

#include "appraise/compare_firmware.h"
#include "evidence/bundle.h"
#include "inspect/firmware_images.h"
#include "support/corpus.h"

namespace assay {
namespace {

std::vector<inspect::firmware::Item> items(const std::string& file) {
  const auto bundle = evidence::load(base::PosixFileSystem(), file);
  if (!bundle) return {};
  const auto images = inspect::firmware_images(*bundle);
  if (images.size() != 1) return {};
  auto taken = inspect::image_items(images.front(), inspect::firmware::LocalInspector());
  return taken ? std::move(taken->items) : std::vector<inspect::firmware::Item>{};
}

// "added ReBarDxe", one a line, info left out.
std::string told(const appraise::Comparison& c) {
  std::string out;
  for (const auto& d : c.differences)
    if (d.severity != evidence::Severity::info) out += std::string(d.change) + ' ' + d.what + '\n';
  return out;
}

class FirmwarePairs : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto corpus = testing::corpus();
    if (!corpus) GTEST_SKIP() << "skipped: no corpus";
    folder = (*corpus / "firmware").string() + "/";
  }
  appraise::Comparison compare(const std::string& golden, const std::string& observed) const {
    const auto a = items(folder + golden);
    const auto b = items(folder + observed);
    EXPECT_FALSE(a.empty());
    EXPECT_FALSE(b.empty());
    return appraise::compare_firmware("uefi.image", a, b);
  }
  std::string folder;
};

TEST_F(FirmwarePairs, a_driver_inserted_and_settings_changed) {
  EXPECT_EQ(told(compare("huananzhi-x99/HNX99TF_220830_original.zip",
                         "huananzhi-x99/HNX99TF_220830_kot.zip")),
            "modified Setup\nmodified Setup\nmodified AMITSESetupData\nadded ReBarDxe\n"
            "removed Startup AP data\n");
}

TEST_F(FirmwarePairs, microcode_alone) {
  EXPECT_EQ(told(compare("hp-zx20/cJ63_0396_NRE.zip", "hp-zx20/cJ63_0396_NRE_mc91.zip")),
            "modified 06-3e-04\nmodified 06-2d-07\nmodified 06-2d-06\n");
}

TEST_F(FirmwarePairs, a_logo_and_one_file) {
  EXPECT_EQ(told(compare("huananzhi-x99/HNX99TF_220606_original.zip",
                         "huananzhi-x99/HNX99TF_220830_original.zip")),
            "modified daf4bf89-ce71-4917-b522-c89d32fbc59f\nmodified Logo.bmp\n");
}

TEST_F(FirmwarePairs, a_rebuild_is_told_as_one) {
  for (const auto& [golden, observed] :
       {std::pair("intel-fsp/Idaville_Lcc_85f37ab.bin.xz", "intel-fsp/Idaville_Lcc_dc6831b.bin.xz"),
        std::pair("intel-fsp/EagleStream_1.1.1.316_848c499.fd.xz",
                  "intel-fsp/EagleStream_0115.D.05_cdb5d57.fd.xz")}) {
    const auto c = compare(golden, observed);
    EXPECT_TRUE(c.rebuild) << golden;
    for (const auto& d : c.differences) EXPECT_EQ(d.change, "modified") << d.what;
  }
}

}  // namespace
}  // namespace assay
