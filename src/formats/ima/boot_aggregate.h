// boot_aggregate, the first entry of every IMA log: one digest over the PCRs of the boot chain,
// which ties the log to the boot that came before it. Kernels differ in bank and range
// (ima_crypto.c, ima_calc_boot_aggregate): SHA-1 over PCRs 0 to 7 always; since 5.8 the bank of the
// configured algorithm, and 8 and 9 too for any but SHA-1.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "crypto/digest.h"
#include "formats/ima/fields.h"

namespace assay::formats::ima {

/// The value of a PCR in a bank, or nullptr where it is not known. Must stay valid during the call.
using PcrLookup = std::function<const crypto::Digest*(crypto::HashAlg bank, std::uint32_t pcr)>;

struct BootAggregate {
  crypto::HashAlg bank = crypto::HashAlg::none;  ///< whose PCRs
  crypto::HashAlg hash = crypto::HashAlg::none;  ///< and what they were hashed with
  std::uint32_t last_pcr = 0;                    ///< PCRs 0 to this one: 7 or 9
};

/// True for the entry that the kernel makes before any other.
[[nodiscard]] bool is_boot_aggregate(const EntryFields& fields) noexcept;

/// All zeros: the kernel found no TPM when it started measuring, so nothing was extended then
/// either.
[[nodiscard]] bool boot_aggregate_without_tpm(const EntryFields& fields) noexcept;

/// The bank and range that give the digest of `fields`; nothing where none of the known PCRs do.
[[nodiscard]] std::optional<BootAggregate> match_boot_aggregate(const EntryFields& fields,
                                                                const PcrLookup& pcrs,
                                                                crypto::HashEngine& engine);

}  // namespace assay::formats::ima
