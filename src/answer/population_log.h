// The population's leaf: which servers there were, as a list in the ledger's store and a record
// that names its digest. For publish.cpp and log_population().
#pragma once

#include <string>
#include <vector>

#include "fleet/index.h"
#include "ledger/writer.h"
#include "statement/population_list.h"
#include "store/store.h"

namespace assay::answer {

/// Every server that evidence or the register knows, by id.
[[nodiscard]] base::Result<std::vector<statement::ListedServer>> known_servers(
    fleet::IndexReader& index);

/// Puts the list into the store; the record to log.
[[nodiscard]] base::Result<std::string> keep_population(
    const store::Store& store, const std::vector<statement::ListedServer>& servers,
    const std::string& assets);

/// The text of the list that a record names.
[[nodiscard]] base::Result<std::string> population_list(const store::Store& store,
                                                        std::string_view record);

}  // namespace assay::answer
