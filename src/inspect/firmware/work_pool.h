// A few threads for one image: they decompress its streams and compute its digests while the
// caller walks what is ready. One pool per call, so that nothing outlives it; with one thread
// everything runs on the caller's, in the order it was queued.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "crypto/digest.h"

namespace assay::inspect::firmware {

/// A task may not touch what another thread writes; each gets its thread's own hash engine.
using Task = std::function<void(crypto::HashEngine&)>;

/// Done or not; the caller that queued the task waits for it.
class Ticket {
 public:
  [[nodiscard]] bool done() const noexcept { return done_.load(std::memory_order_acquire); }

 private:
  friend class WorkPool;
  std::atomic<bool> done_ = false;
};

class WorkPool {
 public:
  /// `threads` counts the caller's own; 0 stands for the processor's, at most 8.
  WorkPool(unsigned threads, crypto::HashEngine& own);
  /// Drops what is queued and waits for what runs.
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  /// Urgent tasks (streams, on which the walk waits) run before the others.
  std::shared_ptr<Ticket> run(Task task, bool urgent);
  /// Until the ticket is done; the caller's thread works on the queue meanwhile.
  void wait(const Ticket& ticket);
  /// Until nothing is queued or running.
  void wait_all();

 private:
  struct Entry {
    Task task;
    std::shared_ptr<Ticket> ticket;
  };
  [[nodiscard]] bool take(Entry& entry);
  void finish(Entry& entry, crypto::HashEngine& hash);
  void work(const std::stop_token& stop);

  crypto::HashEngine& own_;
  std::mutex mutex_;
  std::condition_variable_any queued_;
  std::condition_variable finished_;
  std::deque<Entry> urgent_;
  std::deque<Entry> later_;
  std::size_t running_ = 0;
  std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace assay::inspect::firmware
