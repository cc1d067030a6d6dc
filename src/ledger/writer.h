// The one process that adds to a ledger. What append() has returned for is on the disk and can be
// proved, whatever happens next: a crash, a kill, a full disk. Many threads may append at once;
// what arrives while a batch is being written goes into the next one, so that all of it costs one
// round of syncs.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/file_lock.h"
#include "base/filesystem.h"
#include "ledger/edge.h"
#include "ledger/layout.h"
#include "ledger/records.h"
#include "proof/checkpoint.h"
#include "proof/note.h"

namespace assay::ledger {

/// One thing to log; the bytes are the caller's, at most kMostRecord.
struct NewRecord {
  LeafType type = LeafType::evidence;
  bytes::ByteSpan record;
};

struct Appended {
  std::uint64_t first = 0;  ///< index of the first of the caller's leaves; the others follow
  std::uint64_t count = 0;
  std::uint64_t size = 0;  ///< of the ledger's head that holds them all
};

/// Makes an empty ledger in `folder`, which the key's name names. An error where one is there; what
/// an interrupted call left is gone on with, under the key that it wrote.
[[nodiscard]] base::Result<proof::VerifierKey> init(const base::FileSystem& fs,
                                                    const std::filesystem::path& folder,
                                                    const proof::SigningKey& key);

class Writer {
 public:
  /// Takes the ledger's lock (refused while another process holds it), checks that the tiles give
  /// the checkpoint's root, and completes a batch that a killed writer had decided. `fs` must
  /// outlive the writer.
  [[nodiscard]] static base::Result<std::unique_ptr<Writer>> open(const base::FileSystem& fs,
                                                                  std::filesystem::path folder);

  /// Returns when all `records` are leaves of a published head. At most kMostBatch records and
  /// kMostBatchBytes bytes. After an error none or all may be in the ledger, never some; where the
  /// tree could not be written, every further call fails and opening again recovers.
  [[nodiscard]] base::Result<Appended> append(const std::vector<NewRecord>& records);

  [[nodiscard]] proof::Checkpoint head();
  /// Leaves that open() found decided but not published.
  [[nodiscard]] std::uint64_t recovered() const noexcept { return recovered_; }

  /// Adds a witness's line to the checkpoint and to the cosigned head that is kept (there only
  /// where it has none of that witness yet), and its key to those that the ledger knows. Refused
  /// where the line is none of that key over the present head.
  [[nodiscard]] base::Result<void> add_cosignature(const std::string& line,
                                                   const std::string& cosigner_key);

 private:
  struct Waiting {
    const std::vector<NewRecord>* records = nullptr;
    std::optional<base::Result<Appended>> done;
  };
  Writer(const base::FileSystem& fs, Layout layout, base::FileLock lock, proof::SigningKey key)
      : fs_(fs), layout_(std::move(layout)), lock_(std::move(lock)), key_(std::move(key)) {}

  base::Result<void> load();
  base::Result<void> recover();
  void integrate(const std::vector<Waiting*>& batch);
  base::Result<void> decide(const RecordBatch& batch) const;
  base::Result<void> publish(const RecordBatch& batch);

  const base::FileSystem& fs_;
  Layout layout_;
  base::FileLock lock_;
  proof::SigningKey key_;
  proof::TreeHasher hasher_;
  TreeEdge edge_;
  proof::Checkpoint head_;
  std::uint64_t recovered_ = 0;
  std::optional<base::Error> broken_;

  std::mutex mutex_;  // guards what stands below, and head_ while a batch is written
  std::condition_variable changed_;
  std::vector<Waiting*> queue_;
  bool leading_ = false;
};

}  // namespace assay::ledger
