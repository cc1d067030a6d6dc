#include "fleet/batch.h"

#include <algorithm>
#include <bit>
#include <map>

#include "appraise/history.h"
#include "appraise/sibling_rules.h"
#include "base/text.h"
#include "evidence/finding_codes.h"
#include "fleet/intervals.h"

namespace assay::fleet {
namespace {

using appraise::Verdict;
using evidence::Finding;
using evidence::Severity;

constexpr std::uint32_t bit(std::size_t n) { return 1U << n; }
// Findings of no discipline (evidence.*, identity.*, artefact.*): every collection can show them.
constexpr std::uint32_t kAnyCollection = bit(appraise::kDisciplines);

std::uint32_t family_bit(const Finding& f) {
  const auto d = appraise::discipline_from_name(evidence::family(f.code));
  return d ? bit(static_cast<std::size_t>(*d)) : kAnyCollection;
}

bool finding_before(const FindingRow& a, const FindingRow& b) {
  return std::tie(a.finding.code, a.finding.subject, a.finding.why) <
         std::tie(b.finding.code, b.finding.subject, b.finding.why);
}

bool holding_before(const Holding& a, const Holding& b) {
  return std::tie(a.fact, a.place, a.serial) < std::tie(b.fact, b.place, b.serial);
}

// A change that its own past shows keeps a server from being affirmed until it is explained.
Verdict with_history(Verdict verdict, const std::vector<FindingRow>& history) {
  if (verdict == Verdict::no_evidence) return verdict;
  for (const auto& row : history) {
    if (row.finding.status != evidence::FindingStatus::open) continue;
    if (row.finding.severity == Severity::critical) return Verdict::contraindicated;
    if (row.finding.severity == Severity::warning) verdict = std::max(verdict, Verdict::warning);
  }
  return verdict;
}

// What the index had before, so that only what changed is written.
template <class Row>
struct Before {
  std::vector<std::pair<Seconds, Seconds>> spans;
  explicit Before(const std::vector<Row>& rows) {
    for (const Row& r : rows) spans.emplace_back(r.since, r.until);
  }
  void split(std::vector<Row>& rows, std::vector<Row>& fresh, std::vector<Row>& changed) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i >= spans.size())
        fresh.push_back(std::move(rows[i]));
      else if (spans[i] != std::pair(rows[i].since, rows[i].until))
        changed.push_back(std::move(rows[i]));
    }
  }
};

}  // namespace

// One server's part of a batch.
struct Batcher::Work {
  ServerRow* server = nullptr;
  bool is_new = false;
  std::vector<Collection*> collections;
  ServerState state;
  std::size_t evidence_before = 0;
  std::vector<std::int64_t> removed;
};

base::Result<Batcher> Batcher::create(IndexWriter& writer, const evidence::AssetIndex* assets,
                                      std::span<const reference::ChangeRecord> changes) {
  ASSAY_TRY(auto known, writer.known());
  Batcher b(writer, assets, changes);
  for (const auto& f : known.facts) {
    b.scratch_.assign({static_cast<char>(f.kind), static_cast<char>(f.source)});
    ((b.scratch_ += f.name) += '\0') += f.value;
    b.facts_.load(b.scratch_);
  }
  for (const auto& p : known.places) b.places_.load(p);
  for (const auto& c : known.cites) b.cites_.load(c.artefact + '\0' + c.at);
  for (auto& g : known.groups) b.groups_.load(g.name);
  // Number 0 stands for nothing in each.
  static_cast<void>(b.places_.number(""));
  static_cast<void>(b.cites_.number(std::string_view("\0", 1)));
  static_cast<void>(b.groups_.number(""));
  if (known.places.empty()) b.change_.places.push_back({0, ""});
  if (known.cites.empty()) b.change_.cites.push_back({0, {}});
  if (known.groups.empty()) b.change_.groups.push_back({0, {}});
  b.places_.kept(), b.cites_.kept(), b.groups_.kept();
  b.servers_.reserve(known.servers.size());
  for (auto& s : known.servers) {
    auto id = s.id;
    b.servers_.emplace(std::move(id), std::move(s));
  }
  b.evidence_ = static_cast<std::uint32_t>(known.digests.size());
  for (auto& d : known.digests) b.digests_.insert(std::move(d));
  b.runs_ = known.runs;
  return b;
}

