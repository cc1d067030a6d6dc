// What people wrote down about the fleet: the asset register, the change records, and, apart from
// both, the list of what was planted.
#pragma once

#include <string>
#include <string_view>

#include "simulate/plan.h"

namespace assay::simulate {

inline constexpr std::string_view kAssetsHeader =
    "server,manufacturer,product,board_revision,lot,serial,uuid,received,site,role,tenant,"
    "acquired_with,valid_from,valid_to\n";

/// The rows of servers `from` up to, not including, `to`; without the header.
[[nodiscard]] std::string asset_rows(const Plan& plan, std::uint64_t from, std::uint64_t to);

/// changes.toml: one record a week and kind of repair, one a rollout.
[[nodiscard]] std::string changes_toml(const Plan& plan);

/// [{"server","kind","what"}], by server's index.
[[nodiscard]] std::string planted_json(const Plan& plan);

/// When the evidence of that server was taken; collections are half a year apart.
[[nodiscard]] base::Time collected(const Plan& plan, std::uint64_t server, unsigned collection);
/// "2026-03": the collection in file names.
[[nodiscard]] std::string_view collection_name(unsigned collection) noexcept;

}  // namespace assay::simulate
