// Makes the boot part of a reference from known-good boots: what all share, what sub-populations
// share, what is each host's own.
#pragma once

#include <string>

#include "base/error.h"
#include "reference/observed.h"
#include "reference/reference.h"

namespace assay::reference {

class BootLearner {
 public:
  explicit BootLearner(std::string name) { reference_.name = std::move(name); }

  /// Refuses a boot whose log is missing, broken, or not what its quote says: learning from it
  /// would teach the fault.
  [[nodiscard]] base::Result<void> add(const std::string& server,
                                       const inspect::boot::BootResult& result);

  [[nodiscard]] bool empty() const noexcept { return boots_ == 0; }

  /// At least one boot must have been added.
  [[nodiscard]] base::Result<Reference> finish() &&;

 private:
  void merge_pcr(const ObservedBoot& observed, std::uint32_t pcr);
  void merge_values(const inspect::boot::BootResult& result);

  Reference reference_;
  std::size_t boots_ = 0;
  std::map<std::pair<crypto::HashAlg, std::uint32_t>, std::size_t> seen_;  // boots that had the PCR
};

}  // namespace assay::reference
