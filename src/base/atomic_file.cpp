// Files that take their place whole or not at all: written under another name beside it, synced,
// then renamed. The other name starts with a dot, so that what a killed process leaves is read by
// nobody.
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/descriptor.h"
#include "base/filesystem.h"

namespace assay::base {
namespace {

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

void sync_folder(const std::filesystem::path& path) {
  const Descriptor dir{::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (dir.valid()) static_cast<void>(::fsync(dir.get()));
}

// A file that nobody knows yet, in the folder of `path`; gone again unless it was moved.
class Unfinished {
 public:
  explicit Unfinished(const std::filesystem::path& path)
      : path_(path),
        aside_((folder_of(path) / (std::string(kUnfinishedPrefix) + "XXXXXX")).string()),
        fd_(::mkostemp(aside_.data(), O_CLOEXEC)) {}
  Unfinished(Unfinished&& other) noexcept
      : path_(std::move(other.path_)),
        aside_(std::move(other.aside_)),
        fd_(std::move(other.fd_)),
        there_(std::exchange(other.there_, false)),
        broken_(std::move(other.broken_)) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() { forget(); }

  [[nodiscard]] const Descriptor& fd() const noexcept { return fd_; }

  Result<void> write(std::span<const std::byte> bytes) {
    if (broken_) return fail_at(*broken_);
    auto written = write_all(fd_.get(), bytes);
    if (written) return {};
    broken_ = std::move(written).error();
    return fail_at(*broken_);
  }

  Result<void> sync() {
    if (broken_) return fail_at(*broken_);
    if (::fsync(fd_.get()) == 0) return {};
    return fail_at({ErrorKind::io, fmt::format("cannot sync: {}", system_words(errno))});
  }

  // rename() replaces what is there; renameat2() with RENAME_NOREPLACE refuses to. Where the disk
  // does not know the flag, a second name refuses as well.
  Result<void> move_into_place(bool replace) {
    const char* from = aside_.c_str();
    const char* to = path_.c_str();
    int moved =
        replace ? ::rename(from, to) : ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
    if (moved == 0) there_ = false;
    if (moved != 0 && !replace && (errno == EINVAL || errno == ENOSYS)) moved = ::link(from, to);
    if (moved != 0)
      return fail_at(
          {ErrorKind::io, fmt::format("cannot {}: {}", replace ? "rename into place" : "create",
                                      system_words(errno))});
    forget();
    sync_folder(path_);
    return {};
  }

  void forget() noexcept {
    if (there_ && fd_.valid()) ::unlink(aside_.c_str());
    there_ = false;
  }

 private:
  std::unexpected<Error> fail_at(Error error) const {
    return in_file(std::move(error), path_.string());
  }

  std::filesystem::path path_;
  std::string aside_;
  Descriptor fd_;
  bool there_ = true;
  std::optional<Error> broken_;
};

class PosixAtomicFile final : public AtomicFile {
 public:
  explicit PosixAtomicFile(Unfinished file) : file_(std::move(file)) {}
  Result<void> write(std::span<const std::byte> bytes) override { return file_.write(bytes); }
  Result<void> commit() override {
    ASSAY_CHECK(file_.sync());
    return file_.move_into_place(true);
  }

 private:
  Unfinished file_;
};

}  // namespace

Result<std::unique_ptr<AtomicFile>> PosixFileSystem::create_atomically(
    const std::filesystem::path& path) const {
  Unfinished file(path);
  if (!file.fd().valid()) return io_error(path, "create a file beside it");
  // mkostemp makes 0600; a report is for others to read, as the process's own umask allows.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (::fchmod(file.fd().get(), 0666 & ~mask) != 0) return io_error(path, "set its permissions");
  return std::make_unique<PosixAtomicFile>(std::move(file));
}

Result<void> FileSystem::write_atomically(const std::filesystem::path& path,
                                          std::span<const std::byte> bytes) const {
  ASSAY_TRY(const auto file, create_atomically(path));
  ASSAY_CHECK(file->write(bytes));
  return file->commit();
}

Result<void> PosixFileSystem::write_private(const std::filesystem::path& path,
                                            std::span<const std::byte> bytes) const {
  Unfinished file(path);
  if (!file.fd().valid()) return io_error(path, "create a file beside it");
  ASSAY_CHECK(file.write(bytes));
  ASSAY_CHECK(file.sync());
  return file.move_into_place(false);
}

}  // namespace assay::base
