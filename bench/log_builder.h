// Writes a crypto-agile event log (TCG PFP 1.06 r52, 10.2.2) of the SHA-256 bank as firmware does,
// and keeps the PCRs that a TPM would hold after it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "bytes/writer.h"
#include "crypto/digest.h"

namespace assay::bench {

class LogBuilder {
 public:
  /// `hash` must outlive the builder. Begins with the Spec ID event and startup locality 3.
  explicit LogBuilder(crypto::HashEngine& hash);

  /// An event whose digest is over `covered`.
  void add(std::uint32_t pcr, std::uint32_t type, bytes::ByteSpan data, bytes::ByteSpan covered);
  /// An event whose digest is over its data.
  void add(std::uint32_t pcr, std::uint32_t type, bytes::ByteSpan data) {
    add(pcr, type, data, data);
  }

  [[nodiscard]] std::size_t events() const noexcept { return events_; }
  [[nodiscard]] const std::array<crypto::Digest, 24>& pcrs() const noexcept { return pcrs_; }
  [[nodiscard]] base::Bytes release() && { return std::move(out_).release(); }

 private:
  crypto::HashEngine& hash_;
  bytes::Writer out_;
  std::array<crypto::Digest, 24> pcrs_;
  std::size_t events_ = 0;
};

}  // namespace assay::bench
