// A disk that fails: the real one, except that the nth call of a kind gives an error. Tests ask for
// the first, the second, the third … until nothing fails any more.
#pragma once

#include <atomic>

#include "base/filesystem.h"

namespace assay::testing {

class FaultyFileSystem final : public base::FileSystem {
 public:
  enum class Call : std::uint8_t { read, list, write };
  /// The `nth` call of that kind fails, counted from 1; `from_then_on`: and all after it.
  FaultyFileSystem(Call kind, std::uint64_t nth, bool from_then_on = false)
      : kind_(kind), nth_(nth), from_then_on_(from_then_on) {}

  /// Whether the fault was met.
  [[nodiscard]] bool struck() const noexcept { return struck_; }

  [[nodiscard]] base::FileType type(const std::filesystem::path& path) const override {
    return real_.type(path);
  }
  [[nodiscard]] base::Result<base::Bytes> read(const std::filesystem::path& path,
                                               std::uint64_t most) const override {
    if (strikes(Call::read))
      return base::in_file({base::ErrorKind::io, "cannot read: Input/output error"}, path.string());
    return real_.read(path, most);
  }
  [[nodiscard]] base::Result<std::vector<base::DirEntry>> list(
      const std::filesystem::path& path) const override {
    if (strikes(Call::list))
      return base::in_file({base::ErrorKind::io, "cannot list: Input/output error"}, path.string());
    return real_.list(path);
  }
  /// Each of create, write and commit is a call of kind `write`.
  [[nodiscard]] base::Result<std::unique_ptr<base::AtomicFile>> create_atomically(
      const std::filesystem::path& path) const override {
    if (strikes(Call::write)) return disk_full(path);
    ASSAY_TRY(auto real, real_.create_atomically(path));
    return std::make_unique<File>(*this, path, std::move(real));
  }
  [[nodiscard]] base::Result<void> write_private(const std::filesystem::path& path,
                                                 std::span<const std::byte> bytes) const override {
    if (strikes(Call::write)) return disk_full(path);
    return real_.write_private(path, bytes);
  }
  [[nodiscard]] base::Result<void> make_directories(
      const std::filesystem::path& path) const override {
    return real_.make_directories(path);
  }

 private:
  class File final : public base::AtomicFile {
   public:
    File(const FaultyFileSystem& disk, std::filesystem::path path,
         std::unique_ptr<base::AtomicFile> real)
        : disk_(disk), path_(std::move(path)), real_(std::move(real)) {}
    base::Result<void> write(std::span<const std::byte> bytes) override {
      if (disk_.strikes(Call::write)) return disk_full(path_);
      return real_->write(bytes);
    }
    base::Result<void> commit() override {
      if (disk_.strikes(Call::write)) return disk_full(path_);
      return real_->commit();
    }

   private:
    const FaultyFileSystem& disk_;
    std::filesystem::path path_;
    std::unique_ptr<base::AtomicFile> real_;
  };

  static std::unexpected<base::Error> disk_full(const std::filesystem::path& path) {
    return base::in_file({base::ErrorKind::io, "cannot write: No space left on device"},
                         path.string());
  }

  bool strikes(Call kind) const {
    if (kind != kind_) return false;
    const auto n = ++calls_;
    const bool now = n == nth_ || (from_then_on_ && n > nth_);
    if (now) struck_ = true;
    return now;
  }

  base::PosixFileSystem real_;
  Call kind_;
  std::uint64_t nth_;
  bool from_then_on_;
  mutable std::atomic<std::uint64_t> calls_{0};
  mutable std::atomic<bool> struck_{false};
};

}  // namespace assay::testing
