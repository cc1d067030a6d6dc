// The fleet as purchasing and the data centres know it, before any single server: families, lots
// with their own mix of suppliers and orders, sites, racks, planned rollouts, and which server
// carries a planted deviation. Small (a few bytes a rack), made once, then only read, by any number
// of threads.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "simulate/family.h"

namespace assay::simulate {

struct Options {
  std::uint64_t servers = 1000;  ///< 1 to kMostServers
  std::uint64_t seed = 1;
  std::uint64_t planted = 0;  ///< deviations, at most one a server
  unsigned collections = 2;   ///< 1 or 2: March, and September after half a year of operation
};
inline constexpr std::uint64_t kMostServers = 2'000'000;

/// Shares of up to three alternatives, as numbers of servers that add up to the lot's.
struct Split {
  std::array<std::uint64_t, 3> count{};
  /// Which alternative the `at`-th of the lot has.
  [[nodiscard]] std::uint8_t of(std::uint64_t at) const noexcept {
    if (at < count[0]) return 0;
    return at < count[0] + count[1] ? 1 : 2;
  }
};

/// One line of an order: what its servers were populated with.
struct Order {
  std::uint8_t cpu = 0;        ///< of cpus()
  std::uint8_t dimm_kind = 0;  ///< of dimms()
  std::uint8_t dimms = 0;      ///< per socket
  std::uint8_t drives = 0;
  std::uint8_t gpus = 0;
  bool second_nic = false;
  bool hba = false;
  std::uint8_t role = 0;  ///< of roles()
};

/// What one lot may differ in from server to server.
enum class Trait : std::uint8_t { dimm, psu, drive, nic, stepping, bios, bmc };
inline constexpr std::size_t kTraits = 7;

struct Lot {
  std::uint8_t family = 0;
  std::uint8_t revision = 0;  ///< of the family's revisions
  std::uint64_t first = 0;    ///< index of its first server
  std::uint64_t count = 0;
  std::uint64_t first_rack = 0;
  std::uint64_t per_rack = 0;
  std::string id;
  base::Time received;        ///< its first day; deliveries take three weeks
  std::string acquired_with;  ///< the company that it came with; empty for own purchases
  std::array<Order, 3> orders{};
  Split order_of;  ///< by position: an order fills racks one after another
  /// By a shuffled position: of suppliers within each order line, so that also a supplier's part in
  /// the rarest order is no rarity; of versions ([0]) over the whole lot.
  std::array<std::array<Split, kTraits>, 3> splits{};
  std::array<std::array<std::uint8_t, 3>, kTraits> values{};  ///< what the alternatives are
};

struct Site {
  std::string name;  ///< "fra2"
};

struct Rack {
  std::uint16_t site = 0;
  std::uint16_t number = 0;  ///< within the site
  std::uint8_t tenant = 0;   ///< of tenants()
};

enum class PlantKind : std::uint8_t {
  none,
  foreign_nic,
  bmc_version,
  dimm_serial,
  acpi_byte,
  bridge
};
[[nodiscard]] std::string_view name(PlantKind kind) noexcept;

[[nodiscard]] std::span<const std::string_view> roles() noexcept;
[[nodiscard]] std::span<const std::string_view> tenants() noexcept;

struct Plan {
  Options options;
  std::vector<Lot> lots;  ///< by first server
  std::vector<Site> sites;
  std::vector<Rack> racks;
  std::size_t bmc_site =
      0;  ///< whose BMCs were updated between the collections; sites.size(): none
  std::size_t bios_site = 0;                                ///< whose BIOSes were; the same
  std::vector<std::pair<std::uint64_t, PlantKind>> plants;  ///< by server

  [[nodiscard]] const Lot& lot_of(std::uint64_t server) const noexcept;
  [[nodiscard]] PlantKind plant_of(std::uint64_t server) const noexcept;
  /// How many plants of that kind lie before it in its family: those of siblings differ.
  [[nodiscard]] std::size_t plant_number(std::uint64_t server, PlantKind kind) const noexcept;
};

/// Refuses options that cannot be met, saying which. `plants` is left empty: see place_plants().
[[nodiscard]] base::Result<Plan> make_plan(const Options& options);

}  // namespace assay::simulate
