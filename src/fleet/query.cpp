#include "fleet/query.h"

namespace assay::fleet {

std::string_view name(Column column) noexcept {
  switch (column) {
    case Column::server:
      return "server";
    case Column::manufacturer:
      return "manufacturer";
    case Column::product:
      return "product";
    case Column::board_revision:
      return "board_revision";
    case Column::serial:
      return "serial";
    case Column::board:
      return "board";
    case Column::lot:
      return "lot";
    case Column::site:
      return "site";
    case Column::role:
      return "role";
    case Column::tenant:
      return "tenant";
    case Column::acquired_with:
      return "acquired_with";
  }
  return "unknown";
}

std::string_view name(ClaimStanding standing) noexcept {
  switch (standing) {
    case ClaimStanding::affected:
      return "affected";
    case ClaimStanding::cleared:
      return "cleared";
    case ClaimStanding::unexamined:
      return "not examined";
    case ClaimStanding::too_early:
      return "examined too early";
    case ClaimStanding::not_affirmed:
      return "examined, not affirmed";
  }
  return "unknown";
}

}  // namespace assay::fleet
