// Dependency expressions (PI 1.8 volume 2, 10.7): a small stack program by which a driver says what
// must be there before it may be loaded. Changing one starts a driver earlier or never.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::pi {

enum class DepexOpcode : std::uint8_t {
  before,
  after,
  push,
  and_,
  or_,
  not_,
  true_,
  false_,
  end,
  sor
};

struct DepexStep {
  DepexOpcode opcode = DepexOpcode::end;
  std::optional<uefi::Guid> guid;  ///< of before, after and push
};

/// All of `r`; one item of the budget per step. Refuses an unknown opcode and an expression that
/// does not end in END. Up to three bytes behind END are padding.
[[nodiscard]] bytes::Parsed<std::vector<DepexStep>> parse_depex(bytes::Reader r,
                                                                bytes::Budget& budget);

/// "PUSH 5c198761-… AND TRUE END"; GUIDs that Assay knows by name.
[[nodiscard]] std::string depex_text(const std::vector<DepexStep>& steps);

}  // namespace assay::formats::pi
