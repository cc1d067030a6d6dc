// AMD microcode: patches as the processor takes them, and the containers in which operating systems
// keep them (an equivalence table of processors, then patches). The container's layout is that of
// the Linux kernel's documentation and amd-ucode; the patch header that of AMD's own public
// headers. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::microcode {

struct AmdPatch {
  std::uint64_t offset = 0;  ///< from the reader's start
  std::uint64_t size = 0;
  std::uint32_t date = 0;  ///< BCD, 0xMMDDYYYY
  std::uint32_t revision = 0;
  std::uint16_t loader = 0;     ///< 0x8000 to 0x80FF: how the data is laid out
  std::uint16_t processor = 0;  ///< equivalence id: "A012" for family 19h model 1, stepping 2
  bytes::ByteSpan bytes;

  [[nodiscard]] std::string date_text() const;
  /// Family in hex as CPUs are called: "19h"; empty where the id is not of that form.
  [[nodiscard]] std::string family() const;
};

struct AmdEquivalence {
  std::uint32_t signature = 0;  ///< CPUID leaf 1, EAX
  std::uint16_t id = 0;
};

/// One container or several in a row, as microcode_amd*.bin has them.
struct AmdContainer {
  std::vector<AmdEquivalence> equivalences;
  std::vector<AmdPatch> patches;
  std::uint64_t size = 0;  ///< of what was read
};

[[nodiscard]] bytes::Parsed<AmdContainer> parse_amd_container(bytes::Reader reader,
                                                              bytes::Budget& budget);
/// The header of a bare patch. It has no size of its own: `size` is all of the reader.
[[nodiscard]] bytes::Parsed<AmdPatch> parse_amd_patch(bytes::Reader reader);

/// How long a patch for its family is at most, as the families' loaders take it.
[[nodiscard]] std::uint64_t amd_patch_size(const AmdPatch& patch) noexcept;

[[nodiscard]] bool looks_like_amd_container(bytes::ByteSpan bytes) noexcept;
[[nodiscard]] bool looks_like_amd_patch(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::microcode
