#include "evidence/finding.h"

namespace assay::evidence {

std::string_view name(Severity severity) noexcept {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::critical:
      break;
  }
  return "critical";
}

std::string_view name(FindingStatus status) noexcept {
  switch (status) {
    case FindingStatus::open:
      return "open";
    case FindingStatus::explained:
      return "explained";
    case FindingStatus::resolved:
      break;
  }
  return "resolved";
}

}  // namespace assay::evidence
