// The IMA measurement log: one entry per file that the Linux kernel read, ran or mapped, in the
// order in which it extended a PCR (10 unless configured otherwise). Decodes the binary form that
// the kernel shows as /sys/kernel/security/ima/binary_runtime_measurements: little-endian as every
// x86 and arm64 machine writes it, or big-endian as s390x and old POWER machines do (the layout is
// stated above ima_measurements_show() in the kernel's security/integrity/ima/ima_fs.c;
// docs/formats/ima.md repeats it).
//
// Nothing here is authenticated: an entry is worth something only once a replay (inspect/boot)
// gives the PCR that a TPM signed. Everything is a view into the caller's bytes, which must outlive
// the ImaLog; what an entry says about a file is decoded on demand (fields.h), so that a log of
// 100,000 entries costs one pass and one vector.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "crypto/digest.h"

namespace assay::formats::ima {

/// Where Linux measures files unless its configuration says otherwise.
inline constexpr std::uint32_t kDefaultPcr = 10;
/// PCR numbers that a policy rule can name ("pcr="): below the bits of the kernel's mask.
inline constexpr std::uint32_t kPcrLimit = 64;

/// Of the numbers in a log; the machine's own unless its kernel was told ima_canonical_fmt.
enum class ByteOrder : std::uint8_t { little, big };

struct Entry {
  std::uint32_t number = 0;  ///< 0-based position in the log
  std::uint32_t pcr = 0;     ///< below kPcrLimit; a TPM has 24, so larger ones extend nothing
  std::uint64_t offset = 0;  ///< of the entry's first byte in the outermost file
  bytes::ByteSpan template_digest;      ///< ImaLog::digest_alg's size
  std::string_view template_name;       ///< "ima-ng", or a format such as "d-ng|n-ng|sig"
  std::uint64_t data_offset = 0;        ///< of `template_data`
  bytes::ByteSpan template_data;        ///< for "ima": digest (20), 32-bit length, name
  bool is_violation = false;            ///< all-zero template digest: all 0xFF was extended instead
  ByteOrder order = ByteOrder::little;  ///< the log's, for the numbers in `template_data`

  /// The original template, which has its own layout and its own way of being hashed.
  [[nodiscard]] bool is_legacy() const noexcept { return template_name == "ima"; }
};

struct ImaLog {
  /// What the template digests are made with: SHA-1, or X of binary_runtime_measurements_X.
  crypto::HashAlg digest_alg = crypto::HashAlg::sha1;
  /// Whether an entry's digest has confirmed digest_alg; where none has (a log of violations alone,
  /// or a forged one) it is only the reading that parses.
  bool digest_alg_confirmed = false;
  ByteOrder order = ByteOrder::little;
  std::vector<Entry> entries;
  std::uint64_t pcrs = 0;  ///< bit n: some entry names PCR n

  /// Set where the log could be read up to an entry and no further: `entries` holds what came
  /// before.
  std::optional<bytes::ParseError> broken;
};

/// An error only where not even the first entry can be read (an empty file too); later trouble is
/// in ImaLog::broken. Costs one item of the budget per entry.
[[nodiscard]] bytes::Parsed<ImaLog> parse_ima_log(bytes::Reader reader, bytes::Budget& budget);

/// Cheap look at the first bytes: could this be a binary IMA log?
[[nodiscard]] bool looks_like_ima_log(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::ima
