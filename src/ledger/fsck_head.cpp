// The part of fsck that looks at the head and the keys: every byte of them is either signed or
// written in one way only.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "ledger/fsck_state.h"
#include "proof/cosignature.h"
#include "proof/merkle_path.h"

namespace assay::ledger::detail {
namespace {

constexpr std::uint64_t kMostText = 1U << 20U;

// A key's file is its text and a newline, nothing else.
template <class Key>
std::optional<Key> read_key(FsckState& s, const std::filesystem::path& path,
                            base::Result<Key> (*parse)(std::string_view)) {
  const auto bytes = s.read(path, kMostText);
  if (!bytes) return std::nullopt;
  auto key = parse(bytes::as_chars(*bytes));
  if (!key) {
    s.problem(path, {}, key.error().message);
    return std::nullopt;
  }
  if (proof::to_string(*key) + "\n" != bytes::as_chars(*bytes))
    s.problem(path, {}, "is not written as the ledger writes a key");
  return *std::move(key);
}

std::vector<proof::CosignerKey> read_witnesses(FsckState& s) {
  std::vector<proof::CosignerKey> keys;
  const auto path = s.layout.witness_keys();
  if (s.fs.type(path) == base::FileType::none) return keys;
  const auto bytes = s.read(path, kMostText);
  if (!bytes) return keys;
  auto rest = bytes::as_chars(*bytes);
  const auto whole = rest.size();
  while (!rest.empty()) {
    const auto offset = whole - rest.size();
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const auto key = proof::parse_cosigner_key(line);
    if (!key || proof::to_string(*key) != line || end == std::string_view::npos)
      s.problem(path, offset, "is no witness's key as the ledger writes it");
    else
      keys.push_back(*key);
  }
  return keys;
}

void check_signatures(FsckState& s, const std::filesystem::path& file, const proof::Note& note,
                      const std::vector<proof::CosignerKey>& witnesses) {
  bool own = false;
  for (const auto& line : note.signatures) {
    const auto shown = base::printable(line.name, 100);
    if (line.name == s.log_key.name && line.key_id == s.log_key.id) {
      if (own) s.problem(file, {}, "the log signed it twice");
      own = true;
      if (proof::verify_note(note.text, {line}, {s.log_key}).signer == nullptr)
        s.problem(file, {}, "the log's signature is wrong");
      continue;
    }
    const auto key =
        std::ranges::find_if(witnesses, [&](const auto& k) { return proof::is_by(line, k); });
    if (key == witnesses.end())
      s.problem(file, {}, fmt::format("a line by {} is of no key that the ledger knows", shown));
    else if (!proof::verify_cosignature(note.text, line, *key))
      s.problem(file, {}, fmt::format("the cosignature by {} is wrong", shown));
  }
  if (!own) s.problem(file, {}, "the log did not sign it");
}

// The root that the leaves before `size` have, from tiles that this run has confirmed or blamed
// already.
base::Result<proof::Hash> root_at(FsckState& s, std::uint64_t size) {
  proof::TreeHasher hasher;
  return proof::range_root(hasher, 0, size,
                           [&](unsigned height, std::uint64_t index) -> base::Result<proof::Hash> {
                             const auto level = height / proof::kTileHeight;
                             const auto first = index << (height % proof::kTileHeight);
                             const auto id = proof::tile_holding(level, first, s.report.size);
                             const auto hashes = id ? s.read_tile(*id) : std::nullopt;
                             if (!hashes)
                               return base::fail(base::ErrorKind::io, "a tile cannot be read");
                             return hasher.root(std::span(*hashes).subspan(
                                 first % proof::kTileWidth, 1ULL << (height % proof::kTileHeight)));
                           });
}

// One head that a witness cosigned, kept under its size.
void check_cosigned(FsckState& s, const base::DirEntry& entry) {
  const auto path = s.layout.cosigned() / entry.name;
  if (entry.type != base::FileType::regular) return s.problem(path, {}, "is no file of a ledger");
  const auto text = s.read(path, kMostText);
  if (!text) return;
  const auto head = proof::parse_signed_head(bytes::as_chars(*text));
  if (!head) return s.problem(path, {}, head.error().message);
  if (s.layout.cosigned(head->head.size) != path)
    return s.problem(path, {}, "is the head of another size than its name says");
  if (head->note.signatures.size() < 2) s.problem(path, {}, "no witness cosigned it");
  check_signatures(s, path, head->note, s.witnesses);
  if (head->head.origin != s.report.origin) return s.problem(path, {}, "is of another log");
  if (head->head.size > s.report.size)
    return s.problem(path, {}, "the ledger is shorter than this head, which was cosigned");
  // A damaged tile is named already, and would give another root.
  if (std::ranges::any_of(s.report.problems,
                          [](const Problem& p) { return p.file.starts_with("tile/"); }))
    return;
  const auto root = root_at(s, head->head.size);
  if (root && *root != head->head.root)
    s.problem(path, {}, "a split view: the ledger does not extend this head, which was cosigned");
}

}  // namespace

bool check_head_files(FsckState& s, bool owners) {
  auto log_key = read_key<proof::VerifierKey>(s, s.layout.log_key(), proof::parse_verifier_key);
  if (owners) {
    const auto key =
        read_key<proof::SigningKey>(s, s.layout.signing_key(), proof::parse_signing_key);
    if (key && log_key && key->verifier != *log_key)
      s.problem(s.layout.log_key(), {}, "is not the public half of private/key");
    if (key && !log_key) log_key = key->verifier;
  }
  const auto witnesses = read_witnesses(s);
  const auto text = s.read(s.layout.checkpoint(), kMostText);
  if (!text) return false;
  auto head = proof::parse_signed_head(bytes::as_chars(*text));
  if (!head) {
    s.problem(s.layout.checkpoint(), {}, head.error().message);
    return false;
  }
  s.head = *std::move(head);
  s.report.origin = s.head.head.origin;
  s.report.size = s.head.head.size;
  if (!log_key) {
    s.problem(s.layout.checkpoint(), {}, "cannot be verified without the log's key");
    return true;
  }
  s.log_key = *std::move(log_key);
  if (s.log_key.name != s.head.head.origin)
    s.problem(s.layout.checkpoint(), 0, "is of another log than log.vkey");
  check_signatures(s, s.layout.checkpoint(), s.head.note, witnesses);
  s.witnesses = witnesses;
  return true;
}

void check_cosigned_heads(FsckState& s) {
  const auto present = s.layout.cosigned(s.report.size);
  if (s.head.note.signatures.size() > 1 && s.fs.type(present) == base::FileType::none)
    s.problem(present, {}, "is missing, and a witness cosigned the head of that size");
  if (s.fs.type(s.layout.cosigned()) != base::FileType::directory) return;
  const auto entries = s.fs.list(s.layout.cosigned());
  if (!entries) return s.problem(s.layout.cosigned(), {}, entries.error().message);
  for (const auto& entry : *entries)
    if (!entry.name.starts_with(base::kUnfinishedPrefix)) check_cosigned(s, entry);
}

void check_against(FsckState& s, const proof::SignedHead& earlier) {
  const auto path = s.layout.checkpoint();
  const auto& old = earlier.head;
  const auto& now = s.head.head;
  const auto heads =
      fmt::format("seen earlier: {} leaves, root {}; here: {} leaves, root {}", old.size,
                  bytes::to_base64(old.root), now.size, bytes::to_base64(now.root));
  if (proof::verify_note(earlier.note.text, earlier.note.signatures, {s.log_key}).signer == nullptr)
    return s.problem(path, {}, "the head seen earlier is not signed by this ledger's key");
  if (old.size > now.size)
    return s.problem(path, {}, "the ledger is shorter than it was: " + heads);
  if (old.size == now.size) {
    if (old.root != now.root) s.problem(path, {}, "a split view, two roots for one size: " + heads);
    return;
  }
  const auto root = root_at(s, old.size);
  if (!root) return;
  if (*root != old.root)
    s.problem(path, {}, "a split view, it does not extend the other: " + heads);
}

}  // namespace assay::ledger::detail
