// A folder for what the benchmarks write, removed when the run ends, and before it where an earlier
// run was killed.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/types.h"
#include "bytes/reader.h"

namespace assay::bench {

class Scratch {
 public:
  explicit Scratch(std::filesystem::path folder);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// Ends the program where the disk refuses: there is nothing to measure then.
void write_file(const std::filesystem::path& path, bytes::ByteSpan content);

}  // namespace assay::bench
