// A reference: what known-good servers boot, event by event, and which parts they have, in a file
// that people can read and edit. Learned from one or several servers: what is the same on all is
// one value, what belongs to a sub-population is several, what differs on every host is a pattern
// ("root=UUID=* ro quiet"). docs/formats/reference.md states the file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/digest.h"
#include "reference/firmware_reference.h"
#include "reference/inventory_reference.h"

namespace assay::reference {

/// One value that an event may have.
struct EventValue {
  std::string text;                                   ///< in words, for people and for the diff
  std::map<crypto::HashAlg, crypto::Digest> digests;  ///< by bank
};

/// One place in the sequence of a PCR's events.
struct EventSlot {
  std::uint32_t pcr = 0;
  std::uint32_t type = 0;
  std::string what;  ///< formats::tcg::Description::what
  std::vector<EventValue> values;
  /// Differs from host to host. With a pattern, the words it fixes must still be there.
  bool varies = false;
  std::string pattern;
  bool optional = false;  ///< some known-good hosts do not have it

  [[nodiscard]] bool allows(crypto::HashAlg bank, const crypto::Digest& digest) const;
};

struct Reference {
  std::string name;
  std::vector<std::string> learned_from;
  std::optional<base::Time> valid_from;
  std::optional<base::Time> valid_to;
  std::vector<EventSlot> slots;  ///< by PCR, then in the order of the log
  /// Quoted values that every source shares, for servers whose log is missing.
  std::map<crypto::HashAlg, std::map<std::uint32_t, std::vector<crypto::Digest>>> pcrs;

  /// Which parts they have; empty where it was learned from boots alone.
  InventoryReference inventory;
  FirmwareReference firmware;

  [[nodiscard]] bool has_boot() const noexcept { return !slots.empty() || !pcrs.empty(); }
  [[nodiscard]] bool valid_at(base::Time time) const noexcept;
  [[nodiscard]] bool has_bank(crypto::HashAlg bank) const;
};

/// True where `text` is `pattern` with each `*`, which ends a word, standing for a run without
/// spaces; in a word that has no `=` before its star, also without `=`.
[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view text);
/// The pattern that two texts (or a pattern and a text) share, word by word; empty where their word
/// counts differ, a word's name differs, or nothing but stars would be left.
[[nodiscard]] std::string common_pattern(std::string_view a, std::string_view b);

}  // namespace assay::reference
