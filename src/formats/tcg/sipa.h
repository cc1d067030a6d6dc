// Windows' boot log events (SIPA, "System Integrity Platform Attestation"; Windows SDK, wbcl.h):
// tagged values inside EV_EVENT_TAG and EV_NO_ACTION events, each a 32-bit id, a 32-bit length and
// data, some of them containers of others. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::tcg {

inline constexpr std::uint32_t kSipaTrustBoundary = 0x40010001;
inline constexpr std::uint32_t kSipaElamAggregation = 0x40010002;
inline constexpr std::uint32_t kSipaLoadedModule = 0x40010003;
inline constexpr std::uint32_t kSipaTrustPoint = 0xC0010004;
inline constexpr std::uint32_t kSipaFilePath = 0x00070001;
inline constexpr std::uint32_t kSipaImageSize = 0x00070002;
inline constexpr std::uint32_t kSipaHashAlgorithm = 0x00070003;
inline constexpr std::uint32_t kSipaAuthenticodeHash = 0x00070004;
inline constexpr std::uint32_t kSipaAuthorityIssuer = 0x00070005;
inline constexpr std::uint32_t kSipaAuthorityPublisher = 0x00070008;
inline constexpr std::uint32_t kSipaImageValidated = 0x0007000A;
inline constexpr std::uint32_t kSipaQuote = 0x80080001;
inline constexpr std::uint32_t kSipaQuoteSignature = 0x80080002;
inline constexpr std::uint32_t kSipaAikId = 0x80080003;
inline constexpr std::uint32_t kSipaAikPublicDigest = 0x80080004;

struct SipaEvent {
  std::uint32_t id = 0;
  std::uint32_t level = 0;   ///< how many containers it stands in
  bytes::ByteSpan data;      ///< a container's holds its children
  std::uint64_t offset = 0;  ///< of `data` in the outermost file

  /// Windows' own flags in the id: a container, and one that no PCR holds.
  [[nodiscard]] bool aggregation() const noexcept { return (id & 0x40000000U) != 0; }
  [[nodiscard]] bool measured() const noexcept { return (id & 0x80000000U) == 0; }
};

struct SipaEvents {
  std::vector<SipaEvent> events;  ///< depth first: a container before its children
  bool whole = true;              ///< false where a length passed the end: what came before is kept
};

/// Cheap look at the first id and length.
[[nodiscard]] bool looks_like_sipa(bytes::ByteSpan data) noexcept;

/// Charges one item per event and one level per container; an error only for a spent budget.
[[nodiscard]] bytes::Parsed<SipaEvents> parse_sipa(bytes::Reader reader, bytes::Budget& budget);

/// Microsoft's name without its prefix ("CodeIntegrity"), a literal; empty for an id without one.
[[nodiscard]] std::string_view sipa_name(std::uint32_t id) noexcept;

/// The value in words: "on", "12", "\Windows\system32\winload.efi", "sha256:…"; printable and
/// bounded. Of a container nothing.
[[nodiscard]] std::string sipa_value(const SipaEvent& event);

}  // namespace assay::formats::tcg
