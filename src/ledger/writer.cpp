// How a batch gets into the ledger: the records' file decides it, then tiles and bundles, then the
// checkpoint. Killed between any two steps, the next open() goes on from what is there.
#include "ledger/writer.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "crypto/random.h"
#include "proof/cosignature.h"
#include "proof/log_proof.h"

namespace assay::ledger {
namespace {

using base::ErrorKind;

constexpr std::uint64_t kMostTileFile = 32ULL << 20U;
constexpr std::uint64_t kMostRecordsFile = kMostBatchBytes + (8ULL << 20U);

std::unexpected<base::Error> refused(const std::filesystem::path& file, std::string message) {
  return base::in_file({ErrorKind::refused, std::move(message)}, file.string());
}

}  // namespace

base::Result<std::unique_ptr<Writer>> Writer::open(const base::FileSystem& fs,
                                                   std::filesystem::path folder) {
  Layout layout{std::move(folder)};
  if (fs.type(layout.checkpoint()) != base::FileType::regular)
    return base::in_file({ErrorKind::usage, "is no ledger (make one with `assay ledger init`)"},
                         layout.folder.string());
  ASSAY_TRY(auto lock, base::FileLock::take(layout.lock()));
  ASSAY_TRY(const auto text, fs.read(layout.signing_key(), 4096));
  auto key = proof::parse_signing_key(bytes::as_chars(text));
  if (!key) return base::in_file(std::move(key).error(), layout.signing_key().string());
  std::unique_ptr<Writer> out(new Writer(fs, std::move(layout), std::move(lock), *std::move(key)));
  ASSAY_CHECK(out->load());
  ASSAY_CHECK(out->recover());
  return out;
}

base::Result<void> Writer::load() {
  const auto path = layout_.checkpoint();
  ASSAY_TRY(const auto text, fs_.read(path, 1U << 20U));
  auto head = proof::parse_signed_head(bytes::as_chars(text));
  if (!head) return base::in_file(std::move(head).error(), path.string());
  if (proof::verify_note(head->note.text, head->note.signatures, {key_.verifier}).signer == nullptr)
    return refused(path, "this ledger's own key did not sign it");
  head_ = head->head;
  ASSAY_TRY(edge_, TreeEdge::load(head_.size, [&](const proof::TileId& id) {
              return fs_.read(layout_.folder / proof::tile_path(id), kMostTileFile);
            }));
  if (edge_.root(hasher_) != head_.root)
    return refused(path, "the tiles do not give its root hash; `assay ledger fsck` says which");
  return {};
}

base::Result<void> Writer::recover() {
  while (true) {
    const auto path = layout_.records() / batch_path(edge_.size());
    if (fs_.type(path) != base::FileType::regular) return {};
    ASSAY_TRY(const auto bytes, fs_.read(path, kMostRecordsFile));
    bytes::Budget budget;
    const auto batch = parse_records(bytes::Reader(bytes), budget);
    if (!batch) return base::in_file(bytes::to_error(batch.error()), path.string());
    if (batch->first != edge_.size())
      return refused(path,
                     fmt::format("holds leaf {}, its name says {}", batch->first, edge_.size()));
    ASSAY_CHECK(publish(*batch));
    recovered_ += batch->records.size();
  }
}

// The moment at which a batch is in the ledger for good.
base::Result<void> Writer::decide(const RecordBatch& batch) const {
  const auto bytes = to_bytes(batch);
  return fs_.write_together(
      std::vector<base::FileToWrite>{{layout_.records() / batch_path(batch.first), bytes}});
}

base::Result<void> Writer::publish(const RecordBatch& batch) {
  std::vector<TileFile> tiles;
  for (const StoredRecord& r : batch.records)
    edge_.append(hasher_,
                 to_bytes({.type = r.type, .commitment = commitment(hasher_, r.salt, r.record)}),
                 tiles);
  const std::size_t full = tiles.size();
  edge_.take_partials(tiles);
  std::vector<base::FileToWrite> files;
  for (const TileFile& tile : tiles)
    files.push_back({layout_.folder / proof::tile_path(tile.id), tile.bytes});
  ASSAY_CHECK(fs_.write_together(files));

  const proof::Checkpoint next{
      .origin = head_.origin, .size = edge_.size(), .root = edge_.root(hasher_)};
  const std::string text = proof::to_text(next);
  ASSAY_TRY(const auto line, proof::sign_line(text, key_));
  const std::string note = text + "\n" + line;
  ASSAY_CHECK(fs_.write_together(
      std::vector<base::FileToWrite>{{layout_.checkpoint(), bytes::as_bytes(note)}}));
  {
    const std::scoped_lock guard(mutex_);
    head_ = next;
  }
  // Partial tiles may go once the full one is there (tlog-tiles, "Partial Tiles"); where that fails
  // they only take room.
  for (const TileFile& tile : std::span(tiles).first(full))
    static_cast<void>(fs_.remove_all(layout_.folder / (proof::tile_path(tile.id) + ".p")));
  return {};
}

proof::Checkpoint Writer::head() {
  const std::scoped_lock guard(mutex_);
  return head_;
}

namespace {

struct Lines {
  std::string kept;  ///< of other witnesses
  std::string own;   ///< of the key asked for
};

// A note's lines of others than the log and `key`, and those of `key`. A note of another text than
// `text` has none.
Lines lines_but(std::string_view text, std::string_view note, std::string_view log,
                const proof::CosignerKey& key) {
  Lines out;
  if (!note.starts_with(text) || note.size() <= text.size()) return out;
  auto rest = note.substr(text.size() + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1);
    const auto line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    const auto parsed = proof::parse_signature_line(line.substr(0, end));
    if (parsed && line != log) (proof::is_by(*parsed, key) ? out.own : out.kept) += line;
  }
  return out;
}

}  // namespace

