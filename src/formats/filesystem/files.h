// What every file system and archive of a firmware image comes out as, whatever its format: a flat
// list of files with path, type, mode and where the content lies. Content that the image stores
// plainly is pointed at; content that had to be decompressed or put together lies in one buffer
// that the listing owns, so that a root file system of ten thousand files is two allocations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/types.h"
#include "bytes/parse_error.h"
#include "bytes/reader.h"

namespace assay::formats::filesystem {

enum class Type : std::uint8_t {
  file,
  directory,
  symlink,
  block_device,
  character_device,
  fifo,
  socket,
  other,
};

/// "file", "directory", …
[[nodiscard]] std::string_view name(Type type) noexcept;
/// From st_mode's S_IFMT bits (0170000).
[[nodiscard]] Type type_of_mode(std::uint32_t mode) noexcept;

struct Entry {
  std::string path{};  ///< as stored: '/'-joined, without a leading one; not yet printable
  Type type = Type::file;
  std::uint32_t mode = 0;  ///< permission bits, set-uid, set-gid and sticky: 07777
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t device = 0;  ///< of device files, as stored
  std::uint64_t size = 0;    ///< bytes of content; 0 but for files
  bool in_image = false;     ///< content lies at `at` in the image itself, else in Files::contents
  std::uint64_t at = 0;      ///< from the image's own first byte, or in contents
  bool complete = true;      ///< false where content could not be read; Files::problems says why
  std::string target{};      ///< of a symbolic link
};

struct Files {
  std::vector<Entry> entries;  ///< in the order of the format
  base::Bytes contents;
  /// What could not be read; the rest stands. At most kMostProblems.
  std::vector<bytes::ParseError> problems;
  std::uint64_t problem_count = 0;

  static constexpr std::size_t kMostProblems = 16;
  void note(const bytes::ParseError& problem) {
    ++problem_count;
    if (problems.size() < kMostProblems) problems.push_back(problem);
  }
  /// The entry's content; empty where it has none or it was not read. `image` is what was parsed.
  [[nodiscard]] bytes::ByteSpan content_of(const Entry& entry,
                                           bytes::ByteSpan image) const noexcept;
};

/// "a/b" from "a" and "b"; "b" where the first is empty.
[[nodiscard]] std::string joined(std::string_view directory, std::string_view name);

}  // namespace assay::formats::filesystem
