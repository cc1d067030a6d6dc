#include "sandbox/pool.h"

#include <algorithm>
#include <thread>

#include "sandbox/message.h"

namespace assay::sandbox {

bool Confinement::filtered() const noexcept { return (lacks & kLacksSeccomp) == 0; }

std::vector<std::string> Confinement::notes() const {
  std::vector<std::string> out;
  if ((lacks & kLacksSeccomp) != 0)
    out.emplace_back(
        "the system offers no seccomp filter: foreign images are parsed in processes that could "
        "open files and connections of this user");
  if ((lacks & kLacksNetworkNamespace) != 0)
    out.emplace_back(
        "the system grants no network namespace: only the system-call filter keeps the parsers of "
        "foreign images from the network");
  if ((lacks & kLacksLimits) != 0)
    out.emplace_back(
        "the system refused a resource limit: a foreign image may use more memory than it should");
  if ((lacks & kLacksLowRights) != 0)
    out.emplace_back(
        "the system did not let the parsers of foreign images give up root's rights: only the "
        "system-call filter holds them");
  // A missing user namespace alone is common and takes nothing from the filter.
  return out;
}

Pool::Pool(Settings settings, std::string handler)
    : settings_(std::move(settings)),
      handler_(std::move(handler)),
      most_(settings_.workers != 0 ? settings_.workers
                                   : std::max(1U, std::thread::hardware_concurrency())) {}

base::Result<Mapping> Pool::run(bytes::ByteSpan request, const Sealed& payload,
                                const std::string& file) {
  // A worker may have died while it waited (the system ran out of memory); then this job, of which
  // it saw nothing, goes to a fresh one, once.
  bool again = false;
  auto answer = try_once(request, payload, again);
  if (!answer && again) answer = try_once(request, payload, again);
  if (!answer) return base::in_file(std::move(answer).error(), file);
  return answer;
}

base::Result<Mapping> Pool::try_once(bytes::ByteSpan request, const Sealed& payload, bool& again) {
  ASSAY_TRY(auto worker, acquire());
  auto answer = worker->run(request, payload);
  again = worker->was_gone();
  release(std::move(worker));
  return answer;
}

base::Result<Pool::Worker> Pool::acquire() {
  {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return taken_ < most_; });
    ++taken_;
    if (!idle_.empty()) {
      Worker worker = std::move(idle_.back());
      idle_.pop_back();
      return worker;
    }
  }
  auto worker = start();
  if (!worker) release(nullptr);
  return worker;
}

base::Result<Pool::Worker> Pool::start() {
  base::Result<Worker> worker = nullptr;
  spawner_.run([&] { worker = Process::start(settings_, handler_); });
  if (!worker) return worker;
  ASSAY_TRY(const std::uint32_t lacks, (*worker)->greet());
  ASSAY_CHECK(admit(lacks));
  const std::scoped_lock lock(mutex_);
  ++started_;
  alive_.push_back((*worker)->pid());
  return worker;
}

base::Result<void> Pool::admit(std::uint32_t lacks) {
  const std::scoped_lock lock(mutex_);
  confinement_ = Confinement{lacks};
  if (settings_.strictness == Strictness::required && !confinement_->filtered())
    return base::fail(base::ErrorKind::refused,
                      "the system offers no seccomp filter, and without one nothing is parsed");
  return {};
}

void Pool::release(Worker worker) {
  const bool worn = worker && settings_.limits.jobs_per_worker != 0 &&
                    worker->jobs() >= settings_.limits.jobs_per_worker;
  {
    const std::scoped_lock lock(mutex_);
    --taken_;
    if (worker && worker->usable() && !worn)
      idle_.push_back(std::move(worker));
    else if (worker)
      std::erase(alive_, worker->pid());
  }
  freed_.notify_one();
}

std::optional<Confinement> Pool::confinement() const {
  const std::scoped_lock lock(mutex_);
  return confinement_;
}

std::uint64_t Pool::started() const {
  const std::scoped_lock lock(mutex_);
  return started_;
}

std::vector<int> Pool::pids() const {
  const std::scoped_lock lock(mutex_);
  return alive_;
}

}  // namespace assay::sandbox
