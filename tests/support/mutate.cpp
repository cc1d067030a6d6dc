#include "support/mutate.h"

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

namespace assay::testing {
namespace {

void mutate_once(base::Bytes& bytes, std::mt19937_64& random) {
  static constexpr std::array<unsigned char, 8> kEdges{0x00, 0x01, 0x7F, 0x80,
                                                       0xFE, 0xFF, 0x40, 0x20};
  if (bytes.empty()) return;
  const auto at = static_cast<std::size_t>(random() % bytes.size());
  const auto run = std::min<std::size_t>(bytes.size() - at, 1 + random() % 16);
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random() % 6) {
    case 0:
      bytes[at] ^= static_cast<std::byte>(1U << (random() % 8));
      break;
    case 1:
      bytes[at] = static_cast<std::byte>(kEdges[random() % kEdges.size()]);
      break;
    case 2:
      std::fill_n(begin, run, static_cast<std::byte>(kEdges[random() % kEdges.size()]));
      break;
    case 3:
      bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(run));
      break;
    case 4: {
      const base::Bytes copy(begin, begin + static_cast<std::ptrdiff_t>(run));
      bytes.insert(begin, copy.begin(), copy.end());
      break;
    }
    default:
      bytes[at] = static_cast<std::byte>(random() & 0xFFU);
  }
}

}  // namespace

void every_prefix(bytes::ByteSpan sample, const Try& parse) {
  const std::size_t most = std::min<std::size_t>(sample.size(), std::size_t{64} * 1024);
  for (std::size_t n = 0; n <= most; ++n) {
    const base::Bytes prefix(sample.begin(), sample.begin() + static_cast<std::ptrdiff_t>(n));
    parse(prefix);
  }
}

void mutations(bytes::ByteSpan sample, unsigned count, std::uint64_t seed, const Try& parse) {
  std::mt19937_64 random(seed);
  for (unsigned i = 0; i < count; ++i) {
    base::Bytes bytes(sample.begin(), sample.end());
    const auto times = 1 + random() % 4;
    for (std::uint64_t k = 0; k < times; ++k) mutate_once(bytes, random);
    parse(bytes);
  }
}

base::Bytes read_file(const std::string& path) {
  auto bytes = base::PosixFileSystem().read(path, std::uint64_t{256} * 1024 * 1024);
  if (!bytes) throw std::runtime_error(bytes.error().describe());
  return *std::move(bytes);
}

base::Bytes read_source(const std::string& path) {
  return read_file(std::string(ASSAY_SOURCE_DIR) + "/" + path);
}

}  // namespace assay::testing
