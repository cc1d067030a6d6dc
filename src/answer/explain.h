// How an allegation was read, in words: before anybody trusts an answer they can see that the
// question was understood.
#pragma once

#include <string>

#include "answer/allegation.h"

namespace assay::answer {

/// Several lines, for people.
[[nodiscard]] std::string explain(const Allegation& allegation);

/// "servers whose manufacturer is like Acme* and that were received from 2013-01-01 to 2015-12-31".
[[nodiscard]] std::string population_words(const fleet::Population& population);
/// "an open finding boot.kernel.* at warning or above; or a fact of kind part named nic …".
[[nodiscard]] std::string condition_words(const fleet::Condition& condition);
/// "boot and inventory (by pci or network or redfish)".
[[nodiscard]] std::string sight_words(const std::vector<fleet::Sight>& sights);

}  // namespace assay::answer
