// Runs the built program as a person would: arguments, environment, standard input in; exit code
// and both streams out. What hangs is killed by its own alarm and shows as exit code 142.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace assay::testing {

struct Ran {
  int exit = -1;
  std::string out;
  std::string err;
};

/// `/bin/sh -c script` in `folder`, with the folder of the assay program first in PATH, SRC naming
/// the project's source and NO_COLOR unset. A minute at most.
[[nodiscard]] Ran run_shell(const std::string& script, const std::filesystem::path& folder);

/// A word as the shell would need it.
[[nodiscard]] std::string shell_quoted(const std::string& word);
/// `assay` with these arguments.
[[nodiscard]] Ran run_assay(
    const std::vector<std::string>& arguments,
    const std::filesystem::path& folder = std::filesystem::temp_directory_path());

/// A fresh folder that is gone with this object.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace assay::testing
