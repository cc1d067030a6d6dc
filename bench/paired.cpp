#include "paired.h"

#include <algorithm>
#include <ctime>
#include <sched.h>
#include <thread>
#include <vector>

namespace assay::bench {
namespace {

double thread_microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double batch(std::size_t items, const std::function<void(std::size_t)>& work) {
  const double start = thread_microseconds();
  for (std::size_t i = 0; i < items; ++i) work(i);
  return (thread_microseconds() - start) / static_cast<double>(items);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

Times times_of(const std::vector<double>& values) {
  return {median(values), std::ranges::min(values)};
}

void allow(std::size_t first, std::size_t last) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (std::size_t cpu = first; cpu <= last; ++cpu) CPU_SET(cpu, &set);
  ::sched_setaffinity(0, sizeof(set), &set);
}

}  // namespace

Paired measure_paired(std::size_t items, std::size_t rounds,
                      const std::function<void(std::size_t)>& floor,
                      const std::function<void(std::size_t)>& cost) {
  static_cast<void>(batch(items, floor));
  static_cast<void>(batch(items, cost));
  std::vector<double> floors;
  std::vector<double> costs;
  std::vector<double> ratios;
  for (std::size_t round = 0; round < rounds; ++round) {
    floors.push_back(batch(items, floor));
    costs.push_back(batch(items, cost));
    ratios.push_back(costs.back() / floors.back());
  }
  return {times_of(floors), times_of(costs), median(ratios)};
}

OneCore::OneCore() {
  const int cpu = ::sched_getcpu();
  if (cpu >= 0) allow(static_cast<std::size_t>(cpu), static_cast<std::size_t>(cpu));
}

OneCore::~OneCore() { allow(0, std::max(1U, std::thread::hardware_concurrency()) - 1); }

}  // namespace assay::bench
