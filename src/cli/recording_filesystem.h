// A disk that remembers what was read from it, so that a record can name all that a decision rested
// on by what it held, and not by a list that somebody must keep complete.
#pragma once

#include <map>
#include <mutex>

#include "base/filesystem.h"

namespace assay::cli {

/// Reads through to `real`, which must outlive it; keeps a copy of each file by its path. From any
/// thread.
class RecordingFileSystem final : public base::FileSystem {
 public:
  explicit RecordingFileSystem(const base::FileSystem& real) : real_(real) {}

  [[nodiscard]] const std::map<std::string, base::Bytes>& seen() const noexcept { return seen_; }

  [[nodiscard]] base::FileType type(const std::filesystem::path& path) const override {
    return real_.type(path);
  }
  [[nodiscard]] base::Result<base::Bytes> read(const std::filesystem::path& path,
                                               std::uint64_t most) const override {
    auto bytes = real_.read(path, most);
    if (bytes) {
      const std::scoped_lock guard(lock_);
      seen_.insert_or_assign(path.string(), *bytes);
    }
    return bytes;
  }
  [[nodiscard]] base::Result<std::vector<base::DirEntry>> list(
      const std::filesystem::path& path) const override {
    return real_.list(path);
  }
  [[nodiscard]] base::Result<std::unique_ptr<base::AtomicFile>> create_atomically(
      const std::filesystem::path& path) const override {
    return real_.create_atomically(path);
  }
  [[nodiscard]] base::Result<void> write_private(const std::filesystem::path& path,
                                                 std::span<const std::byte> bytes) const override {
    return real_.write_private(path, bytes);
  }

 private:
  const base::FileSystem& real_;
  mutable std::mutex lock_;
  mutable std::map<std::string, base::Bytes> seen_;
};

}  // namespace assay::cli
