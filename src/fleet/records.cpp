#include "fleet/records.h"

namespace assay::fleet {

void Change::clear() {
  facts.clear();
  places.clear();
  cites.clear();
  groups.clear();
  new_servers.clear();
  changed_servers.clear();
  evidence.clear();
  new_holdings.clear();
  changed_holdings.clear();
  new_findings.clear();
  changed_findings.clear();
  removed_findings.clear();
  runs.clear();
}

}  // namespace assay::fleet
