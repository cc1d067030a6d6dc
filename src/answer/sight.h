// Who could have seen a thing: which discipline, and by which of its sources. A server is cleared
// of a claim only by those; what nobody can see is never cleared.
#pragma once

#include <optional>
#include <string>

#include "fleet/query.h"

namespace assay::answer {

/// Of a pattern of finding codes ("boot.kernel.*"); nothing where its first part names no
/// discipline.
[[nodiscard]] std::optional<fleet::Sight> sight_of_code(std::string_view code_glob);

/// Of a fact by kind and name ("nic", "bios", "acpi DSDT").
[[nodiscard]] fleet::Sight sight_of_fact(std::optional<evidence::FactKind> kind,
                                         std::string_view name_glob);

/// "inventory, by a bus, the operating system or the management controller": for people.
[[nodiscard]] std::string words(const fleet::Sight& sight);

/// What a discipline can show, and what it cannot exclude however well it looked.
struct Method {
  appraise::Discipline discipline;
  std::string_view shows;
  std::string_view cannot;
};
[[nodiscard]] const Method& method_of(appraise::Discipline discipline) noexcept;

}  // namespace assay::answer
