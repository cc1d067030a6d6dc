// Memory that two processes share: files without a name (memfd), sealed so that neither side can
// change what the other reads, and mappings that end with their scope.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"
#include "bytes/reader.h"

namespace assay::sandbox {

/// A mapped part of a file, from its start; unmapped with its scope. An empty one has no pages.
class Mapping {
 public:
  enum class Access : std::uint8_t { read, write };

  /// Shared: what is written reaches the file.
  [[nodiscard]] static base::Result<Mapping> of(int fd, std::uint64_t size, Access access);
  Mapping() noexcept = default;
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  [[nodiscard]] bytes::ByteSpan bytes() const noexcept { return bytes_; }
  /// Only for one mapped with Access::write; the others' pages fault.
  [[nodiscard]] std::span<std::byte> writable() noexcept { return bytes_; }

 private:
  std::span<std::byte> bytes_;
};

/// Bytes that nobody can change any more, not even who holds the descriptor.
class Sealed {
 public:
  /// Copies into new memory; for bytes that are at hand already.
  [[nodiscard]] static base::Result<Sealed> copy_of(bytes::ByteSpan bytes);
  /// Reads an open file to its end without holding it twice; refuses more than `max_bytes`.
  [[nodiscard]] static base::Result<Sealed> read_from(int fd, std::uint64_t max_bytes);

  [[nodiscard]] int descriptor() const noexcept { return file_.get(); }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// The bytes in this process, as long as the Mapping lives.
  [[nodiscard]] base::Result<Mapping> map() const;

 private:
  Sealed(base::Descriptor file, std::uint64_t size) noexcept
      : file_(std::move(file)), size_(size) {}
  base::Descriptor file_;
  std::uint64_t size_;
};

/// A file of `size` zero bytes that can be written but neither grow nor shrink: where a worker puts
/// its answer. Costs memory only where it is written.
[[nodiscard]] base::Result<base::Descriptor> make_answer_file(std::uint64_t size);

/// From here on the file cannot change. Fails while anybody holds a writable mapping of it.
[[nodiscard]] base::Result<void> seal(int fd);

}  // namespace assay::sandbox
