// One function per packing, each in a file of its own with its library; unpack() picks. For this
// folder alone.
#pragma once

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pi {

/// Grows the output towards the stated size in steps that the Budget has paid, so that a lie about
/// the size costs little.
class Output {
 public:
  Output(std::uint64_t stated, std::uint64_t input, bytes::Budget& budget) noexcept;

  /// Room for more, empty where the stated size is reached.
  [[nodiscard]] bytes::Parsed<std::span<std::byte>> room(std::uint64_t offset);
  /// All output so far and the room behind it, for decoders that look back; until the next room().
  [[nodiscard]] std::span<std::byte> all() noexcept { return bytes_; }
  /// The first `n` bytes of room() are output.
  void keep(std::size_t n) noexcept { used_ += n; }
  [[nodiscard]] std::size_t size() const noexcept { return used_; }
  [[nodiscard]] bool full() const noexcept { return used_ == stated_; }
  [[nodiscard]] base::Bytes release() &&;

 private:
  bytes::Budget& budget_;
  std::uint64_t stated_;
  std::uint64_t step_;
  std::size_t used_ = 0;
  base::Bytes bytes_;
};

struct LzmaHeader {
  std::uint8_t properties = 0;
  std::uint32_t dictionary = 0;
  std::uint64_t size = 0;
};
[[nodiscard]] bytes::Parsed<LzmaHeader> read_lzma_header(bytes::Reader& r);

[[nodiscard]] bytes::Parsed<base::Bytes> unpack_lzma(bytes::Reader r, bool x86,
                                                     bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<base::Bytes> unpack_brotli(bytes::Reader r, bytes::Budget& budget);
/// gzip or zlib, recognised by its first byte.
[[nodiscard]] bytes::Parsed<base::Bytes> unpack_zlib(bytes::Reader r, bytes::Budget& budget);

}  // namespace assay::formats::pi
