// One server as it stood when one collection was taken: every part with its serial, every version.
// Made from the plan and the server's index alone. What was repaired, rolled out or planted is
// already in it; the events that explain the honest part of it are listed beside, for the
// registers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulate/plan.h"

namespace assay::simulate {

struct Dimm {
  const DimmModel* model = nullptr;  ///< null: an empty socket
  std::uint32_t serial = 0;
};
struct Psu {
  const PsuModel* model = nullptr;
  std::string serial;
};
struct Drive {
  const DriveModel* model = nullptr;
  std::string serial;
  bool degraded = false;  ///< its link trained at half its width: a worn connector, no plant
};
struct Nic {
  const NicModel* model = nullptr;
  std::uint64_t mac = 0;  ///< of its first port, 48 bits
  bool driver = true;     ///< false: no interface of the system shows it
};
/// A slot or the onboard NIC's place: at most one of nic and card is set.
struct SlotContent {
  std::optional<Nic> nic;
  const CardModel* card = nullptr;
  const CardModel* behind = nullptr;  ///< a switch or bridge between the root port and the card
  bool bridge_only = false;           ///< `behind` is one function with nothing below
  bool listed = true;                 ///< type 9 of SMBIOS tells that it is used
};
inline constexpr std::size_t kMostSlots = 6;

enum class RepairKind : std::uint8_t { dimm, psu, drive, nic, board };
inline constexpr std::size_t kRepairKinds = 5;
struct Repair {
  RepairKind kind = RepairKind::dimm;
  std::uint8_t week = 0;  ///< after the first collection
};

struct Machine {
  std::uint64_t index = 0;
  unsigned collection = 0;
  const Family* family = nullptr;
  const Lot* lot = nullptr;
  const Order* order = nullptr;
  const Rack* rack = nullptr;
  std::uint8_t unit = 0;

  std::string id;  ///< "fra2-r012-u07"
  std::string serial, board_serial, chassis_serial, asset_tag;
  std::array<std::byte, 16> uuid{};  ///< in RFC 4122's order
  std::uint8_t stepping = 0;         ///< of the processor's signatures
  std::uint8_t bios = 0;
  std::string bmc;  ///< the version it runs
  Nic onboard;
  std::uint64_t bmc_mac = 0;
  std::vector<Dimm> dimms;  ///< by socket and locator, empty ones too
  std::vector<Psu> psus;
  std::vector<Drive> drives;
  std::array<SlotContent, kMostSlots> slots{};  ///< the family's first `slots`
  std::vector<Repair> repairs;                  ///< that lie before this collection
  PlantKind plant = PlantKind::none;            ///< that shows in this collection
  std::string plant_what;                       ///< a sentence for planted.json
};

/// `collection` is below the plan's.
[[nodiscard]] Machine make_machine(const Plan& plan, std::uint64_t index, unsigned collection);

/// The server's id, without the rest.
[[nodiscard]] std::string server_id(const Plan& plan, std::uint64_t index);

/// What happens to it between the collections, honestly.
[[nodiscard]] std::vector<Repair> repairs_of(const Plan& plan, std::uint64_t index);
/// Whether a rollout of its site reached it; a few servers were down that night.
[[nodiscard]] bool bmc_rolled_out(const Plan& plan, std::uint64_t index);
[[nodiscard]] bool bios_rolled_out(const Plan& plan, std::uint64_t index);

/// Chooses servers for the deviations: kinds in turn, none where an honest change record or asset
/// row would speak of the server. Refuses more than there are such servers.
[[nodiscard]] base::Result<void> place_plants(Plan& plan);

[[nodiscard]] std::string uuid_text(const std::array<std::byte, 16>& uuid);
[[nodiscard]] std::string mac_text(std::uint64_t mac);

}  // namespace assay::simulate
