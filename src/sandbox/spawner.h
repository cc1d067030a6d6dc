// A thread whose only task is to be the parent of workers. The kernel kills a worker when the
// thread that started it ends (PR_SET_PDEATHSIG), and threads that hand in jobs come and go; this
// one lives as long as the pool.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace assay::sandbox {

class Spawner {
 public:
  Spawner() = default;
  ~Spawner();
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;

  /// Runs `task` on the thread, which starts with the first one, and waits for its end. From many
  /// threads at once: one after another.
  void run(const std::function<void()>& task);

 private:
  void loop();

  std::mutex turn_;  ///< held by the caller whose task it is
  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void()>* task_ = nullptr;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace assay::sandbox
