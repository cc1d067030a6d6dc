#include "cli/ui.h"

#include <cerrno>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace assay::cli {

void Context::print(std::string_view text) const { std::fwrite(text.data(), 1, text.size(), out); }

void Context::print_json(const formats::json::Value& value) const {
  print(formats::json::to_text(value));
  print("\n");
}

void Context::complain(const base::Error& error) const {
  fmt::print(err, "{}: {}\n", program, error.describe());
}

void Context::note(std::string_view text) const { fmt::print(err, "{}\n", text); }

bool Context::finish() const {
  errno = 0;
  if (std::fflush(out) == 0 && std::ferror(out) == 0) return true;
  // An error of an earlier write has left no errno behind.
  const std::string words =
      errno != 0 ? ": " + std::generic_category().message(errno) : std::string{};
  complain({base::ErrorKind::io, "cannot write" + words, "standard output"});
  return false;
}

base::Result<base::Bytes> read_input(const Context& context, const std::string& path,
                                     std::uint64_t max_bytes) {
  if (path != "-") return context.fs.read(path, max_bytes);
  auto bytes = base::read_descriptor(STDIN_FILENO, max_bytes);
  if (!bytes) return base::in_file(std::move(bytes).error(), "standard input");
  return bytes;
}

bool FailOn::hit(const evidence::Finding& f) const noexcept {
  return !never && f.status == evidence::FindingStatus::open && f.severity >= severity;
}

base::Result<FailOn> parse_fail_on(const std::string& text) {
  if (text == "info") return FailOn{evidence::Severity::info};
  if (text == "warning") return FailOn{evidence::Severity::warning};
  if (text == "critical") return FailOn{evidence::Severity::critical};
  if (text == "never") return FailOn{evidence::Severity::critical, true};
  return base::fail(base::ErrorKind::usage, "--fail-on: expected info, warning, critical or never");
}

}  // namespace assay::cli