std::uint32_t Batcher::fact_number(const evidence::Fact& f) {
  scratch_.assign({static_cast<char>(f.kind), static_cast<char>(f.source)});
  ((scratch_ += f.name) += '\0') += f.value;
  const auto number = facts_.number(scratch_);
  if (number >= facts_.fresh()) {
    change_.facts.push_back({number, {f.kind, f.source, f.name, f.value}});
    facts_.kept();
  }
  return number;
}

std::uint32_t Batcher::cite_number(const evidence::Cite& cite) {
  (scratch_.assign(cite.artefact) += '\0') += cite.at;
  const auto number = cites_.number(scratch_);
  if (number >= cites_.fresh()) {
    change_.cites.push_back({number, cite});
    cites_.kept();
  }
  return number;
}

std::uint32_t Batcher::group_number(const inspect::inventory::Identity& id) {
  const auto name = appraise::sibling_group(id);
  const auto number = groups_.number(name);
  if (number >= groups_.fresh()) {
    change_.groups.push_back(
        {number, {id.manufacturer, id.product, id.board_product, id.board_revision, name}});
    groups_.kept();
  }
  return number;
}

evidence::Fact Batcher::fact_of(const Holding& h) const {
  const auto text = facts_.text(h.fact);
  const auto rest = text.substr(2);
  const auto name = rest.substr(0, rest.find('\0'));
  const auto cite = cites_.text(h.cite);
  const auto artefact = cite.substr(0, cite.find('\0'));
  return {static_cast<evidence::FactKind>(text[0]),
          static_cast<evidence::FactSource>(text[1]),
          std::string(name),
          std::string(rest.substr(name.size() + 1)),
          std::string(places_.text(h.place)),
          h.serial,
          {std::string(artefact), std::string(cite.substr(artefact.size() + 1))}};
}

// Two of the same part without place and serial are one holding (how many there are is a fact of
// its own). A small table of places instead of sorting: every fact of every server passes here.
void Batcher::distinct(std::vector<Holding>& holdings) {
  const std::size_t size = std::bit_ceil(2 * holdings.size() + 1);
  slots_.assign(size, 0);
  const auto same = [](const Holding& a, const Holding& b) {
    return a.fact == b.fact && a.place == b.place && a.serial == b.serial;
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < holdings.size(); ++i) {
    const Holding& h = holdings[i];
    std::uint64_t at = (h.fact * 0x9E3779B97F4A7C15ULL) ^ (h.place * 0xC2B2AE3D27D4EB4FULL);
    // Many parts of one model without a place differ by their serial alone.
    if (h.place == 0) at ^= std::hash<std::string>{}(h.serial);
    at ^= at >> 32U;
    while (true) {
      std::uint32_t& slot = slots_[at & (size - 1)];
      if (slot == 0) {
        if (kept != i) holdings[kept] = std::move(holdings[i]);
        slot = static_cast<std::uint32_t>(++kept);
        break;
      }
      if (same(holdings[slot - 1], holdings[i])) break;
      ++at;
    }
  }
  holdings.resize(kept);
}

void Batcher::hold(const appraise::ServerAppraisal& a, const EvidenceRow& e, ServerState& state) {
  std::vector<Holding> present;
  present.reserve(a.facts.size());
  for (const auto& f : a.facts) {
    Holding h;
    h.server = e.server;
    h.fact = fact_number(f);
    h.place = places_.number(f.place);
    if (h.place >= places_.fresh()) {
      change_.places.push_back({h.place, f.place});
      places_.kept();
    }
    h.cite = cite_number(f.cite);
    h.serial = f.serial;
    h.since = e.at;
    present.push_back(std::move(h));
  }
  distinct(present);
  std::vector<Mark> marks;
  for (const auto& other : state.evidence) marks.push_back({other.at, other.seen});
  const auto source_bit = [&](const Holding& h) {
    return bit(static_cast<std::size_t>(facts_.text(h.fact)[1]));
  };
  observe(state.holdings, std::move(present), {e.at, e.seen}, marks, source_bit, holding_before);
}

