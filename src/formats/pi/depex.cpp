#include "formats/pi/depex.h"

#include <array>

namespace assay::formats::pi {
namespace {
constexpr std::array<std::string_view, 10> kNames = {"BEFORE", "AFTER", "PUSH",  "AND", "OR",
                                                     "NOT",    "TRUE",  "FALSE", "END", "SOR"};
}

bytes::Parsed<std::vector<DepexStep>> parse_depex(bytes::Reader r, bytes::Budget& budget) {
  std::vector<DepexStep> steps;
  for (;;) {
    const std::uint64_t at = r.offset();
    const auto code = r.u8("opcode");
    if (!code) return std::unexpected(code.error());
    if (*code >= kNames.size()) return bytes::bad_value(at, "opcode", "0x00 to 0x09");
    if (auto ok = budget.items(1, at, "opcode"); !ok) return std::unexpected(ok.error());
    DepexStep step{.opcode = static_cast<DepexOpcode>(*code), .guid = std::nullopt};
    if (step.opcode <= DepexOpcode::push) {
      const auto guid = uefi::read_guid(r, "GUID");
      if (!guid) return std::unexpected(guid.error());
      step.guid = *guid;
    }
    steps.push_back(step);
    if (step.opcode != DepexOpcode::end) continue;
    if (r.remaining() > 3) return std::unexpected(r.finish("END").error());
    return steps;
  }
}

std::string depex_text(const std::vector<DepexStep>& steps) {
  std::string text;
  for (const DepexStep& step : steps) {
    if (!text.empty()) text += ' ';
    text += kNames[static_cast<std::size_t>(step.opcode)];
    if (step.guid) text += ' ' + uefi::name_or_text(*step.guid);
  }
  return text;
}

}  // namespace assay::formats::pi
