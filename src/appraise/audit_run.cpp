#include "appraise/audit_run.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <mutex>
#include <thread>

#include "appraise/fleet.h"
#include "evidence/finding_codes.h"
#include "evidence/intake.h"

namespace assay::appraise {
namespace {

using base::FileType;

constexpr int kMostNesting = 5;

// Larger files of a name that says nothing are not opened for a look.
constexpr std::uint64_t kMostLookedAt = 64ULL << 20U;

// In a folder of evidence, files count where their name or else their content says what they are;
// a README does not.
bool is_evidence_file(const base::FileSystem& fs, const std::string& path,
                      const std::string& name) {
  if (name.ends_with(".evidence") || evidence::role_of(name) != evidence::Role::none) return true;
  const auto bytes = fs.read(path, kMostLookedAt);
  return bytes && evidence::role_by_content(*bytes) != evidence::Role::none;
}

void descend(const base::FileSystem& fs, const std::string& path, int depth,
             std::vector<std::string>& out) {
  if (evidence::is_evidence_directory(fs, path)) {
    out.push_back(path);
    return;
  }
  const auto entries = fs.list(path);
  if (!entries || depth == kMostNesting) return;
  for (const auto& e : *entries) {
    if (e.name.starts_with('.')) continue;
    const std::string inner = path + (path.ends_with('/') ? "" : "/") + e.name;
    if (e.type == FileType::directory) descend(fs, inner, depth + 1, out);
    if (e.type == FileType::regular && is_evidence_file(fs, inner, e.name)) out.push_back(inner);
  }
}

ServerAppraisal unreadable(const std::string& path, const base::Error& error) {
  ServerAppraisal s;
  s.source = path;
  const auto slash = path.find_last_not_of('/');
  const std::string trimmed = path.substr(0, slash + 1);
  s.id = trimmed.substr(trimmed.rfind('/') + 1);
  s.findings.push_back(
      evidence::make_finding("artefact.unreadable", path, error.describe() + ".", {{path, ""}}));
  return s;
}

// Calls work(hash, i) for each i below `count`, on as many threads as there are cores, or `jobs`.
void on_all_cores(std::size_t count, unsigned jobs,
                  const std::function<void(crypto::HashEngine&, std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    crypto::HashEngine hash;
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(hash, i);
  };
  const unsigned cores = jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < std::min<std::size_t>(cores, count); ++i) threads.emplace_back(take);
  take();
}

}  // namespace

std::vector<std::string> find_evidence(const base::FileSystem& fs,
                                       const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const auto& path : paths) {
    if (fs.type(path) == FileType::directory) {
      const std::size_t before = out.size();
      descend(fs, path, 0, out);
      if (out.size() == before)
        out.push_back(path);  // nothing known in it: told as a server without evidence
    } else {
      out.push_back(path);
    }
  }
  return out;
}

AuditRun audit(const base::FileSystem& fs, const std::vector<std::string>& paths,
               const Inputs& inputs, unsigned jobs,
               const std::function<void(std::size_t)>& progress) {
  std::vector<ServerAppraisal> servers(paths.size());
  std::vector<base::Error> errors;
  std::mutex errors_lock;
  FactTable table;
  std::atomic<std::size_t> done{0};
  on_all_cores(paths.size(), jobs, [&](crypto::HashEngine& hash, std::size_t i) {
    const auto bundle = evidence::load(fs, paths[i]);
    if (bundle) {
      servers[i] = appraise_server(*bundle, inputs, hash);
      servers[i].fact_refs = table.intern(servers[i].facts);
      // Not "= {}", which empties a vector and keeps its memory: this is held for each server.
      servers[i].facts = std::vector<evidence::Fact>();
      servers[i].findings.shrink_to_fit();
    } else {
      servers[i] = unreadable(paths[i], bundle.error());
      const std::scoped_lock guard(errors_lock);
      errors.push_back(bundle.error());
    }
    progress(done.fetch_add(1) + 1);
  });
  std::ranges::sort(errors, {}, &base::Error::file);
  return {finish_fleet(std::move(servers), table, inputs), std::move(errors)};
}

void add_timelines(const base::FileSystem& fs, const Inputs& inputs, unsigned jobs,
                   std::span<const std::size_t> places, FleetAppraisal& fleet) {
  on_all_cores(places.size(), jobs, [&](crypto::HashEngine& hash, std::size_t i) {
    ServerAppraisal& server = fleet.servers[places[i]];
    if (!server.boot.examined) return;
    if (const auto bundle = evidence::load(fs, server.source))
      server.timeline = timeline_of(*bundle, inputs, hash, server);
  });
}

}  // namespace assay::appraise
