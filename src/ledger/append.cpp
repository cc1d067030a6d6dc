// Appending from many threads: whoever finds nobody writing writes for all who wait.
#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "crypto/random.h"
#include "ledger/writer.h"

namespace assay::ledger {
namespace {

using base::ErrorKind;
using base::fail;

std::uint64_t bytes_of(const std::vector<NewRecord>& records) {
  return std::accumulate(
      records.begin(), records.end(), std::uint64_t{0},
      [](std::uint64_t sum, const NewRecord& r) { return sum + r.record.size(); });
}

}  // namespace

base::Result<Appended> Writer::append(const std::vector<NewRecord>& records) {
  if (records.empty() || records.size() > kMostBatch || bytes_of(records) > kMostBatchBytes)
    return fail(ErrorKind::usage, fmt::format("expected 1 to {} records of at most {} bytes",
                                              kMostBatch, kMostBatchBytes));
  const auto large = [](const NewRecord& r) { return r.record.size() > kMostRecord; };
  if (std::ranges::any_of(records, large))
    return fail(ErrorKind::usage, fmt::format("a record holds at most {} bytes", kMostRecord));
  Waiting me{.records = &records, .done = {}};
  std::unique_lock lock(mutex_);
  queue_.push_back(&me);
  while (!me.done) {
    if (leading_) {
      changed_.wait(lock);
      continue;
    }
    leading_ = true;
    std::vector<Waiting*> batch;
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    for (Waiting* w : queue_) {
      count += w->records->size();
      bytes += bytes_of(*w->records);
      if (!batch.empty() && (count > kMostBatch || bytes > kMostBatchBytes)) break;
      batch.push_back(w);
    }
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(batch.size()));
    lock.unlock();
    integrate(batch);
    lock.lock();
    leading_ = false;
    changed_.notify_all();
  }
  return *std::move(me.done);
}

// Sets `done` of all in `batch`, in the thread that leads; nobody else touches tree or files now.
void Writer::integrate(const std::vector<Waiting*>& batch) {
  RecordBatch out;
  out.first = edge_.size();
  for (const Waiting* w : batch)
    for (const NewRecord& r : *w->records)
      out.records.push_back({.type = r.type, .salt = {}, .record = r.record});
  base::Bytes salts(out.records.size() * kSaltSize);
  base::Result<void> result;
  if (broken_)
    result = std::unexpected(*broken_);
  else if (out.first > kMostLeaves - out.records.size())
    result = fail(ErrorKind::budget, fmt::format("a ledger holds at most {} leaves", kMostLeaves));
  else
    result = crypto::fill_random(salts);
  if (result) {
    for (std::size_t i = 0; i < out.records.size(); ++i)
      std::ranges::copy(std::span(salts).subspan(i * kSaltSize, kSaltSize),
                        out.records[i].salt.begin());
    result = decide(out);
    if (result) {
      result = publish(out);
      // The edge is ahead of the files now; only reading them again makes it right.
      if (!result) broken_ = result.error();
    }
  }
  std::uint64_t first = out.first;
  const std::scoped_lock guard(mutex_);
  for (Waiting* w : batch) {
    const std::uint64_t count = w->records->size();
    w->done = result ? base::Result<Appended>(Appended{first, count, edge_.size()})
                     : base::Result<Appended>(std::unexpected(result.error()));
    first += count;
  }
}

}  // namespace assay::ledger
