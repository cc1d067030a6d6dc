// The rules over several servers, each a pure function over their appraisals.
#pragma once

#include <vector>

#include "appraise/appraisal.h"

namespace assay::appraise {

/// identity.shared: two ids with one EK or one system UUID. Several collections under one id are
/// one server.
void tell_shared_identities(std::vector<ServerAppraisal>& servers);

/// identity.repeated: the same id from several sources.
void tell_repeated_ids(std::vector<ServerAppraisal>& servers);

/// Quotes of one AK (same qualifiedSigner) are ordered by its TPM's counters, as modular
/// differences; the clock counts only within one resetCount. boot.clock.backwards,
/// boot.pcr.extended-later.
void compare_quotes_of_one_key(std::vector<ServerAppraisal>& servers);

/// boot.pcr.unexplained becomes critical where another server's same log for that PCR does replay,
/// or the reference matches: then it is no quirk of the firmware.
void weigh_unexplained_pcrs(std::vector<ServerAppraisal>& servers);

/// One new value on many servers at once: one finding for the fleet, and one line on each server in
/// place of its own.
[[nodiscard]] std::vector<evidence::Finding> tell_rollouts(std::vector<ServerAppraisal>& servers);

}  // namespace assay::appraise
