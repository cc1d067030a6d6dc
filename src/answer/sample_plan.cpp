#include "answer/sample_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <unordered_map>

#include "base/text.h"

namespace assay::answer {
namespace {

using base::ErrorKind;
using base::fail;

base::Result<std::uint64_t> parse_tolerated(std::string_view text, std::uint64_t frame) {
  const bool percent = text.ends_with('%');
  double value = 0;
  const auto digits = text.substr(0, text.size() - (percent ? 1 : 0));
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value,
                                           std::chars_format::fixed);
  const bool whole = percent || value == std::floor(value);
  if (code != std::errc{} || end != digits.data() + digits.size() || !whole || !(value > 0) ||
      value > (percent ? 100 : 1e15))
    return fail(ErrorKind::usage, fmt::format("\"{}\": expected a number of servers from 1, or a "
                                              "share like 0.5%",
                                              base::printable(text, 40)));
  const double servers = percent ? std::ceil(value / 100 * static_cast<double>(frame)) : value;
  if (servers > static_cast<double>(frame))
    return fail(ErrorKind::usage,
                fmt::format("{} tolerated, and there are {} to draw from",
                            static_cast<std::uint64_t>(servers), base::counted(frame, "server")));
  return static_cast<std::uint64_t>(servers);
}

std::string part_name(const fleet::IndexReader::Placement* p, const SampleSettings& s) {
  const auto or_unknown = [](std::string_view what, const std::string& value) {
    return value.empty() ? fmt::format("{} unknown", what) : fmt::format("{} {}", what, value);
  };
  static const fleet::IndexReader::Placement kNowhere;
  if (p == nullptr) p = &kNowhere;
  std::string out;
  if (s.by_lot) out = or_unknown("lot", p->lot);
  if (s.by_site) out += (out.empty() ? "" : ", ") + or_unknown("site", p->site);
  return out.empty() ? "all" : out;
}

using Parts = std::map<std::string, std::vector<std::string>>;

std::vector<std::uint64_t> sizes_of(const Parts& parts) {
  std::vector<std::uint64_t> out;
  for (const auto& [name, servers] : parts) out.push_back(servers.size());
  return out;
}

// A part too small for a look of its own would force one; together they are as large as others.
Parts merge_small(Parts parts, std::uint64_t frame, std::uint64_t looks) {
  Parts out;
  std::vector<std::string> small;
  std::size_t merged = 0;
  for (auto& [name, servers] : parts) {
    if (servers.size() * looks >= frame) {
      out.emplace(name, std::move(servers));
    } else {
      ++merged;
      small.insert(small.end(), std::make_move_iterator(servers.begin()),
                   std::make_move_iterator(servers.end()));
    }
  }
  if (!small.empty()) out.emplace(fmt::format("{} smaller parts together", merged), small);
  return out;
}

}  // namespace

std::vector<Stratum> SamplePlan::strata() const {
  std::vector<Stratum> out;
  for (const auto& p : parts) out.push_back({p.servers, p.drawn});
  return out;
}

std::uint64_t SamplePlan::drawn() const noexcept {
  std::uint64_t out = 0;
  for (const auto& p : parts) out += p.drawn;
  return out;
}

base::Result<double> parse_confidence(std::string_view text) {
  double value = 0;
  const auto [end, code] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (code != std::errc{} || end != text.data() + text.size() || !text.starts_with("0.") ||
      text.size() > 8 || !(value > 0))
    return fail(ErrorKind::usage,
                fmt::format("\"{}\": expected a confidence between 0 and 1, like 0.95",
                            base::printable(text, 40)));
  return value;
}

base::Result<SamplePlan> plan_sample(const Allegation& allegation, const Answer& answer,
                                     std::size_t claim,
                                     const std::vector<fleet::IndexReader::Placement>& placements,
                                     const SampleSettings& settings) {
  ASSAY_TRY(const auto confidence, parse_confidence(settings.confidence));
  std::unordered_map<std::string_view, const fleet::IndexReader::Placement*> where;
  for (const auto& p : placements) where.emplace(p.id, &p);
  Parts parts;
  std::uint64_t frame = 0;
  for (const auto& row : answer.rows) {
    // Who may not even be meant is told by the register, not by a look.
    if (!row.certain || status_of(row, claim) != Status::unknown) continue;
    const auto at = where.find(row.id);
    parts[part_name(at == where.end() ? nullptr : at->second, settings)].push_back(row.id);
    ++frame;
  }
  if (frame == 0)
    return fail(ErrorKind::usage,
                fmt::format("claim {}: no server is unknown, so there is none to examine next",
                            base::printable(allegation.claims[claim].id, 60)));
  SamplePlan out;
  out.claim = allegation.claims[claim].id;
  out.confidence = settings.confidence;
  ASSAY_TRY(out.tolerate, parse_tolerated(settings.tolerate, frame));
  const double alpha = 1 - confidence;
  const std::vector<std::uint64_t> whole{frame};
  parts =
      merge_small(std::move(parts), frame, smallest_sample(whole, out.tolerate, alpha)[0].drawn);
  const auto sample = smallest_sample(sizes_of(parts), out.tolerate, alpha);
  for (auto& [name, servers] : parts) {
    for (auto& id : servers) out.servers.push_back({out.parts.size(), std::move(id)});
    out.parts.push_back({servers.size(), sample[out.parts.size()].drawn, name});
  }
  std::ranges::sort(out.servers, {}, &SamplePlan::Server::id);
  return out;
}

}  // namespace assay::answer
