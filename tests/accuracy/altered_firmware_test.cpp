// What an implant, or a careless hand, does to a firmware image, made from Debian's OVMF one change
// at a time: each comes out as that change, by name, and nothing else does.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/filesystem.h"
#include "bytes/text.h"
#include "formats/json/json.h"
#include "support/ovmf.h"
#include "support/process.h"

namespace assay {
namespace {

using formats::uefi::Guid;
using testing::Ovmf;

Guid guid(const char* text) { return Guid::parse(text).value(); }
const Guid kImplant = guid("1badb002-cafe-4bad-8bad-feedc0ffee00");

const Guid kSecurityStub = guid("f80697e9-7fd6-4665-8646-88e33ef71dfc");

class AlteredFirmware : public ::testing::Test {
 protected:
  void SetUp() override {
    auto loaded = Ovmf::load();
    if (!loaded) GTEST_SKIP() << "skipped: no OVMF (Debian's package ovmf)";
    ovmf = std::move(loaded);
  }
  // "modified TcgDxe (critical)", one a line, and the places of the changes in `paths`.
  std::string told(const base::Bytes& golden, const base::Bytes& observed) {
    const base::PosixFileSystem disk;
    EXPECT_TRUE(disk.write_atomically(scratch.path() / "golden.fd", golden));
    EXPECT_TRUE(disk.write_atomically(scratch.path() / "observed.fd", observed));
    const auto ran = testing::run_assay(
        {"compare", "--json", "--fail-on", "never", "golden.fd", "observed.fd"}, scratch.path());
    EXPECT_EQ(ran.exit, 0) << ran.err;
    bytes::Budget budget;
    const auto json = formats::json::parse(bytes::as_bytes(ran.out), budget);
    if (!json) return json.error().describe();
    std::string out;
    paths.clear();
    for (const auto& d : (*json)["differences"]) {
      const auto line = fmt::format("{} {} ({})\n", d["change"].get<std::string>(),
                                    d["what"].get<std::string>(), d["severity"].get<std::string>());
      out += line;
      paths.push_back(d["path"].get<std::string>());
    }
    fmt::print("{:<44} {}", ::testing::UnitTest::GetInstance()->current_test_info()->name(),
               out.empty() ? "nothing\n" : out);
    return out;
  }
  // With one change made by `alter`.
  template <class Alter>
  std::string told(const Alter& alter) {
    auto other = *ovmf;
    alter(other);
    return told(ovmf->flash(), other.flash());
  }

  testing::ScratchFolder scratch;
  std::optional<Ovmf> ovmf;
  std::vector<std::string> paths;
};

TEST_F(AlteredFirmware, packed_again_changes_no_module) {
  // Another packer's stream: what is in it is the same, and what may stand behind it is not judged.
  EXPECT_EQ(told(ovmf->original(), ovmf->flash()),
            "modified 9e21fd93-9c72-4c15-8c4b-e77f1db2d792 (warning)\n");
}

TEST_F(AlteredFirmware, a_module_inserted) {
  EXPECT_EQ(told([](Ovmf& o) { o.insert_driver(kImplant, "ImplantDxe"); }),
            "added ImplantDxe (critical)\n");
  EXPECT_NE(paths.at(0).find("(ImplantDxe)"), std::string::npos) << paths[0];
}

TEST_F(AlteredFirmware, one_byte_of_one_module_changed) {
  EXPECT_EQ(told([](Ovmf& o) { o.change_code(kSecurityStub); }),
            "modified SecurityStubDxe (critical)\n");
  EXPECT_NE(paths.at(0).find("(SecurityStubDxe)"), std::string::npos) << paths[0];
}

TEST_F(AlteredFirmware, a_module_removed) {
  EXPECT_EQ(told([](Ovmf& o) { o.remove(kSecurityStub); }), "removed SecurityStubDxe (critical)\n");
  EXPECT_NE(paths.at(0).find("(SecurityStubDxe)"), std::string::npos) << paths[0];
}

TEST_F(AlteredFirmware, a_microcode_changed) {
  ovmf->add_microcode(0x2a);
  EXPECT_EQ(told([](Ovmf& o) { o.add_microcode(0x2b); }), "modified 06-3c-03 (warning)\n");
  EXPECT_NE(paths.at(0).find("06-3c-03"), std::string::npos) << paths[0];
}

TEST_F(AlteredFirmware, a_setting_of_the_variables_changed) {
  EXPECT_EQ(told([](Ovmf& o) { o.change_variable("Timeout"); }), "modified Timeout (warning)\n");
  EXPECT_NE(paths.at(0).find("Timeout"), std::string::npos) << paths[0];
}

TEST_F(AlteredFirmware, a_volume_hidden_in_padding) {
  EXPECT_EQ(told([](Ovmf& o) { o.hide_volume(kImplant); }), "added HiddenDxe (critical)\n");
  EXPECT_NE(paths.at(0).find("/Non-UEFI data/"), std::string::npos) << paths[0];
}

TEST_F(AlteredFirmware, a_byte_where_nobody_parses) {
  EXPECT_EQ(told([](Ovmf& o) { o.change_free_byte(); }), "added Non-UEFI data (warning)\n");
  EXPECT_NE(paths.at(0).find("Non-UEFI data"), std::string::npos) << paths[0];
}

}  // namespace
}  // namespace assay
