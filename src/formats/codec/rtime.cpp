// JFFS2's "rtime" (its author's name for it): pairs of a byte and a run length; the run repeats
// what followed that byte's last occurrence.
#include <array>

#include "formats/codec/steps.h"

namespace assay::formats::codec {

bytes::Parsed<base::Bytes> block_rtime(bytes::Reader in, std::uint64_t most) {
  base::Bytes out;
  out.reserve(static_cast<std::size_t>(most));
  std::array<std::size_t, 256> last{};
  while (out.size() < most) {
    const auto value = in.u8("rtime value");
    if (!value) return std::unexpected(value.error());
    const auto run = in.u8("rtime run");
    if (!run) return std::unexpected(run.error());
    out.push_back(static_cast<std::byte>(*value));
    std::size_t from = last[*value];
    last[*value] = out.size();
    if (*run > most - out.size())
      return bytes::bad_value(in.offset() - 1, "rtime run", "a run within the block");
    for (unsigned i = 0; i < *run; ++i) out.push_back(out[from++]);
  }
  return out;
}

}  // namespace assay::formats::codec
