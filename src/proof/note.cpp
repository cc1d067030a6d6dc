#include "proof/note.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/lines.h"
#include "bytes/writer.h"
#include "proof/key_text.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kMostText = 1U << 20U;
constexpr std::size_t kMostSignatures = 100;

}  // namespace

base::Result<VerifierKey> parse_verifier_key(std::string_view text) {
  ASSAY_TRY(auto parts, parse_key_text(text, kNoteKey));
  VerifierKey key{.name = std::move(parts.name), .id = parts.id, .key = parts.payload};
  if (key.id != key_id_of(key.name, kNoteKey, key.key))
    return fail(ErrorKind::malformed,
                fmt::format("key '{}': its id does not belong to its name and bytes", key.name));
  return key;
}

base::Result<SigningKey> parse_signing_key(std::string_view text) {
  constexpr std::string_view kPrefix = "PRIVATE+KEY+";
  text = bytes::trimmed(text);
  if (!text.starts_with(kPrefix))
    return fail(ErrorKind::malformed, "signing key: expected PRIVATE+KEY+…");
  ASSAY_TRY(auto parts, parse_key_text(text.substr(kPrefix.size()), kNoteKey));
  SigningKey key;
  key.seed = parts.payload;
  key.verifier.name = std::move(parts.name);
  ASSAY_TRY(key.verifier.key, crypto::ed25519_public(key.seed));
  key.verifier.id = key_id_of(key.verifier.name, kNoteKey, key.verifier.key);
  if (key.verifier.id != parts.id)
    return fail(ErrorKind::malformed, "signing key: its id does not belong to its name and bytes");
  return key;
}

base::Result<SigningKey> new_signing_key(std::string_view name) {
  ASSAY_TRY(const auto seed, crypto::new_ed25519_seed());
  return signing_key_from_seed(name, seed);
}

base::Result<SigningKey> signing_key_from_seed(std::string_view name,
                                               const crypto::Ed25519Seed& seed) {
  if (!good_key_name(name))
    return fail(ErrorKind::usage, "a key's name holds no spaces and no '+'");
  SigningKey key;
  key.verifier.name = std::string(name);
  key.seed = seed;
  ASSAY_TRY(key.verifier.key, crypto::ed25519_public(key.seed));
  key.verifier.id = key_id_of(name, kNoteKey, key.verifier.key);
  return key;
}

std::string to_string(const VerifierKey& key) {
  return key_text(key.name, key.id, kNoteKey, key.key);
}
std::string to_string(const SigningKey& key) {
  return "PRIVATE+KEY+" + key_text(key.verifier.name, key.verifier.id, kNoteKey, key.seed);
}

base::Result<std::vector<VerifierKey>> parse_verifier_keys(std::string_view text) {
  std::vector<VerifierKey> keys;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = bytes::trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    auto key = parse_verifier_key(line);
    if (!key)
      return fail(ErrorKind::malformed, fmt::format("line {}: {}", number, key.error().message));
    keys.push_back(*std::move(key));
  }
  return keys;
}

base::Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kDash))
    return fail(ErrorKind::malformed,
                "signature line: expected to begin with an em dash and a space");
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !good_key_name(line.substr(0, space)))
    return fail(ErrorKind::malformed, "signature line: expected a key's name");
  auto raw = bytes::from_base64(line.substr(space + 1));
  if (!raw || raw->size() < 5)
    return fail(ErrorKind::malformed, "signature line: expected base64 of key id and signature");
  NoteSignature out;
  out.name = std::string(line.substr(0, space));
  out.key_id = bytes::Reader(*raw).be32("key id").value_or(0);
  out.signature.assign(raw->begin() + 4, raw->end());
  return out;
}

base::Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > kMostText) return fail(ErrorKind::budget, "note: larger than 1 MiB");
  const auto split = bytes.rfind("\n\n");
  if (split == std::string_view::npos)
    return fail(ErrorKind::malformed, "note: expected an empty line before its signatures");
  if (bytes.back() != '\n')
    return fail(ErrorKind::malformed, "note: expected to end with a newline");
  Note note;
  note.text = std::string(bytes.substr(0, split + 1));
  auto lines = bytes.substr(split + 2);
  if (lines.empty())
    return fail(ErrorKind::malformed, "note: expected at least one signature line");
  while (!lines.empty()) {
    if (note.signatures.size() == kMostSignatures)
      return fail(ErrorKind::budget, "note: more than 100 signatures");
    const auto end = lines.find('\n');
    ASSAY_TRY(auto signature, parse_signature_line(lines.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    lines.remove_prefix(end + 1);
  }
  return note;
}

NoteVerdict verify_note(std::string_view text, const std::vector<NoteSignature>& signatures,
                        const std::vector<VerifierKey>& keys) {
  NoteVerdict verdict;
  for (const NoteSignature& s : signatures) {
    const auto key = std::ranges::find_if(
        keys, [&](const VerifierKey& k) { return k.name == s.name && k.id == s.key_id; });
    if (key == keys.end()) continue;
    if (!crypto::verify_ed25519(key->key, bytes::as_bytes(text), s.signature))
      return {nullptr, &*key};
    if (verdict.signer == nullptr) verdict.signer = &*key;
  }
  return verdict;
}

base::Result<std::string> sign_line(std::string_view text, const SigningKey& key) {
  ASSAY_TRY(const auto signature, crypto::sign_ed25519(key.seed, bytes::as_bytes(text)));
  bytes::Writer w;
  w.be32(key.verifier.id).raw(signature);
  return signature_line(key.verifier.name, w.view());
}

}  // namespace assay::proof