void Batcher::find(appraise::ServerAppraisal& a, EvidenceRow& e, ServerState& state) const {
  std::vector<FindingRow> present;
  e.examined |= kAnyCollection;
  for (auto& f : a.findings) {
    e.examined |= family_bit(f);
    present.push_back({.row = kNewRow,
                       .server = e.server,
                       .origin = Origin::evidence,
                       .finding = std::move(f),
                       .since = e.at,
                       .until = kOpen});
  }
  std::ranges::sort(present, finding_before);
  const auto twice = std::ranges::unique(present, [](const FindingRow& x, const FindingRow& y) {
    return !finding_before(x, y) && !finding_before(y, x);
  });
  present.erase(twice.begin(), twice.end());
  std::vector<Mark> marks;
  for (const auto& other : state.evidence) marks.push_back({other.at, other.examined});
  observe(
      state.findings, std::move(present), {e.at, e.examined}, marks,
      [](const FindingRow& r) { return family_bit(r.finding); }, finding_before);
}

// What the collection number `evidence` shows that what was known before it contradicts.
void Batcher::compare(std::string_view id, ServerState& state, std::size_t evidence,
                      Work& work) const {
  const EvidenceRow& later = state.evidence[evidence];
  std::erase_if(state.history, [&](const FindingRow& r) {
    if (r.since != later.at) return false;
    if (r.row != kNewRow) work.removed.push_back(r.row);
    return true;
  });
  if (evidence == 0) return;
  // Nothing began and nothing ended: nothing to compare.
  if (std::ranges::none_of(state.holdings, [&](const Holding& h) {
        return h.since == later.at || h.until == later.at;
      }))
    return;
  std::vector<evidence::Fact> was;
  std::vector<evidence::Fact> is;
  for (const Holding& h : state.holdings) {
    const auto source = static_cast<std::size_t>(facts_.text(h.fact)[1]);
    if (h.since < later.at && h.until >= later.at) was.push_back(fact_of(h));
    if (h.since <= later.at && h.until > later.at && (later.seen & bit(source)) != 0)
      is.push_back(fact_of(h));
  }
  const base::Time before{state.evidence[evidence - 1].at};
  const base::Time now{later.at};
  const appraise::HistoryContext context{
      .server = id,
      .earlier = before,
      .later = now,
      .changes = record_,
      .asset_row_between = assets_ != nullptr && assets_->begins_between(id, before, now)};
  for (auto& f : appraise::compare_history(was, is, context))
    state.history.push_back({.row = kNewRow,
                             .server = later.server,
                             .origin = Origin::history,
                             .finding = std::move(f),
                             .since = later.at,
                             .until = kOpen});
}

void Batcher::describe(const appraise::ServerAppraisal& a, const EvidenceRow& e, ServerRow& s) {
  if (a.inventory.examined && e.at >= s.identity_at) {
    const auto& id = a.inventory.identity;
    s.group = group_number(id);
    s.serial = id.serial;
    s.uuid = id.uuid;
    s.board_serial = id.board_serial;
    s.identity_at = e.at;
  }
  s.seen |= e.seen;
}

