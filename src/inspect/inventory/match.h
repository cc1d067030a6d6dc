// Expected parts against observed ones: a platform certificate, an order, earlier evidence or
// another source on one side, what was seen now on the other. Pairs are sought by what identifies a
// part best, and what remains is told as differences. Pure: whom to believe is the caller's affair.
#pragma once

#include <bitset>
#include <optional>
#include <span>

#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

enum class Change : std::uint8_t {
  added,    ///< seen, but not expected, in a class of which the expectation lists parts
  missing,  ///< expected, and not seen by a source that would have
  unseen,   ///< expected, but no source looked at that class: proves nothing
  swapped,  ///< the same model with another serial number
  changed,  ///< the same part or place, but another maker, model, revision or version: see `field`
  moved,    ///< the same serial number in another place
};
[[nodiscard]] std::string_view name(Change change) noexcept;

struct ComponentDifference {
  Change change = Change::added;
  PartClass cls = PartClass::pci;         ///< of the expected part where there is one
  std::optional<std::size_t> expected{};  ///< index into the spans given
  std::optional<std::size_t> observed{};
  std::string_view field{};  ///< "vendor", "model", "revision", "firmware", "serial", "location"
  std::string before{};      ///< that field's values; for added and missing, the part in words
  std::string after{};
};

using ClassSet = std::bitset<kPartClasses>;

struct MatchOptions {
  /// Classes at which somebody looked; the parts of others can be unseen, never missing.
  ClassSet visible = ClassSet().set();
  bool added = true;      ///< false: the expectation is not meant to be complete
  bool versions = true;   ///< false: firmware versions are not compared
  bool revisions = true;  ///< false: hardware revisions are not compared
  bool places = true;     ///< false: the two sides name places differently
  /// False: the two sides word models and versions each in their own way ("Xeon Gold 6230" beside
  /// "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz"); what may be the same is taken as the same.
  bool same_words = true;
};

/// The classes that the sources of an inventory list in full by their nature.
[[nodiscard]] ClassSet listed_classes(const Inventory& inventory) noexcept;

/// Those, and the classes of which a source told some part.
[[nodiscard]] ClassSet visible_classes(const Inventory& inventory) noexcept;

/// In order of certainty: the same serial number (or MAC); the same maker and model in the same
/// place; the same maker and model; the same place; the only one of its class where there can be
/// only one. Empty sockets are no parts. Only what both sides state is compared. PCI parts of all
/// classes can be paired with each other, BIOS with firmware. Further functions of a PCI device
/// that is paired are not "added". Takes n log n.
[[nodiscard]] std::vector<ComponentDifference> match_components(std::span<const Component> expected,
                                                                std::span<const Component> observed,
                                                                const MatchOptions& options = {});

/// How the finding code of a difference ends: inventory.dimm.replaced is a swapped module's, and
/// another firmware's is .version.
[[nodiscard]] std::string_view code_ending(const ComponentDifference& difference) noexcept;

/// "Samsung M393A4K40CB2-CTD, serial 40AB, at P1-DIMMA1".
[[nodiscard]] std::string part_words(const Component& component);

}  // namespace assay::inspect::inventory
