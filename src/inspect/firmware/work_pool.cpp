#include "inspect/firmware/work_pool.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace assay::inspect::firmware {
namespace {
constexpr unsigned kMostThreads = 8;

unsigned helpers(unsigned threads) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  return std::min(threads, kMostThreads) - 1;
}
}  // namespace

WorkPool::WorkPool(unsigned threads, crypto::HashEngine& own) : own_(own) {
  const unsigned count = helpers(threads);
  threads_.reserve(count);
  for (unsigned i = 0; i < count; ++i) {
    try {
      threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    } catch (const std::system_error&) {
      return;  // a sandbox may forbid threads: then the caller's own does the work
    }
  }
}

WorkPool::~WorkPool() {
  {
    const std::lock_guard lock(mutex_);
    urgent_.clear();
    later_.clear();
  }
  for (auto& thread : threads_) thread.request_stop();
}

std::shared_ptr<Ticket> WorkPool::run(Task task, bool urgent) {
  auto ticket = std::make_shared<Ticket>();
  {
    const std::lock_guard lock(mutex_);
    (urgent ? urgent_ : later_).push_back({std::move(task), ticket});
  }
  queued_.notify_one();
  return ticket;
}

bool WorkPool::take(Entry& entry) {
  auto& queue = urgent_.empty() ? later_ : urgent_;
  if (queue.empty()) return false;
  entry = std::move(queue.front());
  queue.pop_front();
  ++running_;
  return true;
}

// Tasks report failure through what they write. One that throws (no memory) leaves that unset,
// which its owner reads as a failure.
void WorkPool::finish(Entry& entry, crypto::HashEngine& hash) {
  try {
    entry.task(hash);
  } catch (const std::exception&) {
    entry.task = nullptr;
  }
  entry.task = nullptr;
  {
    const std::lock_guard lock(mutex_);
    --running_;
    entry.ticket->done_.store(true, std::memory_order_release);
  }
  finished_.notify_all();
}

void WorkPool::work(const std::stop_token& stop) {
  crypto::HashEngine hash;
  while (!stop.stop_requested()) {
    Entry entry;
    {
      std::unique_lock lock(mutex_);
      if (!queued_.wait(lock, stop, [this] { return !urgent_.empty() || !later_.empty(); })) return;
      if (!take(entry)) continue;
    }
    finish(entry, hash);
  }
}

void WorkPool::wait(const Ticket& ticket) {
  while (!ticket.done()) {
    Entry entry;
    {
      std::unique_lock lock(mutex_);
      if (!take(entry)) {
        finished_.wait(lock, [&] { return ticket.done() || !urgent_.empty() || !later_.empty(); });
        continue;
      }
    }
    finish(entry, own_);
  }
}

void WorkPool::wait_all() {
  for (;;) {
    Entry entry;
    {
      std::unique_lock lock(mutex_);
      if (!take(entry)) {
        if (running_ == 0) return;
        finished_.wait(lock);
        continue;
      }
    }
    finish(entry, own_);
  }
}

}  // namespace assay::inspect::firmware
