// The .evidence file: the directory as one tar stream inside zstd, so that `tar --zstd -xf` opens
// it. Packing is deterministic: the same evidence gives the same bytes.
#pragma once

#include "evidence/bundle.h"

namespace assay::evidence {

[[nodiscard]] bool is_packed(bytes::ByteSpan bytes) noexcept;
/// Adds every regular file of the archive to `bundle`; entries that were left out become findings.
[[nodiscard]] base::Result<void> unpack(bytes::ByteSpan bytes, Bundle& bundle,
                                        const LoadLimits& limits);
/// Manifest, signature and artefacts as they are in `bundle`; `level` is zstd's.
[[nodiscard]] base::Result<base::Bytes> pack(const Bundle& bundle, int level = 9);

}  // namespace assay::evidence
