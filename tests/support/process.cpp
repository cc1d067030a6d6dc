#include "support/process.h"

#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::testing {
namespace {

constexpr unsigned kMostSeconds = 60;

// Only async-signal-safe calls and exec stand between fork and exec here, and tests have no other
// thread.
[[noreturn]] void become(const std::string& script, const std::filesystem::path& folder,
                         const std::string& out, const std::string& err) {
  const int o = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int e = ::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int in = ::open("/dev/null", O_RDONLY);
  if (o < 0 || e < 0 || in < 0 || ::chdir(folder.c_str()) != 0) ::_exit(126);
  ::dup2(in, 0);
  ::dup2(o, 1);
  ::dup2(e, 2);
  ::alarm(kMostSeconds);
  ::execl("/bin/sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

}  // namespace

std::string shell_quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "assay-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Ran run_shell(const std::string& script, const std::filesystem::path& folder) {
  const ScratchFolder streams;
  const std::string out = (streams.path() / "out").string();
  const std::string err = (streams.path() / "err").string();
  const std::string whole =
      "unset NO_COLOR; SRC=" + shell_quoted(ASSAY_SOURCE_DIR) + "; export SRC; PATH=" +
      shell_quoted(std::filesystem::path(ASSAY_BINARY).parent_path().string()) + ":$PATH\n" +
      script;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(whole, folder, out, err);
  int status = 0;
  if (::waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid");
  Ran ran;
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ran.out = bytes::to_string(read_file(out));
  ran.err = bytes::to_string(read_file(err));
  return ran;
}

Ran run_assay(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  std::string script = "exec assay";
  for (const auto& a : arguments) script += " " + shell_quoted(a);
  return run_shell(script, folder);
}

}  // namespace assay::testing
