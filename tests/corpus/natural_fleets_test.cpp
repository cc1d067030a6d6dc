// Real fleets: what a reference learned from the golden members says of every member, and what
// siblings alone say. Prints the table.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unistd.h>

#include "support/corpus.h"
#include "support/process.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
using nlohmann::json;
using Paths = std::vector<std::string>;

// "inventory.slot.usage" is of the truth's class "slots"; classes that the truth does not judge:
// "".
std::string judged_class(const std::string& code) {
  static const std::map<std::string, std::string> kClasses{
      {"cpu", "cpu"}, {"dimm", "dimm"}, {"psu", "psu"}, {"bios", "bios"}, {"slot", "slots"}};
  if (!code.starts_with("inventory.")) return {};
  const auto it = kClasses.find(code.substr(10, code.rfind('.') - 10));
  return it != kClasses.end() ? it->second : "";
}

struct Told {
  std::set<std::string> classes;  // of open findings at warning or above
  std::size_t loud = 0;           // all such findings
};

std::map<std::string, Told> audit(const Paths& paths, const Paths& options) {
  Paths command{"audit", "--json", "--fail-on", "never"};
  command.insert(command.end(), paths.begin(), paths.end());
  command.insert(command.end(), options.begin(), options.end());
  const auto ran = testing::run_assay(command);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  std::map<std::string, Told> out;
  const json report = json::parse(ran.out);
  for (const auto& server : report["servers"]) {
    Told& told = out[server["id"].get<std::string>()];
    for (const auto& f : server["findings"]) {
      if (f["severity"] == "info" || f["status"] != "open") continue;
      ++told.loud;
      if (const auto cls = judged_class(f["code"].get<std::string>()); !cls.empty())
        told.classes.insert(cls);
    }
  }
  return out;
}

TEST(CorpusNaturalFleets, deviants_are_told_by_their_parts_and_golden_members_are_quiet) {
  ASSAY_CORPUS_OR_SKIP(root);
  const stdfs::path folder = root / "inventory/linuxhw-dmi";
  std::ifstream file(folder / "natural-fleets.json");
  const json fleets = json::parse(file);
  const auto reference =
      (stdfs::temp_directory_path() / ("natural-" + std::to_string(::getpid()) + ".toml")).string();
  for (const auto& [name, fleet] : fleets.items()) {
    SCOPED_TRACE(name);
    Paths golden;
    for (const auto& p : fleet["golden"])
      golden.push_back((folder / p.get<std::string>()).string());
    Paths all = golden;
    for (const auto& [p, truth] : fleet["deviants"].items()) all.push_back((folder / p).string());
    Paths learn{"learn"};
    learn.insert(learn.end(), golden.begin(), golden.end());
    learn.insert(learn.end(), {"-o", reference});
    ASSERT_EQ(testing::run_assay(learn).exit, 0);

    const auto by_reference = audit(all, {"--references", reference});
    const auto by_siblings = audit(all, {});
    std::size_t right = 0;
    for (const auto& [p, truth] : fleet["deviants"].items()) {
      const auto& told = by_reference.at(stdfs::path(p).filename().string());
      EXPECT_EQ(told.classes, truth.get<std::set<std::string>>()) << p;
      right += told.classes == truth.get<std::set<std::string>>() ? 1U : 0U;
    }
    for (const auto& p : golden) {
      const auto id = stdfs::path(p).filename().string();
      EXPECT_EQ(by_reference.at(id).loud, 0U) << p;
      EXPECT_EQ(by_siblings.at(id).loud, 0U) << p << ": by siblings alone";
    }
    std::printf("  %-28s %zu golden, %zu of %zu deviants as the truth says\n", name.c_str(),
                golden.size(), right, fleet["deviants"].size());
  }
  stdfs::remove(reference);
}

}  // namespace
}  // namespace assay
