#include "sandbox/memory.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <limits>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>
#include <utility>

namespace assay::sandbox {
namespace {

std::unexpected<base::Error> refused_by_system(std::string_view doing) {
  return base::fail(base::ErrorKind::io,
                    fmt::format("cannot {}: {}", doing, base::system_words(errno)));
}

base::Result<base::Descriptor> make_file(const char* name) {
  base::Descriptor file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid()) return refused_by_system("make a file in memory");
  return file;
}

}  // namespace

base::Result<Mapping> Mapping::of(int fd, std::uint64_t size, Access access) {
  Mapping out;
  if (size == 0) return out;
  if (size > std::numeric_limits<std::size_t>::max() / 2)
    return base::fail(base::ErrorKind::budget, fmt::format("cannot map {} bytes", size));
  const int protection = access == Access::write ? PROT_READ | PROT_WRITE : PROT_READ;
  // A sealed file refuses shared mappings that could become writable, which a private one cannot.
  // Who reads reads all of it: its pages are best looked up at once.
  const int sharing = access == Access::write ? MAP_SHARED : MAP_PRIVATE | MAP_POPULATE;
  void* const at = ::mmap(nullptr, static_cast<std::size_t>(size), protection, sharing, fd, 0);
  if (at == MAP_FAILED) return refused_by_system(fmt::format("map {} bytes", size));
  out.bytes_ = {static_cast<std::byte*>(at), static_cast<std::size_t>(size)};
  return out;
}

Mapping::Mapping(Mapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

Mapping::~Mapping() {
  if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

base::Result<Sealed> Sealed::copy_of(bytes::ByteSpan bytes) {
  ASSAY_TRY(auto file, make_file("payload"));
  ASSAY_CHECK(base::write_all(file.get(), bytes));
  ASSAY_CHECK(seal(file.get()));
  return Sealed(std::move(file), bytes.size());
}

base::Result<Sealed> Sealed::read_from(int fd, std::uint64_t max_bytes) {
  ASSAY_TRY(auto file, make_file("payload"));
  std::uint64_t size = 0;
  for (;;) {
    constexpr std::size_t kChunk = 16U << 20U;
    const ssize_t n = ::sendfile(file.get(), fd, nullptr, kChunk);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refused_by_system("read");
    if (n == 0) break;
    size += static_cast<std::uint64_t>(n);
    if (size > max_bytes)
      return base::fail(base::ErrorKind::budget, fmt::format("larger than {} bytes", max_bytes));
  }
  ASSAY_CHECK(seal(file.get()));
  return Sealed(std::move(file), size);
}

base::Result<Mapping> Sealed::map() const {
  return Mapping::of(file_.get(), size_, Mapping::Access::read);
}

base::Result<base::Descriptor> make_answer_file(std::uint64_t size) {
  ASSAY_TRY(auto file, make_file("answer"));
  if (size > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max()) ||
      ::ftruncate(file.get(), static_cast<off_t>(size)) != 0)
    return refused_by_system(fmt::format("reserve {} bytes for an answer", size));
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0)
    return refused_by_system("fix the size of a file in memory");
  return file;
}

base::Result<void> seal(int fd) {
  if (::fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
    return refused_by_system("seal a file in memory");
  return {};
}

}  // namespace assay::sandbox
