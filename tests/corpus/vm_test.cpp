// Captured measured boots of one virtual machine, good and changed on purpose.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "bytes/text.h"
#include "support/corpus.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay {
namespace {

using nlohmann::json;
using testing::Ran;

class Vm : public ::testing::Test {
 protected:
  // All captures are boots of one machine, so their shared identity is no news.
  static constexpr const char* kPolicy =
      "version = 1\nname = \"vm\"\n[severity]\n\"identity.shared\" = \"info\"\n";

  json audit(const std::filesystem::path& corpus) {
    const std::string vm = (corpus / "vm").string();
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    EXPECT_TRUE(base::PosixFileSystem().write_atomically(file("p.toml"), bytes::as_bytes(kPolicy)));
    const Ran learned = testing::run_assay({"learn", vm + "/good", "-o", file("r.toml")});
    EXPECT_EQ(learned.exit, 0) << learned.err;
    const Ran ran =
        testing::run_assay({"audit", "--json", vm + "/good", vm + "/good2", vm + "/t_cmdline",
                            vm + "/t_smbios", vm + "/t_vars", "--policy", file("p.toml"),
                            "--references", file("r.toml"), "--as-of", "2026-11-22T00:00:00Z"});
    EXPECT_EQ(ran.exit, 1) << ran.err;
    json out;
    const auto parsed = json::parse(ran.out);
    for (const auto& s : parsed["servers"]) out[s["id"].get<std::string>()] = s;
    return out;
  }
  static std::set<std::string> boot_codes(const json& server) {
    std::set<std::string> out;
    for (const auto& f : server["findings"])
      if (f["code"].get<std::string>().starts_with("boot.")) out.insert(f["code"]);
    return out;
  }
  static json find(const json& server, const std::string& code) {
    for (const auto& f : server["findings"])
      if (f["code"] == code) return f;
    return nullptr;
  }
  testing::ScratchFolder folder;
};

const std::set<std::string> kQuiet{"boot.ak.unbound", "boot.freshness.unproven"};

TEST_F(Vm, good_boots_are_quiet_but_for_what_nobody_vouched_for) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto got = audit(corpus);
  EXPECT_EQ(boot_codes(got["good"]), kQuiet);
  EXPECT_EQ(boot_codes(got["good2"]), kQuiet);
  EXPECT_EQ(boot_codes(got["t_smbios"]), kQuiet) << "its SMBIOS table differs, which no PCR holds";
  for (const char* id : {"good", "good2", "t_smbios"}) EXPECT_EQ(got[id]["verdict"], "warning");
}

TEST_F(Vm, a_changed_command_line_is_told_with_its_words_and_event) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto got = audit(corpus);
  const auto f = find(got["t_cmdline"], "boot.command-line.changed");
  ASSERT_FALSE(f.is_null());
  const auto why = f["why"].get<std::string>();
  EXPECT_NE(why.find("init=/bin/sh2"), std::string::npos) << why;
  EXPECT_NE(why.find("lockdown=none"), std::string::npos) << why;
  EXPECT_NE(why.find("event "), std::string::npos) << why;
  EXPECT_EQ(f["subject"], "PCR 8");
  EXPECT_EQ(got["t_cmdline"]["verdict"], "contraindicated");
}

TEST_F(Vm, an_empty_log_is_never_affirmed_and_the_changed_pcrs_are_told) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto got = audit(corpus);
  EXPECT_FALSE(find(got["t_vars"], "boot.log.empty").is_null());
  std::set<std::string> changed;
  for (const auto& f : got["t_vars"]["findings"])
    if (f["code"] == "boot.pcr.changed") changed.insert(f["subject"]);
  EXPECT_EQ(changed, (std::set<std::string>{"PCR 0", "PCR 4", "PCR 7", "PCR 10"}));
  EXPECT_EQ(got["t_vars"]["verdict"], "contraindicated");
}

}  // namespace
}  // namespace assay
