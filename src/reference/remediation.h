// remediation.toml: who mends which findings, by when, and how far that is. People's word: it
// neither explains a finding (a change record does) nor closes it (later evidence does).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace assay::reference {

struct RemediationRecord {
  enum class State : std::uint8_t { open, in_progress, accepted, fixed };
  std::string id;
  std::vector<std::string> servers;   ///< ids or globs
  std::vector<std::string> codes;     ///< finding codes, or globs of them
  std::vector<std::string> subjects;  ///< globs; empty: any
  std::string owner;
  std::optional<base::Time> due;  ///< the day, at midnight UTC
  State state = State::open;
  std::optional<base::Time> fixed;  ///< when, where state is fixed
  std::string ticket, note;

  [[nodiscard]] bool covers(std::string_view server, std::string_view code,
                            std::string_view subject) const;
};
[[nodiscard]] std::string_view name(RemediationRecord::State state) noexcept;

/// Strict: an unknown key, a code that fits none, a state that is none, "fixed" without its time
/// and an id that is there twice are errors with their line.
[[nodiscard]] base::Result<std::vector<RemediationRecord>> parse_remediation(
    std::string_view toml, const std::string& file);

}  // namespace assay::reference
