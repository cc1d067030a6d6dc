// Rules in the form of FwHunt (a YAML description of a threat or a vulnerability in firmware), read
// as data: which modules a rule speaks of, and which bytes, texts, GUIDs and variable names it
// expects in them. What such a rule says about where in the code a pattern stands, or which service
// is called with a GUID, takes a disassembler: Assay looks for the bytes alone and says so.
#pragma once

#include <string>
#include <vector>

#include "bytes/budget.h"
#include "formats/indicators/hex_pattern.h"
#include "formats/uefi/guid.h"
#include "formats/yaml/yaml.h"

namespace assay::formats::indicators {

enum class Combine : std::uint8_t { all, any, not_any, not_all };

/// One thing to look for.
struct Needle {
  std::string text;                  ///< as the rule writes it, safe to show
  std::vector<HexPattern> patterns;  ///< any of them will do; a variable needs its name and GUID
  bool all = false;                  ///< … or all of them
};

struct Group {
  std::string section;  ///< "code", "hex_strings", …
  Combine combine = Combine::all;
  std::vector<Needle> needles;
};

/// All groups must hold.
struct Variant {
  std::string name;  ///< empty where the rule has only one
  std::vector<Group> groups;
};

enum class Target : std::uint8_t { module, firmware, bootloader };

struct FwHuntRule {
  std::string name;   ///< safe to show, as are the others
  std::string space;  ///< "threats", "vulnerabilities", …
  std::string description;
  std::string advisory;
  Target target = Target::module;
  std::vector<uefi::Guid> modules;  ///< "volume guids": FFS files; empty: all
  std::vector<Variant> variants;    ///< any of them
  /// Part of the rule that the bytes alone cannot decide (a place in the code, a service); the rest
  /// is evaluated.
  std::vector<std::string> unchecked;
  /// Why the rule cannot be evaluated at all; empty where it can.
  std::string unevaluated;
};

/// Does a YAML text read as rules: a map of maps with a "meta"?
[[nodiscard]] bool looks_like_fwhunt(const yaml::Value& document) noexcept;

/// Every rule of the document, those that cannot be evaluated included.
[[nodiscard]] std::vector<FwHuntRule> read_fwhunt(const yaml::Value& document);

/// Does the variant hold in `bytes`? Where the first needle that was found stands, 0 where it holds
/// because nothing was.
[[nodiscard]] std::optional<std::size_t> holds(const Variant& variant, bytes::ByteSpan bytes);

}  // namespace assay::formats::indicators
