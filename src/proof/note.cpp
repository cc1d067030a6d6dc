#include "proof/note.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "crypto/digest.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::byte kEd25519{0x01};
constexpr std::size_t kMostText = 1U << 20U;
constexpr std::size_t kMostSignatures = 100;

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && std::ranges::none_of(name, [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= ' ';
  });
}

std::uint32_t key_id(std::string_view name, const crypto::Ed25519Public& key) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(name)).u8('\n').u8(0x01).raw(key);
  const auto digest = crypto::HashEngine().hash(crypto::HashAlg::sha256, w.view());
  return bytes::Reader(digest.span()).be32("key id").value_or(0);
}

// "<name>+<hex id>+<base64>", as both kinds of key end; gives the 32 bytes behind the algorithm
// byte.
base::Result<std::array<std::byte, 32>> parse_tail(std::string_view text, std::string& name,
                                                   std::uint32_t& id) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos)
    return fail(ErrorKind::malformed, "key: expected name+id+base64");
  name = std::string(text.substr(0, first));
  const auto id_bytes = bytes::from_hex(text.substr(first + 1, second - first - 1));
  const auto raw = bytes::from_base64(text.substr(second + 1));
  if (!good_name(name) || !id_bytes || id_bytes->size() != 4)
    return fail(ErrorKind::malformed,
                "key: expected a name without spaces or '+', and 8 hex digits of id");
  if (!raw || raw->size() != 33 || raw->front() != kEd25519)
    return fail(ErrorKind::malformed, "key: expected base64 of 0x01 and 32 bytes (Ed25519)");
  id = bytes::Reader(*id_bytes).be32("key id").value_or(0);
  std::array<std::byte, 32> out{};
  std::copy(raw->begin() + 1, raw->end(), out.begin());
  return out;
}

std::string tail(const VerifierKey& key, const std::array<std::byte, 32>& payload) {
  bytes::Writer w;
  w.u8(0x01).raw(payload);
  return fmt::format("{}+{:08x}+{}", key.name, key.id, bytes::to_base64(w.view()));
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && static_cast<unsigned char>(s.back()) <= ' ') s.remove_suffix(1);
  while (!s.empty() && static_cast<unsigned char>(s.front()) <= ' ') s.remove_prefix(1);
  return s;
}

}  // namespace

base::Result<VerifierKey> parse_verifier_key(std::string_view text) {
  VerifierKey key;
  ASSAY_TRY(key.key, parse_tail(trimmed(text), key.name, key.id));
  if (key.id != key_id(key.name, key.key))
    return fail(ErrorKind::malformed,
                fmt::format("key '{}': its id does not belong to its name and bytes", key.name));
  return key;
}

base::Result<SigningKey> parse_signing_key(std::string_view text) {
  constexpr std::string_view kPrefix = "PRIVATE+KEY+";
  text = trimmed(text);
  if (!text.starts_with(kPrefix))
    return fail(ErrorKind::malformed, "signing key: expected PRIVATE+KEY+…");
  SigningKey key;
  std::uint32_t id = 0;
  ASSAY_TRY(key.seed, parse_tail(text.substr(kPrefix.size()), key.verifier.name, id));
  ASSAY_TRY(key.verifier.key, crypto::ed25519_public(key.seed));
  key.verifier.id = key_id(key.verifier.name, key.verifier.key);
  if (key.verifier.id != id)
    return fail(ErrorKind::malformed, "signing key: its id does not belong to its name and bytes");
  return key;
}

base::Result<SigningKey> new_signing_key(std::string_view name) {
  ASSAY_TRY(const auto seed, crypto::new_ed25519_seed());
  return signing_key_from_seed(name, seed);
}

base::Result<SigningKey> signing_key_from_seed(std::string_view name,
                                               const crypto::Ed25519Seed& seed) {
  if (!good_name(name)) return fail(ErrorKind::usage, "a key's name holds no spaces and no '+'");
  SigningKey key;
  key.verifier.name = std::string(name);
  key.seed = seed;
  ASSAY_TRY(key.verifier.key, crypto::ed25519_public(key.seed));
  key.verifier.id = key_id(name, key.verifier.key);
  return key;
}

std::string to_string(const VerifierKey& key) { return tail(key, key.key); }
std::string to_string(const SigningKey& key) {
  return "PRIVATE+KEY+" + tail(key.verifier, key.seed);
}

base::Result<std::vector<VerifierKey>> parse_verifier_keys(std::string_view text) {
  std::vector<VerifierKey> keys;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
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
  if (space == std::string_view::npos || !good_name(line.substr(0, space)))
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
  return fmt::format("{}{} {}\n", kDash, key.verifier.name, bytes::to_base64(w.view()));
}

}  // namespace assay::proof
