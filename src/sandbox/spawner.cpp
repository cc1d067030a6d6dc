#include "sandbox/spawner.h"

namespace assay::sandbox {

Spawner::~Spawner() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Spawner::run(const std::function<void()>& task) {
  const std::scoped_lock turn(turn_);
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
  task_ = &task;
  changed_.notify_all();
  changed_.wait(lock, [this] { return task_ == nullptr; });
}

void Spawner::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return task_ != nullptr || ending_; });
    if (task_ == nullptr) return;
    (*task_)();
    task_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace assay::sandbox
