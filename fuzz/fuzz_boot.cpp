// The boot discipline over parts that do not fit together: the input is cut at NUL NUL NUL into a
// quote, a signature, a key, a log, an IMA log, PCR values and an enrolment record. Without a
// trusted enroller no key is ever bound.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "inspect/boot/inspect_boot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::inspect::boot;
  using namespace std::string_view_literals;
  const auto all = assay::bytes::from_uchars(data, size);
  BootEvidence e;
  const std::array parts{&e.quote,   &e.signature,  &e.ak_public, &e.event_log,
                         &e.ima_log, &e.pcr_values, &e.enrolment};
  constexpr auto kCut = "\0\0\0"sv;
  std::size_t at = 0;
  for (Input* part : parts) {
    const auto end = assay::bytes::as_chars(all).find(kCut, at);
    const auto stop = end == std::string_view::npos ? all.size() : end;
    // A log is full of zeros: it is the rest of the input, and what follows is taken from inside
    // it.
    *part = {part == &e.event_log ? all.subspan(at) : all.subspan(at, stop - at), "part"};
    if (end == std::string_view::npos) break;
    at = end + kCut.size();
  }
  static assay::crypto::HashEngine hash;
  const auto result = inspect_boot(e, {.hash = hash, .nonces = {}, .as_of = {}});
  if (result.ak.state == AkState::bound || result.ak.ek == EkState::trusted) std::abort();
  if (result.findings.empty()) std::abort();
  return 0;
}
