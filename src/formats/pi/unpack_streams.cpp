#include "formats/pi/unpack_streams.h"

#include <algorithm>

namespace assay::formats::pi {
namespace {
// Firmware packs to a quarter or better: the first step holds most streams whole.
constexpr std::uint64_t kFirstRatio = 16;
constexpr std::uint64_t kSmallestStep = std::uint64_t{64} * 1024;
}  // namespace

Output::Output(std::uint64_t stated, std::uint64_t input, bytes::Budget& budget) noexcept
    : budget_(budget),
      stated_(stated),
      step_(std::max(kSmallestStep, std::min(input, stated) * kFirstRatio)) {}

bytes::Parsed<std::span<std::byte>> Output::room(std::uint64_t offset) {
  if (used_ == bytes_.size() && used_ < stated_) {
    const std::uint64_t more = std::min(stated_ - used_, std::max<std::uint64_t>(step_, used_));
    if (auto ok = budget_.bytes(more, offset, "uncompressed size"); !ok)
      return std::unexpected(ok.error());
    bytes_.resize(used_ + static_cast<std::size_t>(more));
  }
  return std::span(bytes_).subspan(used_);
}

base::Bytes Output::release() && {
  bytes_.resize(used_);
  return std::move(bytes_);
}

}  // namespace assay::formats::pi
