// A hardware bill of materials as CycloneDX JSON (ECMA-424; versions 1.4 to 1.6): what a maker says
// a server holds, read into a neutral struct, and the same written again. Only what describes
// hardware and its firmware is kept: components with maker, name, version, properties and what lies
// inside them. Licences, services, dependencies and vulnerabilities are passed over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/json/json.h"

namespace assay::formats::hbom {

/// One component. Texts as written: not yet printable.
struct Part {
  std::string type;     ///< "device", "firmware", "device-driver", …; required
  std::string bom_ref;  ///< unique in the document, empty where absent
  std::string name;     ///< required
  std::string version;
  std::string manufacturer;  ///< manufacturer.name (1.6), else publisher or author
  std::string supplier;      ///< supplier.name
  std::string group;
  std::string description;
  /// In the order written; names may repeat. Assay's own begin with "assay:".
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<std::pair<std::string, std::string>> hashes;  ///< "SHA-256", lower-case hex
  std::vector<Part> parts;                                  ///< what lies inside

  /// The first property of one of these names, which are compared without case; empty where none.
  [[nodiscard]] std::string_view property(std::initializer_list<std::string_view> names) const;
};

struct Bom {
  std::string spec_version = "1.6";
  std::string serial_number;  ///< "urn:uuid:…"
  std::uint64_t version = 1;
  std::string timestamp;        ///< metadata.timestamp, RFC 3339 as written
  std::optional<Part> subject;  ///< metadata.component: the server itself
  std::vector<Part> parts;
};

/// Parts are charged to `budget`, nesting to its depth. Refuses what is no CycloneDX, versions
/// before 1.4 and after 1.6, and components without name or type.
[[nodiscard]] base::Result<Bom> parse_bom(bytes::ByteSpan text, bytes::Budget& budget);

/// CycloneDX `bom.spec_version` JSON. The same struct always gives the same text: nothing is added,
/// neither time nor a random serial number. Version 1.6 is written with "manufacturer", earlier
/// ones with "publisher", which is where they have it.
[[nodiscard]] json::Value to_json(const Bom& bom);

/// Cheap look at the first bytes: JSON that says bomFormat CycloneDX.
[[nodiscard]] bool looks_like_bom(bytes::ByteSpan text) noexcept;

}  // namespace assay::formats::hbom
