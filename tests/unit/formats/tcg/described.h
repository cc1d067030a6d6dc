// Describes one event of a log that the test makes up.
#pragma once

#include <algorithm>
#include <string>

#include "formats/tcg/describe.h"
#include "formats/tcg/event_types.h"
#include "unit/formats/uefi/sample_bytes.h"

namespace assay::testing {

inline formats::tcg::Description described(std::uint32_t type, bytes::ByteSpan data,
                                           std::uint32_t pcr = 0) {
  const formats::tcg::EventLog log;
  formats::tcg::Event event;
  event.number = 1;
  event.pcr = pcr;
  event.type = type;
  event.data = data;
  bytes::Budget budget;
  return describe(log, event, budget);
}

/// The first detail of that key; empty where there is none.
inline std::string detail(const formats::tcg::Description& said, std::string_view key) {
  const auto found = std::ranges::find(said.details, key, &formats::tcg::Detail::key);
  return found == said.details.end() ? std::string() : found->value;
}

}  // namespace assay::testing
