#include "base/time.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace assay::base {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

// Eats exactly `n` digits from the front of `text`.
std::optional<int> digits(std::string_view& text, std::size_t n) {
  if (text.size() < n) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(n);
  return value;
}

bool literal(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// The zone: Z, z, +hh:mm or -hh:mm, as seconds to subtract.
std::optional<std::int64_t> zone(std::string_view& text) {
  if (literal(text, 'Z') || literal(text, 'z')) return 0;
  const bool minus = !text.empty() && text.front() == '-';
  if (!minus && (text.empty() || text.front() != '+')) return std::nullopt;
  text.remove_prefix(1);
  const auto h = digits(text, 2);
  if (!h || !literal(text, ':')) return std::nullopt;
  const auto m = digits(text, 2);
  if (!m || *h > 23 || *m > 59) return std::nullopt;
  const std::int64_t seconds = *h * 3600 + *m * 60;
  return minus ? -seconds : seconds;
}

}  // namespace

std::string to_rfc3339(Time time) {
  constexpr std::int64_t kFirst = -62135596800;  // 0001-01-01
  constexpr std::int64_t kLast = 253402300799;   // 9999-12-31T23:59:59
  const std::chrono::sys_seconds at{std::chrono::seconds{std::clamp(time.seconds, kFirst, kLast)}};
  const auto days = std::chrono::floor<std::chrono::days>(at);
  const year_month_day date{days};
  const std::chrono::hh_mm_ss clock{at - days};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  const auto y = digits(text, 4);
  if (!y || !literal(text, '-')) return std::nullopt;
  const auto mo = digits(text, 2);
  if (!mo || !literal(text, '-')) return std::nullopt;
  const auto d = digits(text, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  const std::int64_t midnight =
      std::chrono::duration_cast<std::chrono::seconds>(sys_days{date}.time_since_epoch()).count();
  if (text.empty()) return Time{midnight};
  if (!literal(text, 'T') && !literal(text, 't') && !literal(text, ' ')) return std::nullopt;
  const auto h = digits(text, 2);
  if (!h || !literal(text, ':')) return std::nullopt;
  const auto mi = digits(text, 2);
  if (!mi || !literal(text, ':')) return std::nullopt;
  const auto s = digits(text, 2);
  if (!s || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
  if (literal(text, '.')) {
    const auto end = text.find_first_not_of("0123456789");
    if (end == 0) return std::nullopt;
    text.remove_prefix(std::min(end, text.size()));
  }
  const auto offset = zone(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Time{midnight + *h * 3600 + *mi * 60 + *s - *offset};
}

Time SystemClock::now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Time{std::chrono::duration_cast<std::chrono::seconds>(now).count()};
}

}  // namespace assay::base
