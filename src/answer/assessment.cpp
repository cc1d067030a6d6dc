#include "answer/assessment.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "answer/logged.h"
#include "appraise/remediation.h"
#include "evidence/finding_codes.h"
#include "ledger/prove.h"

namespace assay::answer {
namespace {

using evidence::FindingStatus;
using evidence::Severity;

class Assessor {
 public:
  Assessor(const base::FileSystem& fs, fleet::IndexReader& index,
           const std::vector<reference::RemediationRecord>& remediation)
      : fs_(fs), index_(index), records_(remediation) {}

  base::Result<Assessment> run(const std::string& ledger, base::Time as_of) {
    out_.as_of = as_of;
    for (const auto& r : records_) out_.mending.push_back({.record = r});
    ASSAY_CHECK(scope());
    ASSAY_TRY(auto standing, index_.standing_findings());
    for (auto& f : standing) open_one(std::move(f));
    ASSAY_TRY(auto history, index_.finding_history());
    for (auto& f : history) past_one(std::move(f));
    sort(out_.open);
    sort(out_.explained);
    for (auto& m : out_.mending) {
      constexpr std::int64_t kDay = 86'400;
      const auto& r = m.record;
      m.overdue = r.state != reference::RemediationRecord::State::accepted && r.due &&
                  as_of.seconds >= r.due->seconds + kDay && m.open > 0;
    }
    if (!ledger.empty()) ASSAY_CHECK(prove(ledger));
    return std::move(out_);
  }

 private:
  base::Result<void> scope() {
    auto& s = out_.scope;
    ASSAY_TRY(const auto population, index_.examine({}, {}));
    s.servers = population.rows.size();
    for (const auto& row : population.rows)
      if (!row.known) ++s.unevidenced;
    ASSAY_TRY(const auto servers, index_.servers({}));
    std::map<std::string, std::uint64_t> products;
    for (std::size_t d = 0; d < appraise::kDisciplines; ++d)
      out_.disciplines[d].discipline = static_cast<appraise::Discipline>(d);
    for (const auto& v : servers) {
      ids_.emplace(v.server.id, v.server.server);
      ++products[v.group.name.empty() ? "of a product that it does not name" : v.group.name];
      ++out_.verdicts[static_cast<std::size_t>(v.server.verdict)];
      for (std::size_t d = 0; d < appraise::kDisciplines; ++d)
        ++out_.disciplines[d].verdicts[static_cast<std::size_t>(v.server.disciplines[d])];
    }
    for (auto& [name, n] : products) s.products.push_back({name, n});
    std::ranges::stable_sort(s.products, std::greater<>{}, &Assessment::Scope::Product::servers);
    ASSAY_TRY(const auto evidence, index_.all_evidence());
    s.collections = evidence.size();
    for (const auto& e : evidence) {
      s.first = s.first == 0 ? e.at : std::min(s.first, e.at);
      s.last = std::max(s.last, e.at);
      evidence_[{e.server, e.at}] = e.sha256;
      auto& latest = latest_[e.server];
      latest = std::max(latest, e.at);
    }
    ASSAY_TRY(const auto runs, index_.runs());
    for (const auto& run : runs)
      if (std::ranges::find(s.policies, run.policy) == s.policies.end())
        s.policies.push_back(run.policy);
    return {};
  }

  std::string evidence_at(const std::string& server, fleet::Seconds at) const {
    const auto id = ids_.find(server);
    if (id == ids_.end()) return {};
    const auto it = evidence_.find({id->second, at});
    return it == evidence_.end() ? std::string{} : it->second;
  }

  AssessedFinding to_assessed(fleet::IndexReader::Standing f) const {
    AssessedFinding out{.server = std::move(f.server),
                        .finding = std::move(f.row.finding),
                        .since = f.row.since,
                        .evidence = {}};
    out.evidence = evidence_at(out.server, out.since);
    return out;
  }

  static void group(std::vector<Assessment::Group>& groups, AssessedFinding f) {
    const auto same = [&](const Assessment::Group& g) {
      return g.code == f.finding.code && g.severity == f.finding.severity;
    };
    auto it = std::ranges::find_if(groups, same);
    if (it == groups.end()) {
      auto& g = groups.emplace_back();
      g.code = f.finding.code;
      g.severity = f.finding.severity;
      if (const auto* row = evidence::find_code(g.code)) {
        g.meaning = row->meaning;
        g.action = row->action;
      }
      it = std::prev(groups.end());
    }
    if (it->findings.empty() || it->findings.back().server != f.server) ++it->servers;
    it->findings.push_back(std::move(f));
  }

