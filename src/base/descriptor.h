// An open file of the operating system, closed with its scope, and the errors of system calls in
// words. For the files of this folder that talk to POSIX; everybody else has base/filesystem.h.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/types.h"

namespace assay::base {

class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] bool valid() const noexcept { return fd_ >= 0; }

 private:
  int fd_;
};

/// "No space left on device" for ENOSPC.
[[nodiscard]] std::string system_words(int code);

/// "PATH: cannot DOING: …" in the words of errno.
[[nodiscard]] std::unexpected<Error> io_error(const std::filesystem::path& path,
                                              std::string_view doing);

/// All of `bytes`, however many calls it takes; the error names no file.
[[nodiscard]] Result<void> write_all(int fd, std::span<const std::byte> bytes);

}  // namespace assay::base
