// Foreign bytes are parsed in processes that may do nothing: no files, no network, no programs.
// A Pool keeps such workers, one for each core, starts them when they are first needed and replaces
// those that fail, so that a file which crashes its parser costs one error and the work goes on.
//
//     Pool pool({}, "firmware");
//     auto answer = pool.run(request, image, "bios.bin");   // from any thread
//
// What comes back is as hostile as what went in, since the file may have taken the worker over:
// read it with bytes::Reader and a Budget.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "sandbox/memory.h"
#include "sandbox/process.h"
#include "sandbox/settings.h"
#include "sandbox/spawner.h"

namespace assay::sandbox {

/// What the system granted the workers.
struct Confinement {
  std::uint32_t lacks = 0;  ///< kLacks… of message.h
  [[nodiscard]] bool filtered() const noexcept;
  /// One sentence for each thing that is missing; empty where all is there.
  [[nodiscard]] std::vector<std::string> notes() const;
};

class Pool {
 public:
  /// `handler`: the name of one of those that main() gives to work(). Starts nothing yet.
  Pool(Settings settings, std::string handler);
  ~Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// One job: waits for a free worker, then for its answer. `request` has at most 64 KiB
  /// (message.h); `file` is named in errors. Safe from many threads at once.
  [[nodiscard]] base::Result<Mapping> run(bytes::ByteSpan request, const Sealed& payload,
                                          const std::string& file);

  /// Nothing before the first worker has started.
  [[nodiscard]] std::optional<Confinement> confinement() const;
  /// How many processes were started so far, and those that are alive now.
  [[nodiscard]] std::uint64_t started() const;
  [[nodiscard]] std::vector<int> pids() const;

 private:
  using Worker = std::unique_ptr<Process>;

  base::Result<Mapping> try_once(bytes::ByteSpan request, const Sealed& payload, bool& again);
  base::Result<Worker> acquire();
  base::Result<Worker> start();
  void release(Worker worker);
  base::Result<void> admit(std::uint32_t lacks);

  const Settings settings_;
  const std::string handler_;
  const unsigned most_;
  Spawner spawner_;  // outlives the workers below
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Worker> idle_;
  std::vector<int> alive_;  ///< process numbers, idle or at work
  unsigned taken_ = 0;      ///< places in use: at work, or about to start
  std::uint64_t started_ = 0;
  std::optional<Confinement> confinement_;
};

}  // namespace assay::sandbox
