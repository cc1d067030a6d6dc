// What the boot discipline looks at, and what the appraiser brings along. All bytes are views: the
// caller keeps them alive as long as the BootResult, whose event log points into them.
#pragma once

#include <span>
#include <string_view>

#include "base/time.h"
#include "base/types.h"
#include "bytes/reader.h"
#include "crypto/digest.h"
#include "crypto/key_loader.h"
#include "formats/x509/chain.h"
#include "inspect/boot/revocations.h"
#include "proof/note.h"

namespace assay::inspect::boot {

struct Input {
  bytes::ByteSpan bytes;
  std::string_view path;  ///< for citing; empty where the input is absent
  [[nodiscard]] bool given() const noexcept { return !path.empty(); }
};

struct BootEvidence {
  std::string_view server;
  Input quote;           ///< TPMS_ATTEST
  Input signature;       ///< TPMT_SIGNATURE
  Input ak_public;       ///< TPMT_PUBLIC
  Input ak_pem;          ///< the AK without its attributes; used only where ak_public is absent
  Input ak_certificate;  ///< ties the AK to a TPM
  Input ek_certificate;
  Input enrolment;  ///< ties the AK to the EK
  Input event_log;
  Input ima_log;
  Input pcr_values;
  [[nodiscard]] bool any() const noexcept {
    return quote.given() || signature.given() || event_log.given() || ima_log.given() ||
           pcr_values.given();
  }
};

/// Everything else an appraisal may read; there is nothing besides, not even the clock.
struct BootContext {
  crypto::HashEngine& hash;
  std::span<const base::Bytes> nonces;  ///< that the appraiser issued to this server
  const formats::x509::TrustStore* ek_roots = nullptr;
  std::span<const proof::VerifierKey> enrollers{};
  const Revocations* revocations = nullptr;
  base::Time as_of{};
  const crypto::KeyLoader* keys = nullptr;  ///< worth having where many servers are appraised
};

}  // namespace assay::inspect::boot
