// Real BMC images: what each is, how many files it holds, and digests that the kernel's own tools
// gave for the files that they unpacked.
#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "inspect/artefact.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

std::vector<inspect::InspectedArtefact> opened(const std::filesystem::path& path) {
  const auto bytes = testing::read_file(path.string());
  crypto::HashEngine hash;
  return inspect::inspect(path.filename().string(), bytes, {}, hash);
}

struct Expected {
  const char* path;
  const char* summary;  ///< how it starts
  std::size_t files;
  std::set<std::string> types;  ///< among its modules
};

const std::set<std::string> kArbel{"NPCM8xx KMT",       "NPCM8xx TIP_FW L0", "NPCM8xx SKMT",
                                   "NPCM8xx TIP_FW L1", "NPCM8xx BootBlock", "NPCM8xx BL31",
                                   "NPCM8xx OP-TEE",    "NPCM8xx U-Boot"};

const std::vector<Expected>& expectations() {
  static const std::vector<Expected> kAll{
      {"bmc-nuvoton-igps/nuvoton-npcm750-evb_4.17.4.01.03.dtb",
       "device tree Nuvoton npcm750 Development Board",
       0,
       {"device tree"}},
      // busybox's links are not files: 513 entries in all.
      {"bmc-nuvoton-igps/runbmc-uRamdisk_4.17.4.01.03.RB1_customer",
       "uImage",
       94,
       {"uImage", "gzip", "romfs"}},
      {"bmc-nuvoton-igps/runbmc-uRamdisk_4.17.4.01.03.RB2_customer",
       "uImage",
       94,
       {"uImage", "gzip", "romfs"}},
      {"bmc-nuvoton-igps/u-boot_2019.01.01.00.bin", "U-Boot", 0, {"U-Boot", "U-Boot environment"}},
      {"bmc-nuvoton-igps/uboot_env_runbmc.bin", "U-Boot environment", 0, {"U-Boot environment"}},
      {"bmc-nuvoton-igps/uimage_4135.01.06",
       "uImage Linux-4.13.501.06",
       0,
       {"uImage", "zImage", "gzip", "cpio (newc)"}},
      {"bmc-nuvoton-npcm8xx/A1_EB_Basic_HEAD.bin.xz", "BMC image", 0, kArbel},
      {"bmc-nuvoton-npcm8xx/A1_EB_Secure_HEAD.bin.xz", "BMC image", 0, kArbel},
      {"bmc-nuvoton-npcm8xx/A2_META_Basic_HEAD.bin.xz", "BMC image", 0, kArbel},
      {"fact-extractor/avm_be.sqfs4", "squashfs 4.0", 3, {"squashfs 4.0"}},
      {"fact-extractor/avm_le.sqfs4", "squashfs 4.0", 3, {"squashfs 4.0"}},
      {"fact-extractor/gzip.sqfs", "squashfs 4.0", 3, {"squashfs 4.0"}},
      {"fact-extractor/lzma.sqfs", "squashfs 4.0", 3, {"squashfs 4.0"}},
      {"fact-extractor/xz.sqfs", "squashfs 4.0", 3, {"squashfs 4.0"}},
      {"fact-extractor/zstd.sqfs", "squashfs 4.0", 3, {"squashfs 4.0"}},
      {"fact-extractor/jffs2_le.img", "JFFS2", 3, {"JFFS2"}},
      {"fact-extractor/ubi.img", "UBI", 3, {"UBI", "UBI volume", "UBIFS"}},
      {"fact-extractor/fit.itb",
       "FIT FACT Test FIT Image",
       1,
       {"FIT", "FIT image", "device tree", "gzip", "squashfs 4.0"}},
      {"binwalk-inputs/cramfs.bin", "cramfs", 1, {"cramfs"}},
      {"binwalk-inputs/romfs.bin", "romfs", 1, {"romfs"}},
      {"binwalk-inputs/squashfs_v2.bin", "squashfs 2.0", 263, {"squashfs 2.0"}},
      {"binwalk-inputs/yaffs2.bin", "YAFFS2", 13, {"YAFFS2"}},
      {"supermicro/x10_AST2400_u-boot.bin", "U-Boot", 0, {"U-Boot"}},
      {"supermicro/x9_HERMON_uImage", "uImage", 0, {"uImage", "gzip"}},
  };
  return kAll;
}

TEST(Bmc, each_image_says_what_it_is_and_lists_what_is_inside) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const auto& e : expectations()) {
    SCOPED_TRACE(e.path);
    const auto path = corpus / "firmware" / e.path;
    if (!std::filesystem::exists(path)) continue;
    const auto artefacts = opened(path);
    const auto& a = artefacts.back();  // behind its container, where it has one
    EXPECT_EQ(a.kind, "bmc.image");
    EXPECT_TRUE(a.summary.starts_with(e.summary)) << a.summary;
    std::size_t files = 0;
    std::set<std::string> types;
    for (const auto& m : a.detail["modules"]) {
      types.insert(m["type"].get<std::string>());
      files += m["type"] == "file" ? 1U : 0U;
    }
    EXPECT_EQ(files, e.files);
    EXPECT_TRUE(std::ranges::includes(types, e.types)) << ::testing::PrintToString(types);
    for (const auto& f : a.findings) EXPECT_NE(f.code, "artefact.malformed") << f.why;
  }
}

// sha256sum of what unsquashfs unpacked from the images that it reads; the others hold the same
// three files.
TEST(Bmc, the_same_files_come_out_of_every_file_system) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const std::map<std::string, std::string> expected{
      {"generic folder/test file 3_.txt",
       "289b5a050a83837f192d7129e4c4e02570b94b4924e50159fad5ed1067cfbfeb"},
      {"testfile1", "d558c9339cb967341d701e3184f863d3928973fccdc1d96042583730b5c7b76a"},
      {"testfile2", "faa11db49f32a90b51dfc3f0254f9fd7a7b46d0b570abd47e1943b86d554447a"},
  };
  for (const auto* name : {"avm_be.sqfs4", "avm_le.sqfs4", "gzip.sqfs", "lzma.sqfs", "xz.sqfs",
                           "zstd.sqfs", "jffs2_le.img", "ubi.img"}) {
    SCOPED_TRACE(name);
    const auto artefacts = opened(corpus / "firmware/fact-extractor" / name);
    std::map<std::string, std::string> found;
    for (const auto& m : artefacts.back().detail["modules"])
      if (m["type"] == "file") found[m["name"].get<std::string>()] = m["sha256"].get<std::string>();
    EXPECT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace assay
