// The reports of the sample fleet, whole: what a person and a script read may only change on
// purpose.
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay {
namespace {

using testing::Ran;
using testing::run_assay;

// Where the two texts part, for people.
std::string first_difference(const std::string& got, const std::string& wanted) {
  std::size_t line = 1;
  std::size_t start = 0;
  const std::size_t most = std::min(got.size(), wanted.size());
  std::size_t i = 0;
  for (; i < most && got[i] == wanted[i]; ++i)
    if (got[i] == '\n') {
      ++line;
      start = i + 1;
    }
  const auto cut = [&](const std::string& text) {
    return text.substr(std::min(start, text.size()),
                       std::min<std::size_t>(300, text.find('\n', start) - start));
  };
  return "line " + std::to_string(line) + "\n got:    " + cut(got) + "\n wanted: " + cut(wanted);
}

void expect_golden(const std::string& got, const std::string& name) {
  const std::string path = std::string(ASSAY_GOLDEN) + "/" + name;
  // Tests have one thread. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (std::getenv("ASSAY_REGOLD") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  const auto wanted = bytes::to_string(testing::read_file(path));
  EXPECT_TRUE(got == wanted) << name << ", " << first_difference(got, wanted)
                             << "\nIf that is meant, ASSAY_REGOLD=1 writes the file anew.";
}

const std::filesystem::path kSamples = std::filesystem::path(ASSAY_SOURCE_DIR) / "samples";

class Fleet : public ::testing::Test {
 protected:
  Fleet() {
    std::vector<std::string> learn{"learn", "-o", reference, "--name", "samples"};
    for (int i = 1; i <= 5; ++i) learn.push_back("fleet/node-0" + std::to_string(i));
    const Ran learned = run_assay(learn, kSamples);
    EXPECT_EQ(learned.exit, 0) << learned.err;
  }
  Ran audit(std::vector<std::string> more = {}) {
    std::vector<std::string> all{
        "audit",   "fleet",    "--policy",   "policy.toml", "--references",
        reference, "--nonces", "nonces.txt", "--as-of",     "2026-11-26T00:00:00Z"};
    all.insert(all.end(), more.begin(), more.end());
    return run_assay(all, kSamples);
  }
  testing::ScratchFolder folder;
  std::string reference = (folder.path() / "samples.toml").string();
};

TEST_F(Fleet, audit_as_text) {
  const Ran ran = audit();
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.err, "");
  expect_golden(ran.out, "audit.txt");
}

TEST_F(Fleet, audit_as_json) {
  const Ran ran = audit({"--json"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.err, "");
  expect_golden(ran.out, "audit.json");
}

TEST_F(Fleet, audit_is_the_same_on_any_number_of_threads) {
  EXPECT_EQ(audit({"--json", "--jobs", "1"}).out, audit({"--json", "--jobs", "7"}).out);
}

TEST_F(Fleet, the_reference_learned_from_the_clean_servers) {
  expect_golden(bytes::to_string(testing::read_file(reference)), "reference.toml");
}

TEST(Inspect, the_event_log_of_node_06_as_text) {
  const Ran ran = run_assay({"inspect", "fleet/node-06/boot/eventlog.bin"}, kSamples);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  expect_golden(ran.out, "inspect-node-06.txt");
}

TEST(Compare, node_06_with_node_01_as_text_and_json) {
  const Ran text = run_assay({"compare", "fleet/node-01", "fleet/node-06"}, kSamples);
  EXPECT_EQ(text.exit, 1);
  expect_golden(text.out, "compare.txt");
  const Ran json = run_assay({"compare", "--json", "fleet/node-01", "fleet/node-06"}, kSamples);
  EXPECT_EQ(json.exit, 1);
  expect_golden(json.out, "compare.json");
}

}  // namespace
}  // namespace assay