  static void sort(std::vector<Assessment::Group>& groups) {
    std::ranges::stable_sort(groups, [](const auto& a, const auto& b) {
      if (a.severity != b.severity) return a.severity > b.severity;
      if (a.servers != b.servers) return a.servers > b.servers;
      return a.code < b.code;
    });
  }

  Assessment::Mending* mending_of(const AssessedFinding& f) {
    const auto it = std::ranges::find_if(out_.mending, [&](const auto& m) {
      return m.record.covers(f.server, f.finding.code, f.finding.subject);
    });
    return it == out_.mending.end() ? nullptr : &*it;
  }

  void open_one(fleet::IndexReader::Standing standing) {
    auto f = to_assessed(std::move(standing));
    // The finding stands in the server's latest evidence, else it would have ended.
    const auto id = ids_.find(f.server);
    const auto seen = id == ids_.end() ? f.since : latest_[id->second];
    std::vector<evidence::Finding> one{std::move(f.finding)};
    appraise::apply_remediation(records_, f.server, {seen}, out_.as_of, one);
    f.finding = std::move(one.front());
    if (auto* m = mending_of(f)) {
      ++m->open;
      if (m->record.fixed) ++(seen >= m->record.fixed->seconds ? m->still_there : m->unseen);
    } else if (f.finding.severity == Severity::critical) {
      ++out_.unowned;
    }
    standing_.insert({f.server, f.finding.code, f.finding.subject});
    group(out_.open, std::move(f));
  }

  void past_one(fleet::IndexReader::Standing standing) {
    const auto until = standing.row.until;
    const bool explained = standing.row.finding.status == FindingStatus::explained;
    if (until == fleet::kOpen && !explained) return;  // told as open
    auto f = to_assessed(std::move(standing));
    // The same in other words still stands: nothing was closed.
    if (standing_.contains({f.server, f.finding.code, f.finding.subject})) return;
    if (until == fleet::kOpen) return group(out_.explained, std::move(f));
    if (explained || f.finding.severity != Severity::critical) return;
    if (auto* m = mending_of(f)) ++m->closed;
    auto after = evidence_at(f.server, until);
    out_.closed.push_back({.was = std::move(f),
                           .until = until,
                           .evidence = std::move(after),
                           .before = {},
                           .after = {}});
  }

  base::Result<void> prove(const std::string& folder) {
    std::set<std::string> wanted;
    for (const auto& c : out_.closed) wanted.insert({c.was.evidence, c.evidence});
    for (const auto& g : out_.open)
      if (g.severity == Severity::critical)
        for (const auto& f : g.findings) wanted.insert(f.evidence);
    ASSAY_TRY(auto reader, ledger::Reader::open(fs_, folder));
    out_.ledger = reader.head().head.origin;
    out_.checkpoint = reader.head_text();
    ASSAY_TRY(const auto logged, find_logged(fs_, folder, reader.size(), wanted, {}));
    const auto proof_of =
        [&](const std::string& digest) -> base::Result<std::optional<EvidenceProof>> {
      const auto it = logged.evidence.find(digest);
      if (it == logged.evidence.end()) return std::nullopt;
      ASSAY_TRY(const auto proof, ledger::prove(reader, it->second.index, {.head = {}, .show_salt = true}));
      return EvidenceProof{
          .leaf = it->second.index, .record = it->second.record, .proof = proof::to_text(proof)};
    };
    for (auto& c : out_.closed) {
      ASSAY_TRY(c.before, proof_of(c.was.evidence));
      ASSAY_TRY(c.after, proof_of(c.evidence));
    }
    return {};
  }

  const base::FileSystem& fs_;
  fleet::IndexReader& index_;
  const std::vector<reference::RemediationRecord>& records_;
  Assessment out_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::map<std::pair<std::uint32_t, fleet::Seconds>, std::string> evidence_;
  std::unordered_map<std::uint32_t, fleet::Seconds> latest_;
  std::set<std::tuple<std::string, std::string, std::string>> standing_;  // server, code, subject
};

}  // namespace

std::uint64_t Assessment::Discipline::examined() const noexcept {
  std::uint64_t out = 0;
  for (std::size_t v = 0; v < verdicts.size(); ++v)
    if (static_cast<appraise::Verdict>(v) != appraise::Verdict::no_evidence) out += verdicts[v];
  return out;
}

std::uint64_t Assessment::count(Severity severity) const noexcept {
  std::uint64_t out = 0;
  for (const auto& g : open)
    if (g.severity == severity) out += g.findings.size();
  return out;
}

base::Result<Assessment> assess(const base::FileSystem& fs, fleet::IndexReader& index,
                                const std::vector<reference::RemediationRecord>& remediation,
                                const std::string& ledger, base::Time as_of) {
  return Assessor(fs, index, remediation).run(ledger, as_of);
}

}  // namespace assay::answer
