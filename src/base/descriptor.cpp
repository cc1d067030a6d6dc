#include "base/descriptor.h"

#include <cerrno>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace assay::base {

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::string system_words(int code) { return std::generic_category().message(code); }

std::unexpected<Error> io_error(const std::filesystem::path& path, std::string_view doing) {
  const int code = errno;
  return in_file(Error{ErrorKind::io, fmt::format("cannot {}: {}", doing, system_words(code))},
                 path.string());
}

Result<void> write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(ErrorKind::io, fmt::format("cannot write: {}", system_words(errno)));
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace assay::base
