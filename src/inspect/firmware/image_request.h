// What a caller wants to know of one image, and its form on the way to a worker process.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "bytes/reader.h"
#include "crypto/digest.h"
#include "inspect/firmware/tree_wire.h"

namespace assay::inspect::firmware {

struct ImageRequest {
  std::string artefact{};  ///< the file's path, for the findings' cites
  unsigned threads = 1;    ///< 0: the processor's, at most 8; 1 where other images run beside it
  Contents contents = Contents::left_out;
  std::optional<crypto::Digest> digest{};  ///< SHA-256 of the image, where the caller has it
  std::optional<base::Time> as_of{};  ///< what has run out by then is told; nothing: nothing is
};

/// magic "AIR2", u32 threads, u8 contents, u8 has SHA-256 and 32 bytes, u8 has as_of and u64
/// seconds since 1970, the artefact to the end. Paths are cut to 4096 bytes.
[[nodiscard]] base::Bytes to_bytes(const ImageRequest& request);
[[nodiscard]] bytes::Parsed<ImageRequest> parse_image_request(bytes::Reader reader);

}  // namespace assay::inspect::firmware
