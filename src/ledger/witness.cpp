#include "ledger/witness.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "proof/cosignature.h"

namespace assay::ledger {
namespace {

std::string words_of(const proof::Checkpoint& head) {
  return fmt::format("{} leaves with root {}", head.size, bytes::to_base64(head.root));
}

// A file of the state for a log, whatever its name holds.
std::string file_name(const proof::VerifierKey& log) {
  crypto::HashEngine hash;
  return hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(proof::to_string(log))).hex();
}

}  // namespace

base::Result<Witness> Witness::open(const base::FileSystem& fs, std::filesystem::path state,
                                    proof::SigningKey key) {
  if (fs.type(state) != base::FileType::directory) ASSAY_CHECK(fs.make_private_directory(state));
  ASSAY_TRY(auto lock, base::FileLock::take(state / "lock"));
  return Witness(fs, std::move(state), std::move(key), std::move(lock));
}

base::Result<std::optional<proof::Checkpoint>> Witness::seen_of(
    const std::filesystem::path& file, const proof::VerifierKey& log) const {
  if (fs_->type(file) == base::FileType::none) return std::nullopt;
  ASSAY_TRY(const auto text, fs_->read(file, 1U << 20U));
  auto head = proof::parse_signed_head(bytes::as_chars(text));
  if (!head) return base::in_file(std::move(head).error(), file.string());
  // Its own memory is checked like anybody's: a witness that forgot must not cosign.
  if (proof::verify_note(head->note.text, head->note.signatures, {log}).signer == nullptr)
    return base::in_file({base::ErrorKind::refused, "the remembered head is not signed by the log"},
                         file.string());
  return head->head;
}

base::Result<void> Witness::keep(const std::filesystem::path& file, std::string_view text) const {
  return fs_->write_together(std::vector<base::FileToWrite>{{file, bytes::as_bytes(text)}});
}

base::Result<WitnessReport> Witness::see(std::string_view head_text, const proof::VerifierKey& log,
                                         const ConsistencySource& proof, base::Time now) {
  ASSAY_TRY(const auto shown, proof::parse_signed_head(head_text));
  if (proof::verify_note(shown.note.text, shown.note.signatures, {log}).signer == nullptr)
    return base::fail(base::ErrorKind::refused, "the log's key did not sign this checkpoint");
  if (shown.head.origin != log.name)
    return base::fail(base::ErrorKind::refused, "the checkpoint is of another log");
  const auto file = state_ / (file_name(log) + ".head");
  WitnessReport out;
  out.head = shown.head;
  ASSAY_TRY(out.seen, seen_of(file, log));
  proof::TreeHasher hasher;
  const proof::Checkpoint before =
      out.seen.value_or(proof::Checkpoint{log.name, 0, hasher.empty()});
  const auto refuse = [&](Witnessed outcome, std::string_view what) -> base::Result<WitnessReport> {
    out.outcome = outcome;
    out.why = fmt::format("{}: seen before: {}; shown now: {}", what, words_of(before),
                          words_of(shown.head));
    if (outcome == Witnessed::split_view)
      ASSAY_CHECK(keep(state_ / (file_name(log) + ".split"), head_text));
    return std::move(out);
  };
  if (shown.head.size < before.size)
    return refuse(Witnessed::smaller, "the ledger is shorter than it was");
  if (shown.head.size == before.size && shown.head.root != before.root)
    return refuse(Witnessed::split_view, "a split view, two roots for one size");
  std::vector<proof::Hash> path;
  if (before.size != 0 && before.size != shown.head.size) {
    ASSAY_TRY(path, proof(before.size, shown.head.size));
  }
  if (const auto ok = proof::verify_consistency(hasher, before.size, shown.head.size, before.root,
                                                shown.head.root, path);
      !ok)
    return refuse(Witnessed::split_view,
                  "a split view, the one does not extend the other (" + ok.error().message + ")");
  if (now.seconds < 0) return base::fail(base::ErrorKind::usage, "the clock is before 1970");
  ASSAY_CHECK(keep(file, head_text));
  ASSAY_TRY(out.line,
            proof::cosign_line(shown.note.text, key_, static_cast<std::uint64_t>(now.seconds)));
  // The first line given out for a size is kept, for whoever asks what it cosigned and when.
  const auto kept =
      state_ / (file_name(log) + ".cosigned") / fmt::format("{:012}", shown.head.size);
  const auto before_line = shown.note.text + "\n";
  out.first = out.line;
  if (fs_->type(kept) == base::FileType::none) {
    ASSAY_CHECK(keep(kept, before_line + out.line));
  } else {
    ASSAY_TRY(const auto bytes, fs_->read(kept, 1U << 20U));
    const auto first = bytes::as_chars(bytes);
    if (!first.starts_with(before_line))
      return base::fail(base::ErrorKind::malformed,
                        kept.string() + ": is not the head that was cosigned for this size");
    out.first = first.substr(before_line.size());
  }
  return out;
}

}  // namespace assay::ledger
