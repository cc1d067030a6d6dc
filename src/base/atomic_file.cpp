// Files that take their place whole or not at all: written under another name beside it, synced,
// then renamed. The other name starts with a dot, so that what a killed process leaves is read by
// nobody.
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <set>
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

Result<void> sync_this(const std::filesystem::path& folder) {
  const Descriptor dir{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!dir.valid()) return io_error(folder, "open");
  if (::fsync(dir.get()) == 0) return {};
  return io_error(folder, "sync");
}
void sync_folder(const std::filesystem::path& path) {
  static_cast<void>(sync_this(folder_of(path)));
}

// rename() replaces what is there; renameat2() with RENAME_NOREPLACE refuses to. Where the disk
// does not know the flag, a second name refuses as well. 0, or -1 and errno.
int move_new(const char* from, const char* to) {
  const int moved = ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
  if (moved == 0 || (errno != EINVAL && errno != ENOSYS)) return moved;
  if (::link(from, to) != 0) return -1;
  static_cast<void>(::unlink(from));
  return 0;
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

  Result<void> move_into_place(bool replace, bool sync = true) {
    const char* from = aside_.c_str();
    const char* to = path_.c_str();
    const int moved = replace ? ::rename(from, to) : move_new(from, to);
    if (moved != 0)
      return fail_at(
          {ErrorKind::io, fmt::format("cannot {}: {}", replace ? "rename into place" : "create",
                                      system_words(errno))});
    there_ = false;
    if (sync) sync_folder(path_);
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

// mkostemp makes 0600; a report is for others to read, as the process's own umask allows.
Result<Unfinished> readable(const std::filesystem::path& path) {
  Unfinished file(path);
  if (!file.fd().valid()) return io_error(path, "create a file beside it");
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (::fchmod(file.fd().get(), 0666 & ~mask) != 0) return io_error(path, "set its permissions");
  return file;
}

// Makes `folder` and those above it; `changed` gains the folders that got a new entry.
Result<void> make_folders(const FileSystem& fs, const std::filesystem::path& folder,
                          std::set<std::filesystem::path>& changed) {
  if (fs.type(folder) == FileType::directory) return {};
  ASSAY_CHECK(make_folders(fs, folder_of(folder), changed));
  if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
    return io_error(folder, "make the folder");
  changed.insert(folder_of(folder));
  return {};
}

}  // namespace

Result<void> PosixFileSystem::write_together(std::span<const FileToWrite> files) const {
  std::set<std::filesystem::path> changed;
  std::vector<Unfinished> open;
  // Bounded, so that a batch of any size needs few descriptors.
  constexpr std::size_t kMostOpen = 256;
  const auto settle = [&]() -> Result<void> {
    for (Unfinished& file : open) ASSAY_CHECK(file.sync());
    for (Unfinished& file : open) ASSAY_CHECK(file.move_into_place(true, false));
    open.clear();
    return {};
  };
  for (const FileToWrite& file : files) {
    ASSAY_CHECK(make_folders(*this, folder_of(file.path), changed));
    ASSAY_TRY(auto unfinished, readable(file.path));
    ASSAY_CHECK(unfinished.write(file.bytes));
    open.push_back(std::move(unfinished));
    changed.insert(folder_of(file.path));
    if (open.size() == kMostOpen) ASSAY_CHECK(settle());
  }
  ASSAY_CHECK(settle());
  for (const auto& folder : changed) ASSAY_CHECK(sync_this(folder));
  return {};
}

Result<void> FileSystem::write_together(std::span<const FileToWrite> files) const {
  for (const FileToWrite& file : files) {
    ASSAY_CHECK(make_directories(folder_of(file.path)));
    ASSAY_CHECK(write_atomically(file.path, file.bytes));
  }
  return {};
}

Result<std::unique_ptr<AtomicFile>> PosixFileSystem::create_atomically(
    const std::filesystem::path& path) const {
  ASSAY_TRY(auto file, readable(path));
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

Result<bool> move_where_free(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (move_new(from.c_str(), to.c_str()) == 0) return true;
  if (errno == EEXIST) return false;
  return io_error(to, "create");
}

}  // namespace assay::base
