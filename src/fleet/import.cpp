#include "fleet/import.h"

#include <algorithm>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <thread>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "fleet/batch.h"

namespace assay::fleet {
namespace {

// Workers take the paths in order and leave what they made in the slots of two batches: while one
// is being written, the next is being read, and nobody runs further ahead.
class Pipeline {
 public:
  using Made = base::Result<Collection>;
  using Make = std::function<Made(const std::string& path, crypto::HashEngine& hash)>;

  Pipeline(const std::vector<std::string>& paths, std::size_t batch, unsigned jobs, Make make)
      : paths_(paths), make_(std::move(make)), slots_(std::min(paths.size(), 2 * batch)) {
    for (unsigned i = 0; i < jobs; ++i) threads_.emplace_back([this] { work(); });
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;
  ~Pipeline() {
    const std::scoped_lock guard(lock_);
    stopped_ = true;
    room_.notify_all();
  }

  /// The collections of paths [from, to), once they are all made.
  std::vector<Made> take(std::size_t from, std::size_t to) {
    std::unique_lock guard(lock_);
    std::vector<Made> out;
    for (std::size_t i = from; i < to; ++i) {
      auto& slot = slots_[i % slots_.size()];
      awaited_ = i;
      made_.wait(guard, [&] { return slot.has_value(); });
      out.push_back(std::move(*slot));
      slot.reset();
    }
    taken_ = to;
    room_.notify_all();
    return out;
  }

 private:
  void work() {
    crypto::HashEngine hash;
    while (true) {
      std::size_t i = 0;
      {
        std::unique_lock guard(lock_);
        room_.wait(guard, [&] {
          return stopped_ || next_ >= paths_.size() || next_ < taken_ + slots_.size();
        });
        if (stopped_ || next_ >= paths_.size()) return;
        i = next_++;
      }
      auto made = make_(paths_[i], hash);
      const std::scoped_lock guard(lock_);
      slots_[i % slots_.size()] = std::move(made);
      if (i == awaited_) made_.notify_one();
    }
  }

  const std::vector<std::string>& paths_;
  Make make_;
  std::mutex lock_;
  std::condition_variable room_, made_;
  std::vector<std::optional<Made>> slots_;
  std::size_t next_ = 0, taken_ = 0, awaited_ = 0;
  bool stopped_ = false;
  std::vector<std::jthread> threads_;  // last: they go before what they use
};

// What the register says of servers of which there is no evidence.
void tell_unknown_servers(const Batcher& batcher, evidence::AssetRegister& assets) {
  constexpr std::size_t kMost = 1000;
  std::size_t told = 0;
  for (const auto& row : assets.rows) {
    if (row.valid_to || batcher.has_server(base::printable(row.server)) || ++told > kMost) continue;
    assets.findings.push_back(evidence::make_finding(
        "custody.assets.unknown-server", base::printable(row.server, 200),
        fmt::format("Line {} of the asset register names a server of which there is no evidence.",
                    row.line),
        {{assets.file, fmt::format("line {}", row.line)}}));
  }
}

}  // namespace

base::Result<ImportReport> import_evidence(const base::FileSystem& fs, IndexWriter& writer,
                                           const std::vector<std::string>& paths,
                                           const appraise::Inputs& inputs,
                                           const evidence::AssetRegister* assets,
                                           const ImportSettings& settings,
                                           const std::function<void(std::size_t)>& progress) {
  ImportReport report;
  report.found = paths.size();
  std::optional<evidence::AssetIndex> asset_index;
  if (assets != nullptr) asset_index.emplace(*assets);
  ASSAY_TRY(auto batcher,
            Batcher::create(writer, asset_index ? &*asset_index : nullptr, inputs.changes));
  const std::uint32_t run = batcher.next_run();
  batcher.begin_run({run, inputs.as_of.seconds, settings.options, inputs.policy.name});
  // The batcher learns digests on this thread while workers ask: they see those of before the run,
  // and the batcher itself refuses what came twice within it.
  const std::unordered_set<std::string> before = batcher.digests();
  const unsigned cores =
      settings.jobs != 0 ? settings.jobs : std::max(1U, std::thread::hardware_concurrency());
  Pipeline pipeline(
      paths, settings.batch, cores, [&](const std::string& path, crypto::HashEngine& hash) {
        return collect(fs, path, inputs, hash,
                       [&](const std::string& sha256) { return before.contains(sha256); });
      });
  for (std::size_t from = 0; from < paths.size(); from += settings.batch) {
    const std::size_t to = std::min(paths.size(), from + settings.batch);
    std::vector<Collection> collections;
    for (auto& made : pipeline.take(from, to)) {
      if (made)
        collections.push_back(std::move(*made));
      else
        report.unreadable.push_back(std::move(made).error());
    }
    ASSAY_TRY(const auto added, batcher.put(collections, inputs.as_of, run));
    report.added += added;
    progress(to);
  }
  report.known = report.found - report.added - report.unreadable.size();
  if (assets != nullptr) {
    evidence::AssetRegister told = *assets;
    tell_unknown_servers(batcher, told);
    ASSAY_CHECK(writer.write_assets(told, inputs.as_of));
  }
  if (!inputs.changes.empty()) ASSAY_CHECK(writer.write_changes(inputs.changes));
  ASSAY_CHECK(writer.finish());
  return report;
}

}  // namespace assay::fleet