void Batcher::apply(Collection& c, base::Time as_of, std::uint32_t run, Work& work) {
  auto& a = c.appraisal;
  auto& state = work.state;
  EvidenceRow e;
  e.number = evidence_++;
  e.server = work.server->server;
  e.run = run;
  e.sha256 = c.sha256;
  e.path = c.path;
  e.at_stated = a.collected.has_value();
  e.at = a.collected.value_or(as_of).seconds;
  while (std::ranges::find(state.evidence, e.at, &EvidenceRow::at) != state.evidence.end()) ++e.at;
  e.verdict = a.verdict;
  e.disciplines = a.disciplines;
  for (const auto& f : a.facts) e.seen |= bit(static_cast<std::size_t>(f.source));
  for (std::size_t d = 0; d < appraise::kDisciplines; ++d)
    if (a.disciplines[d] != Verdict::no_evidence) e.examined |= bit(d);
  hold(a, e, state);
  find(a, e, state);
  describe(a, e, *work.server);
  const auto after = std::ranges::upper_bound(state.evidence, e.at, {}, &EvidenceRow::at);
  const auto place = static_cast<std::size_t>(after - state.evidence.begin());
  change_.evidence.push_back(e);
  state.evidence.insert(after, std::move(e));
  if (state.evidence.size() == 1) return;
  compare(work.server->id, state, place, work);
  if (place + 1 < state.evidence.size()) compare(work.server->id, state, place + 1, work);
}

// What the work on one server left, into the batch's change.
void Batcher::keep(Work& work) {
  auto& state = work.state;
  ServerRow& s = *work.server;
  const EvidenceRow& latest = state.evidence.back();
  s.first_seen = state.evidence.front().at;
  s.last_seen = latest.at;
  s.verdict = with_history(latest.verdict, state.history);
  s.disciplines = latest.disciplines;
  auto& inventory = s.disciplines[static_cast<std::size_t>(appraise::Discipline::inventory)];
  inventory = with_history(inventory, state.history);
  (work.is_new ? change_.new_servers : change_.changed_servers).push_back(s);
}

base::Result<std::size_t> Batcher::put(std::span<Collection> collections, base::Time as_of,
                                       std::uint32_t run) {
  std::vector<Work> works;
  std::map<std::string, std::size_t, std::less<>> work_of;
  for (auto& c : collections) {
    if (c.known || !digests_.insert(c.sha256).second) continue;
    c.appraisal.id = base::printable(c.appraisal.id);
    const auto [at, first] = work_of.try_emplace(c.appraisal.id, works.size());
    if (first) {
      const auto [server, is_new] = servers_.try_emplace(c.appraisal.id);
      if (is_new) {
        server->second.server = static_cast<std::uint32_t>(servers_.size() - 1);
        server->second.id = c.appraisal.id;
      }
      works.emplace_back();
      works.back().server = &server->second;
      works.back().is_new = is_new;
    }
    works[at->second].collections.push_back(&c);
  }
  if (works.empty()) return 0;
  std::vector<std::uint32_t> old;
  for (const auto& w : works)
    if (!w.is_new) old.push_back(w.server->server);
  ASSAY_TRY(auto states, writer_->states(old));
  std::size_t next = 0;
  std::size_t added = 0;
  for (auto& w : works) {
    if (!w.is_new) w.state = std::move(states[next++]);
    std::ranges::sort(w.collections, {}, [&](const Collection* c) {
      return std::pair(c->appraisal.collected.value_or(as_of), std::string_view(c->path));
    });
    const Before<Holding> holdings(w.state.holdings);
    const Before<FindingRow> findings(w.state.findings);
    for (Collection* c : w.collections) apply(*c, as_of, run, w);
    added += w.collections.size();
    keep(w);
    holdings.split(w.state.holdings, change_.new_holdings, change_.changed_holdings);
    findings.split(w.state.findings, change_.new_findings, change_.changed_findings);
    for (auto& f : w.state.history)
      if (f.row == kNewRow) change_.new_findings.push_back(std::move(f));
    change_.removed_findings.insert(change_.removed_findings.end(), w.removed.begin(),
                                    w.removed.end());
    w.state = {};
  }
  ASSAY_CHECK(writer_->write(change_));
  change_.clear();
  return added;
}

}  // namespace assay::fleet
