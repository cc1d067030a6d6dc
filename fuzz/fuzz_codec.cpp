// The first byte picks a codec; the rest is a block and a stream of it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/codec/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace codec = assay::formats::codec;
  const auto all = assay::bytes::from_uchars(data, size);
  if (all.empty()) return 0;
  constexpr unsigned kCodecs = static_cast<unsigned>(codec::Codec::lzop) + 1;
  const auto kind = static_cast<codec::Codec>(static_cast<unsigned>(all[0]) % kCodecs);
  const assay::bytes::Reader packed(all.subspan(1));
  constexpr std::size_t kMost = 65536;
  assay::bytes::Budget budget({.items = 1000, .bytes = 1U << 20U, .depth = 4});
  const auto block = codec::decode_block(kind, packed, kMost, budget);
  if (block && block->size() > kMost) std::abort();
  const auto stream = codec::decode_stream(kind, packed, budget);
  if (stream && stream->used > packed.remaining()) std::abort();
  (void)codec::recognise(packed.rest());
  return 0;
}
