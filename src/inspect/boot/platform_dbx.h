// The revocation list that the platform itself enforced (the UEFI variable dbx, as PCR 7 measured
// it). Hundreds of digests stand in it and a handful of programs run, on every server of a fleet:
// so the programs are looked for in one pass over the list, and nothing is sorted or copied.
#pragma once

#include <span>
#include <vector>

#include "bytes/reader.h"
#include "crypto/digest.h"
#include "formats/uefi/signature_list.h"

namespace assay::inspect::boot {

/// Views into the variable's bytes, which must outlive it.
class PlatformDbx {
 public:
  PlatformDbx() = default;
  /// The variable's data: EFI_SIGNATURE_LISTs. Nothing of it is kept where it is malformed.
  explicit PlatformDbx(bytes::Reader lists);

  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  /// SHA-256 entries, repeated ones counted.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::vector<crypto::Digest> digests() const;

  /// For each of `images` (Authenticode SHA-256 digests; others are on no list): is it on this one?
  [[nodiscard]] std::vector<bool> forbids(std::span<const bytes::ByteSpan> images) const;

 private:
  std::vector<formats::uefi::SignatureList> lists_;  // those of SHA-256 digests
};

}  // namespace assay::inspect::boot
