// A disk on which one file is not what was written: other bytes, or gone. The real one is only
// read, so thousands of damages cost nothing to undo.
#pragma once

#include <map>
#include <optional>

#include "base/filesystem.h"

namespace assay::testing {

class AlteredFileSystem final : public base::FileSystem {
 public:
  /// What `path` holds from now on; nothing: it is gone.
  void alter(const std::filesystem::path& path, std::optional<base::Bytes> bytes) {
    altered_[path.lexically_normal()] = std::move(bytes);
  }
  void restore() { altered_.clear(); }

  [[nodiscard]] base::FileType type(const std::filesystem::path& path) const override {
    const auto at = altered_.find(path.lexically_normal());
    if (at == altered_.end()) return real_.type(path);
    return at->second ? base::FileType::regular : base::FileType::none;
  }
  [[nodiscard]] base::Result<base::Bytes> read(const std::filesystem::path& path,
                                               std::uint64_t most) const override {
    const auto at = altered_.find(path.lexically_normal());
    if (at == altered_.end()) return real_.read(path, most);
    if (at->second) return *at->second;
    return base::in_file({base::ErrorKind::io, "cannot open: No such file or directory"},
                         path.string());
  }
  [[nodiscard]] base::Result<std::vector<base::DirEntry>> list(
      const std::filesystem::path& path) const override {
    ASSAY_TRY(auto entries, real_.list(path));
    std::erase_if(entries, [&](const auto& e) {
      const auto at = altered_.find((path / e.name).lexically_normal());
      return at != altered_.end() && !at->second;
    });
    return entries;
  }
  [[nodiscard]] base::Result<std::unique_ptr<base::AtomicFile>> create_atomically(
      const std::filesystem::path& path) const override {
    return base::in_file({base::ErrorKind::io, "this disk is only read"}, path.string());
  }
  [[nodiscard]] base::Result<void> write_private(const std::filesystem::path& path,
                                                 std::span<const std::byte>) const override {
    return base::in_file({base::ErrorKind::io, "this disk is only read"}, path.string());
  }

 private:
  base::PosixFileSystem real_;
  std::map<std::filesystem::path, std::optional<base::Bytes>> altered_;
};

}  // namespace assay::testing