base::Result<void> Writer::add_cosignature(const std::string& line,
                                           const std::string& cosigner_key) {
  ASSAY_TRY(const auto key, proof::parse_cosigner_key(cosigner_key));
  ASSAY_TRY(const auto text, fs_.read(layout_.checkpoint(), 1U << 20U));
  ASSAY_TRY(const auto head, proof::parse_signed_head(bytes::as_chars(text)));
  ASSAY_TRY(const auto signature,
            proof::parse_signature_line(std::string_view(line).substr(0, line.find('\n'))));
  if (!proof::verify_cosignature(head.note.text, signature, key))
    return refused(layout_.checkpoint(), "the line is no cosignature of this head by that key");
  ASSAY_TRY(const auto own, proof::sign_line(head.note.text, key_));
  // A newer line of the same witness takes the older one's place in the checkpoint; of the heads
  // that are kept, the first line stays, so that nobody chooses between them.
  auto others = lines_but(head.note.text, bytes::as_chars(text), own, key);
  const std::string note = head.note.text + "\n" + own + others.kept + line;
  const auto kept_at = layout_.cosigned(head.head.size);
  std::string kept = note;
  if (fs_.type(kept_at) == base::FileType::regular) {
    ASSAY_TRY(const auto before, fs_.read(kept_at, 1U << 20U));
    others = lines_but(head.note.text, bytes::as_chars(before), own, key);
    kept = head.note.text + "\n" + own + others.kept + (others.own.empty() ? line : others.own);
  }
  std::string keys;
  if (fs_.type(layout_.witness_keys()) == base::FileType::regular) {
    ASSAY_TRY(const auto known, fs_.read(layout_.witness_keys(), 1U << 20U));
    keys = bytes::to_string(known);
  }
  const std::string key_line = proof::to_string(key) + "\n";
  if (keys.find(key_line) == std::string::npos) keys += key_line;
  ASSAY_CHECK(fs_.write_together(
      std::vector<base::FileToWrite>{{layout_.witness_keys(), bytes::as_bytes(keys)}}));
  ASSAY_CHECK(fs_.write_together(std::vector<base::FileToWrite>{{kept_at, bytes::as_bytes(kept)}}));
  return fs_.write_together(
      std::vector<base::FileToWrite>{{layout_.checkpoint(), bytes::as_bytes(note)}});
}

}  // namespace assay::ledger
