// Times as whole seconds since 1970-01-01T00:00:00Z, and their RFC 3339 form. Appraisals never read
// the clock: they are handed an `as_of`, so anyone gets the same result years later. Only main()
// asks Clock.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::base {

struct Time {
  std::int64_t seconds = 0;  ///< UTC, leap seconds not counted
  auto operator<=>(const Time&) const = default;
};

/// "2026-11-22T03:00:00Z". Years outside 0001..9999 are clamped.
[[nodiscard]] std::string to_rfc3339(Time time);

/// Accepts RFC 3339 with `Z` or a numeric offset, fractions dropped; also a bare date (midnight
/// UTC).
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);

/// The seam to the wall clock; tests and re-appraisals hand in their own.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

}  // namespace assay::base
