// How every verb speaks, in one place: results on standard output, everything else on standard
// error; colour and progress only on a terminal and never with NO_COLOR; "-" is standard input.
// Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 the call is wrong or an input
// cannot be read.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/filesystem.h"
#include "base/time.h"
#include "evidence/finding.h"
#include "formats/json/json.h"
#include "inspect/firmware/image_inspector.h"
#include "report/terminal.h"

namespace assay::cli {

enum ExitCode : int { kOk = 0, kFound = 1, kUsage = 2 };

/// What main() hands to each verb.
struct Context {
  const base::FileSystem& fs;
  const base::Clock& clock;
  /// Takes foreign firmware images apart.
  const inspect::firmware::ImageInspector& images;
  std::FILE* out;
  std::FILE* err;
  bool out_color = false;
  bool err_terminal = false;
  std::string program = "assay";

  [[nodiscard]] report::TextStyle style() const { return {.color = out_color, .width = 100}; }
  void print(std::string_view text) const;
  /// One JSON object and a newline.
  void print_json(const formats::json::Value& value) const;
  /// "assay: FILE: offset 36: …" on standard error.
  void complain(const base::Error& error) const;
  void note(std::string_view text) const;
  /// Flushes the results. False, and said on standard error, where not all of them arrived: a
  /// report cut short by a full disk must not read as a pass.
  [[nodiscard]] bool finish() const;
};

inline constexpr std::uint64_t kMostInput = 1ULL << 30U;

/// The bytes of a file, or of standard input for "-".
[[nodiscard]] base::Result<base::Bytes> read_input(const Context& context, const std::string& path,
                                                   std::uint64_t max_bytes = kMostInput);

/// "info", "warning", "critical" or "never".
struct FailOn {
  evidence::Severity severity = evidence::Severity::warning;
  bool never = false;
  [[nodiscard]] bool hit(const evidence::Finding& finding) const noexcept;
};
[[nodiscard]] base::Result<FailOn> parse_fail_on(const std::string& text);

}  // namespace assay::cli
