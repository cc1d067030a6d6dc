// One writer a folder: a lock that the operating system takes back when its holder ends, however it
// ends. Advisory (flock); readers need none.
#pragma once

#include <filesystem>

#include "base/descriptor.h"
#include "base/error.h"

namespace assay::base {

class FileLock {
 public:
  /// Makes the file where it is missing (0600; it stays empty) and locks it without waiting. Where
  /// somebody else holds it, the error says which process does, as far as the system tells.
  [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& path);

 private:
  explicit FileLock(Descriptor fd) noexcept : fd_(std::move(fd)) {}
  Descriptor fd_;
};

}  // namespace assay::base
