#include "base/filesystem.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/descriptor.h"

namespace assay::base {
namespace {

FileType type_of(mode_t mode) {
  if (S_ISREG(mode)) return FileType::regular;
  if (S_ISDIR(mode)) return FileType::directory;
  return FileType::other;
}

}  // namespace

Result<void> FileSystem::make_directories(const std::filesystem::path& path) const {
  return in_file(Error{ErrorKind::io, "cannot make a folder here"}, path.string());
}

Result<void> PosixFileSystem::make_directories(const std::filesystem::path& path) const {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error)
    return in_file(Error{ErrorKind::io, fmt::format("cannot make the folder: {}", error.message())},
                   path.string());
  return {};
}

Result<void> FileSystem::make_private_directory(const std::filesystem::path& path) const {
  if (::mkdir(path.c_str(), 0700) == 0 || type(path) == FileType::directory) return {};
  return io_error(path, "make the folder");
}

Result<void> FileSystem::remove_all(const std::filesystem::path& path) const {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (!error) return {};
  return in_file(Error{ErrorKind::io, fmt::format("cannot remove: {}", error.message())},
                 path.string());
}

Result<void> FileSystem::write_unsynced(const std::filesystem::path& path,
                                        std::span<const std::byte> bytes) const {
  return write_atomically(path, bytes);
}

Result<void> FileSystem::rename(const std::filesystem::path& from,
                                const std::filesystem::path& to) const {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return io_error(to, "rename into place");
}

FileType PosixFileSystem::type(const std::filesystem::path& path) const {
  struct stat st{};
  if (::stat(path.c_str(), &st) != 0) return FileType::none;
  return type_of(st.st_mode);
}

namespace {

// `expected`: the size that a regular file states; 0: none.
Result<Bytes> read_to_end(int fd, std::uint64_t expected, std::uint64_t max_bytes) {
  if (expected > max_bytes)
    return fail(ErrorKind::budget,
                fmt::format("holds {} bytes, at most {} are read", expected, max_bytes));
  Bytes bytes;
  std::size_t used = 0;
  while (true) {
    // Kernel files (sysfs, securityfs) say 0 or a page and hold more or less: the end is read, not
    // believed. A file that gives exactly its stated size though more was asked for is at its end.
    if (used == bytes.size()) {
      const std::uint64_t next =
          used == 0 ? std::max<std::uint64_t>(expected + 1, 4096) : used * 2ULL;
      bytes.resize(static_cast<std::size_t>(std::min(next, max_bytes + 1)));
    }
    const auto room = std::span(bytes).subspan(used);
    const ssize_t n = ::read(fd, room.data(), room.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(ErrorKind::io, fmt::format("cannot read: {}", system_words(errno)));
    used += static_cast<std::size_t>(n);
    if (used > max_bytes)
      return fail(ErrorKind::budget,
                  fmt::format("holds more than the {} bytes that are read", max_bytes));
    if (n == 0 || (used == expected && used < bytes.size())) break;
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

Result<Bytes> read_descriptor(int fd, std::uint64_t max_bytes) {
  struct stat st{};
  const bool regular = ::fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  return read_to_end(fd, regular ? static_cast<std::uint64_t>(st.st_size) : 0, max_bytes);
}

Result<Bytes> PosixFileSystem::read(const std::filesystem::path& path,
                                    std::uint64_t max_bytes) const {
  // O_NONBLOCK: opening a pipe that nobody writes must not hang an audit.
  const Descriptor fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!fd.valid()) return io_error(path, "open");
  struct stat st{};
  if (::fstat(fd.get(), &st) != 0) return io_error(path, "stat");
  if (!S_ISREG(st.st_mode))
    return in_file(Error{ErrorKind::io, S_ISDIR(st.st_mode)
                                            ? "is a directory; a file was expected"
                                            : "is not a regular file (a pipe, socket or device)"},
                   path.string());
  auto bytes = read_to_end(fd.get(), static_cast<std::uint64_t>(st.st_size), max_bytes);
  if (!bytes) return in_file(std::move(bytes).error(), path.string());
  return bytes;
}

Result<std::vector<DirEntry>> PosixFileSystem::list(const std::filesystem::path& path) const {
  const std::unique_ptr<DIR, int (*)(DIR*)> dir{::opendir(path.c_str()), &::closedir};
  if (!dir) return io_error(path, "list");
  std::vector<DirEntry> entries;
  errno = 0;
  // The stream is ours alone, so readdir is safe here (POSIX.1-2024).
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  while (const dirent* entry = ::readdir(dir.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    FileType type = FileType::other;
    if (entry->d_type == DT_REG) type = FileType::regular;
    if (entry->d_type == DT_DIR) type = FileType::directory;
    if (entry->d_type == DT_UNKNOWN) {
      struct stat st{};
      if (::lstat((path / name).c_str(), &st) == 0) type = type_of(st.st_mode);
    }
    entries.push_back({std::string(name), type});
    errno = 0;
  }
  if (errno != 0) return io_error(path, "list");
  std::ranges::sort(entries, {}, &DirEntry::name);
  return entries;
}

Result<void> PosixFileSystem::write_unsynced(const std::filesystem::path& path,
                                             std::span<const std::byte> bytes) const {
  // A name that the process's own umask makes readable: mkostemp's mode would cost a system call
  // more for each of a million files. One writer a path is the caller's promise.
  const std::string aside = path.string() + ".part";
  const Descriptor fd{
      ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666)};
  if (!fd.valid()) return io_error(path, "create a file beside it");
  if (auto written = write_all(fd.get(), bytes); !written) {
    ::unlink(aside.c_str());
    return in_file(std::move(written).error(), path.string());
  }
  if (::rename(aside.c_str(), path.c_str()) == 0) return {};
  const auto error = io_error(path, "rename into place");
  ::unlink(aside.c_str());
  return error;
}

}  // namespace assay::base
