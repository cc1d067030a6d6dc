// Verdicts per discipline and per server. Missing evidence never reads as a pass.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "evidence/finding.h"

namespace assay::appraise {

enum class Verdict : std::uint8_t { affirmed, warning, contraindicated, no_evidence };
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

enum class Discipline : std::uint8_t { boot, firmware, inventory, board, traffic, custody };
inline constexpr std::size_t kDisciplines = 6;
[[nodiscard]] std::string_view name(Discipline discipline) noexcept;
[[nodiscard]] std::optional<Discipline> discipline_from_name(std::string_view name) noexcept;

using DisciplineVerdicts = std::array<Verdict, kDisciplines>;

/// From a discipline's findings: an open critical one contradicts, an open warning or one that
/// blocks affirmation warns, and only what was examined can be affirmed. `concerns` picks the
/// discipline's own findings.
[[nodiscard]] Verdict judge(bool has_evidence, std::span<const evidence::Finding> findings,
                            const std::function<bool(const evidence::Finding&)>& concerns);

/// The worst over the disciplines that were examined or are required; evidence.* and identity.*
/// findings count for the server as a whole.
[[nodiscard]] Verdict overall(const DisciplineVerdicts& verdicts,
                              std::span<const Discipline> required,
                              std::span<const evidence::Finding> findings);

}  // namespace assay::appraise
