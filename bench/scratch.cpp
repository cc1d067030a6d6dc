#include "scratch.h"

#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

#include "bytes/text.h"

namespace assay::bench {

namespace stdfs = std::filesystem;

Scratch::Scratch(stdfs::path folder) : folder_(std::move(folder)) {
  stdfs::remove_all(folder_);
  stdfs::create_directories(folder_);
}

Scratch::~Scratch() {
  std::error_code ignored;
  stdfs::remove_all(folder_, ignored);
}

void write_file(const stdfs::path& path, bytes::ByteSpan content) {
  std::ofstream file(path, std::ios::binary);
  const auto text = bytes::as_chars(content);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.flush()) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

}  // namespace assay::bench
