// The servers of a fleet before anybody asked about them, as a list whose SHA-256 stands in the
// population's record. Its first line is random, so that nobody can try likely fleets against the
// digest where the list is withheld.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "proof/leaf.h"

namespace assay::statement {

struct ListedServer {
  std::string evidence;  ///< SHA-256 of the latest evidence then, hex; empty: none
  std::string id;
};

/// "salt HEX\n", then "HEX-or-- \"ID\"\n" each; `servers` ascending by id.
[[nodiscard]] std::string to_text(const proof::Salt& salt,
                                  const std::vector<ListedServer>& servers);
/// Only what to_text() writes.
[[nodiscard]] bytes::Parsed<std::vector<ListedServer>> parse_population_list(bytes::Reader text,
                                                                             bytes::Budget& budget);

}  // namespace assay::statement
