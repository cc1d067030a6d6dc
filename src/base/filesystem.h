// The seam to the disk. Everything above reads and writes through a FileSystem that main() hands
// down, so that tests can make the disk fail. Files are read whole and bounded: a pipe, a
// directory, a device that never ends or a file over its limit is a clear error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/types.h"

namespace assay::base {

enum class FileType : std::uint8_t { none, regular, directory, other };

struct DirEntry {
  std::string name;  ///< one path step, bytes as the disk has them
  FileType type = FileType::none;
};

/// A file that is written piece by piece beside its place and takes it whole, in one step, or not
/// at all. Destroyed before commit() succeeded, it leaves nothing behind; killed, a file
/// `.assay-??????` that nothing reads (kUnfinishedPrefix).
class AtomicFile {
 public:
  AtomicFile() = default;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  virtual ~AtomicFile() = default;

  /// After an error every further call gives one too.
  [[nodiscard]] virtual Result<void> write(std::span<const std::byte> bytes) = 0;
  /// Syncs and moves the file into place. At most once.
  [[nodiscard]] virtual Result<void> commit() = 0;
};

/// One of write_together(): where, and what; the bytes are the caller's.
struct FileToWrite {
  std::filesystem::path path;
  std::span<const std::byte> bytes;
};

/// What a file is called until it is whole.
inline constexpr std::string_view kUnfinishedPrefix = ".assay-";

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// What `path` is, symbolic links followed.
  [[nodiscard]] virtual FileType type(const std::filesystem::path& path) const = 0;

  /// The whole file; refuses one larger than `max_bytes`. "-" is not special here.
  [[nodiscard]] virtual Result<Bytes> read(const std::filesystem::path& path,
                                           std::uint64_t max_bytes) const = 0;

  /// Entries of a directory, sorted by name, symbolic links not followed (they read as `other`): a
  /// suspect's folder must not lead the appraiser elsewhere.
  [[nodiscard]] virtual Result<std::vector<DirEntry>> list(
      const std::filesystem::path& path) const = 0;

  /// To be written aside, synced, renamed: after an error or a crash the old file is still whole.
  [[nodiscard]] virtual Result<std::unique_ptr<AtomicFile>> create_atomically(
      const std::filesystem::path& path) const = 0;

  /// create_atomically, write and commit in one.
  [[nodiscard]] Result<void> write_atomically(const std::filesystem::path& path,
                                              std::span<const std::byte> bytes) const;

  /// Written aside and renamed, but not synced: whole or absent after the process dies, perhaps
  /// empty after a power cut. For thousands of files that can be made again. Unless overridden,
  /// write_atomically().
  [[nodiscard]] virtual Result<void> write_unsynced(const std::filesystem::path& path,
                                                    std::span<const std::byte> bytes) const;

  /// Within one disk; an empty folder or a file of the new name is replaced.
  [[nodiscard]] virtual Result<void> rename(const std::filesystem::path& from,
                                            const std::filesystem::path& to) const;

  /// A new file that only its owner may read (0600), there whole or not at all; an existing one is
  /// never replaced.
  [[nodiscard]] virtual Result<void> write_private(const std::filesystem::path& path,
                                                   std::span<const std::byte> bytes) const = 0;

  /// Several files that must all be on the disk before the caller goes on, missing folders made:
  /// each written aside and synced, all renamed, then each folder synced once. After an error some
  /// may be in place, each of them whole. Unless overridden, one after the other.
  [[nodiscard]] virtual Result<void> write_together(std::span<const FileToWrite> files) const;

  /// A folder that only its owner may enter (0700), or nothing to do where it is there.
  [[nodiscard]] virtual Result<void> make_private_directory(
      const std::filesystem::path& path) const;

  /// The file or folder and all in it; nothing to do where it is gone.
  [[nodiscard]] virtual Result<void> remove_all(const std::filesystem::path& path) const;

  /// The folder and those above it; nothing to do where it is there. Most file systems of tests
  /// cannot.
  [[nodiscard]] virtual Result<void> make_directories(const std::filesystem::path& path) const;
};

class PosixFileSystem final : public FileSystem {
 public:
  [[nodiscard]] FileType type(const std::filesystem::path& path) const override;
  [[nodiscard]] Result<Bytes> read(const std::filesystem::path& path,
                                   std::uint64_t max_bytes) const override;
  [[nodiscard]] Result<std::vector<DirEntry>> list(
      const std::filesystem::path& path) const override;
  [[nodiscard]] Result<std::unique_ptr<AtomicFile>> create_atomically(
      const std::filesystem::path& path) const override;
  [[nodiscard]] Result<void> write_unsynced(const std::filesystem::path& path,
                                            std::span<const std::byte> bytes) const override;
  [[nodiscard]] Result<void> write_private(const std::filesystem::path& path,
                                           std::span<const std::byte> bytes) const override;
  [[nodiscard]] Result<void> make_directories(const std::filesystem::path& path) const override;
  [[nodiscard]] Result<void> write_together(std::span<const FileToWrite> files) const override;
};

/// Renames a file, within one disk, to a name that is free: false, and nothing done, where the name
/// is taken. In one step, so of two who try at once one gets it.
[[nodiscard]] Result<bool> move_where_free(const std::filesystem::path& from,
                                           const std::filesystem::path& to);

/// Reads an open descriptor to its end, bounded; for standard input.
[[nodiscard]] Result<Bytes> read_descriptor(int fd, std::uint64_t max_bytes);

}  // namespace assay::base
