// Runs tests/cli/*.transcript. A transcript is read from the top; each runs in an empty folder of
// its own:
//
//     # a comment
//     ! printf x > empty          setup: a shell line that must succeed
//     $ assay inspect missing     a command, by sh; afterwards what it must give:
//     1> …                        lines of standard output; "…" alone stands for any lines,
//     2> assay: missing: …        and inside a line for any run of characters
//     ? 2                         the exit code; 0 where it is not said
//     - out.toml                  a path that must not be there
//     + out.toml                  a path that must
//     as-user                     the rest is skipped for root, who may read everything
#include <algorithm>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

#include "bytes/text.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay::testing {
namespace {

namespace stdfs = std::filesystem;

constexpr std::string_view kAny = "…";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// `pattern` with "…" for any run of characters.
bool line_matches(std::string_view pattern, std::string_view text) {
  const auto at = pattern.find(kAny);
  if (at == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, at))) return false;
  text.remove_prefix(at);
  const auto rest = pattern.substr(at + kAny.size());
  for (std::size_t skip = 0; skip <= text.size(); ++skip)
    if (line_matches(rest, text.substr(skip))) return true;
  return false;
}

using Lines = std::vector<std::string>;
bool lines_match(Lines::const_iterator p, Lines::const_iterator p_end, Lines::const_iterator t,
                 Lines::const_iterator t_end) {
  if (p == p_end) return t == t_end;
  if (*p != kAny)
    return t != t_end && line_matches(*p, *t) && lines_match(p + 1, p_end, t + 1, t_end);
  for (;; ++t) {
    if (lines_match(p + 1, p_end, t, t_end)) return true;
    if (t == t_end) return false;
  }
}

struct Step {
  std::size_t line = 0;
  std::string command;
  Lines out, err;
  int exit = 0;
};

class Transcript : public ::testing::TestWithParam<std::string> {
 protected:
  void check(const Step& step) {
    if (step.command.empty()) return;
    const Ran ran = run_shell(step.command, folder_.path());
    const std::string where = GetParam() + ":" + std::to_string(step.line) + ": " + step.command;
    EXPECT_EQ(ran.exit, step.exit) << where << "\n" << ran.out << ran.err;
    expect(step.out, ran.out, where + "\nstandard output:\n");
    expect(step.err, ran.err, where + "\nstandard error:\n");
  }
  static void expect(const Lines& wanted, const std::string& got, const std::string& where) {
    const Lines lines = lines_of(got);
    EXPECT_TRUE(lines_match(wanted.begin(), wanted.end(), lines.begin(), lines.end()))
        << where << got;
  }
  void setup(const std::string& command, std::size_t line) {
    const Ran ran = run_shell("set -e\n" + command, folder_.path());
    ASSERT_EQ(ran.exit, 0) << GetParam() << ":" << line << ": " << command << "\n" << ran.err;
  }
  ScratchFolder folder_;
};

TEST_P(Transcript, gives_what_it_says) {
  const auto text = bytes::to_string(
      read_file(std::string(ASSAY_TRANSCRIPTS) + "/" + GetParam() + ".transcript"));
  Step step;
  std::size_t number = 0;
  std::size_t commands = 0;
  for (const auto& line : lines_of(text)) {
    ++number;
    const auto rest = line.size() > 2 ? line.substr(2) : std::string{};
    if (line.starts_with("1>")) {
      step.out.push_back(line.size() > 3 ? line.substr(3) : "");
    } else if (line.starts_with("2>")) {
      step.err.push_back(line.size() > 3 ? line.substr(3) : "");
    } else if (line.starts_with("? ")) {
      step.exit = std::stoi(rest);
    } else if (line.empty() || line.starts_with("#")) {
      continue;
    } else {
      check(std::exchange(step, {}));
      if (line.starts_with("$ ")) {
        step = {number, rest, {}, {}, 0};
        ++commands;
      } else if (line.starts_with("! ")) {
        setup(rest, number);
      } else if (line.starts_with("- ")) {
        EXPECT_FALSE(stdfs::exists(folder_.path() / rest))
            << GetParam() << ":" << number << ": " << rest;
      } else if (line.starts_with("+ ")) {
        EXPECT_TRUE(stdfs::exists(folder_.path() / rest))
            << GetParam() << ":" << number << ": " << rest;
      } else if (line == "as-user") {
        if (::geteuid() == 0) GTEST_SKIP() << "skipped: root may read everything";
      } else {
        FAIL() << GetParam() << ":" << number << ": what is this? " << line;
      }
    }
  }
  check(step);
  EXPECT_GT(commands, 0U);
}

std::vector<std::string> transcripts() {
  std::vector<std::string> out;
  for (const auto& entry : stdfs::directory_iterator(ASSAY_TRANSCRIPTS))
    if (entry.path().extension() == ".transcript") out.push_back(entry.path().stem().string());
  std::ranges::sort(out);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Cli, Transcript, ::testing::ValuesIn(transcripts()),
                         [](const auto& transcript) { return transcript.param; });

TEST(TheRunner, can_fail) {
  const auto match = [](const Lines& p, const Lines& t) {
    return lines_match(p.begin(), p.end(), t.begin(), t.end());
  };
  EXPECT_TRUE(match({"a", "…", "z…9"}, {"a", "b", "c", "z 1 9"}));
  EXPECT_TRUE(match({"…"}, {}));
  EXPECT_FALSE(match({"a"}, {"b"}));
  EXPECT_FALSE(match({"a"}, {"a", "b"}));
  EXPECT_FALSE(match({"a", "…", "z"}, {"a"}));
  EXPECT_EQ(run_shell("exit 7", "/").exit, 7);
}

}  // namespace
}  // namespace assay::testing
