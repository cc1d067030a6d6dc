#include "base/file_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>

namespace assay::base {
namespace {

// /proc/locks: "1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF".
std::string holder_of(int fd) {
  struct stat st{};
  if (::fstat(fd, &st) != 0) return "another process";
  std::ifstream locks("/proc/locks");
  const std::string inode = fmt::format(":{}", st.st_ino);
  for (std::string line; std::getline(locks, line);) {
    std::istringstream words(line);
    std::string number;
    std::string kind;
    std::string advisory;
    std::string access;
    std::string process;
    std::string file;
    words >> number >> kind >> advisory >> access >> process >> file;
    if (kind == "FLOCK" && file.ends_with(inode)) return "process " + process;
  }
  return "another process";
}

}  // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& path) {
  Descriptor fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!fd.valid()) return io_error(path, "open");
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return FileLock(std::move(fd));
  if (errno != EWOULDBLOCK) return io_error(path, "lock");
  return in_file(Error{ErrorKind::refused, "is in use by " + holder_of(fd.get())}, path.string());
}

}  // namespace assay::base
