#include "answer/sample_conclusion.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "answer/sample_bound.h"

namespace assay::answer {
namespace {

void count_outside(const SamplePlan& plan, const Answer& answer, std::size_t claim,
                   SampleConclusion& out) {
  for (const auto& row : answer.rows) {
    if (std::ranges::binary_search(plan.servers, row.id, {}, &SamplePlan::Server::id)) continue;
    switch (status_of(row, claim)) {
      case Status::affected:
        ++out.outside_affected;
        break;
      case Status::cleared:
        ++out.outside_cleared;
        break;
      case Status::unknown:
        ++out.outside_unknown;
    }
  }
}

}  // namespace

Allegation since_draw(Allegation allegation, base::Time drawn_at) {
  for (auto& c : allegation.claims)
    c.query.examined_from = std::max(c.query.examined_from, drawn_at.seconds);
  return allegation;
}

SampleConclusion conclude(const SamplePlan& plan, const SampleDraw& draw, const Answer& answer,
                          std::size_t claim) {
  SampleConclusion out;
  std::unordered_map<std::string_view, Status> now;
  for (const auto& row : answer.rows) now.emplace(row.id, status_of(row, claim));
  const auto status = [&](const std::string& id) {
    const auto it = now.find(id);
    return it == now.end() ? Status::unknown : it->second;
  };
  for (const auto& p : plan.parts)
    out.parts.push_back({.name = p.name, .servers = p.servers, .drawn = p.drawn});
  std::unordered_set<std::string_view> drawn;
  for (const auto& s : draw.servers) {
    drawn.insert(s.id);
    auto& part = out.parts[s.part];
    switch (status(s.id)) {
      case Status::affected:
        ++part.affected;
        out.found.push_back(s.id);
        break;
      case Status::cleared:
        ++part.cleared;
        break;
      case Status::unknown:
        out.to_examine.push_back(s.id);
    }
  }
  for (const auto& s : plan.servers)
    if (!drawn.contains(s.id) && status(s.id) == Status::affected) ++out.beside;
  count_outside(plan, answer, claim, out);
  const double confidence = parse_confidence(plan.confidence).value_or(0);
  for (auto& p : out.parts) {
    p.at_most =
        most_affected(Stratum{p.servers, p.drawn}, p.affected + p.missing(), 1 - confidence);
    out.servers += p.servers;
    out.drawn += p.drawn;
    out.affected += p.affected;
    out.cleared += p.cleared;
  }
  out.missing = out.drawn - out.affected - out.cleared;
  const auto strata = plan.strata();
  out.at_most = most_affected(strata, out.affected + out.missing, 1 - confidence);
  out.at_most_if_clear = most_affected(strata, out.affected, 1 - confidence);
  out.miss_probability = miss_probability(strata, plan.tolerate);
  out.settled = out.at_most < plan.tolerate;
  return out;
}

}  // namespace assay::answer
