// assay-verify: checks a statement offline. Reads two files (three with an opening) and believes
// nothing but the keys in the second; small and static, so that it runs anywhere and can be read
// whole.
#include <cstdio>
#include <fmt/format.h>
#include <span>
#include <string>

#include "base/filesystem.h"
#include "base/text.h"
#include "bytes/text.h"
#include "statement/container.h"
#include "statement/verify.h"

namespace {

using assay::base::Result;

constexpr std::string_view kUsage =
    "usage: assay-verify X.statement --trust POLICY [--opening FILE]\n"
    "  POLICY    lines \"log VKEY\", \"witness NAME VKEY\", \"quorum NAME\" (C2SP tlog-policy), "
    "and\n"
    "            \"statement VKEY\": whose statements are believed\n"
    "  --opening what the operator showed of the names that he withheld\n"
    "exit code: 0 it holds, 1 it does not, 2 the call is wrong or a file cannot be read\n";

struct Options {
  std::string file, trust, opening;
};

bool parse(std::span<char* const> arguments, Options& out) {
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    std::string* into = word == "--trust"     ? &out.trust
                        : word == "--opening" ? &out.opening
                                              : nullptr;
    if (into != nullptr) {
      if (++i == arguments.size() || !into->empty()) return false;
      *into = arguments[i];
    } else if (word.starts_with("--") || !out.file.empty()) {
      return false;
    } else {
      out.file = word;
    }
  }
  return !out.file.empty() && !out.trust.empty();
}

Result<bool> run(const Options& o) {
  const assay::base::PosixFileSystem fs;
  constexpr std::uint64_t kMostText = 1ULL << 20U;
  ASSAY_TRY(const auto policy_text, fs.read(o.trust, kMostText));
  const auto policy = assay::proof::parse_trust_policy(assay::bytes::as_chars(policy_text));
  if (!policy) return assay::base::in_file(policy.error(), o.trust);
  ASSAY_TRY(const auto file, fs.read(o.file, assay::statement::kMostContainer));
  std::string opening;
  if (!o.opening.empty()) {
    ASSAY_TRY(const auto bytes, fs.read(o.opening, assay::statement::kMostContainer));
    opening = assay::bytes::to_string(bytes);
  }
  auto budget = assay::statement::statement_budget();
  const auto verification = assay::statement::verify(file, *policy, opening, budget);
  const auto text = assay::statement::to_text(verification, o.file);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return assay::base::fail(assay::base::ErrorKind::io, "standard output cannot be written");
  return verification.holds();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(std::span(argv, static_cast<std::size_t>(argc)), options)) {
    std::fwrite(kUsage.data(), 1, kUsage.size(), stderr);
    return 2;
  }
  const auto holds = run(options);
  if (!holds) {
    const auto line = fmt::format("assay-verify: {}\n", holds.error().describe());
    std::fwrite(line.data(), 1, line.size(), stderr);
    return 2;
  }
  return *holds ? 0 : 1;
}
