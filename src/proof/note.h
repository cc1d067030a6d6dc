// C2SP signed notes (c2sp.org/signed-note): a short text and the Ed25519 signatures of named keys
// over it. Manifests, enrolment records and, later, checkpoints are notes. Parsing is strict: one
// byte more or less and it is another note.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/types.h"
#include "crypto/ed25519.h"

namespace assay::proof {

/// "name+8 hex digits of key id+base64(0x01 ‖ public key)".
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;  ///< first 4 bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖ public key), big-endian
  crypto::Ed25519Public key{};
  bool operator==(const VerifierKey&) const = default;
};

/// "PRIVATE+KEY+name+8 hex digits of key id+base64(0x01 ‖ seed)".
struct SigningKey {
  VerifierKey verifier;
  crypto::Ed25519Seed seed{};
};

[[nodiscard]] base::Result<VerifierKey> parse_verifier_key(std::string_view text);
[[nodiscard]] base::Result<SigningKey> parse_signing_key(std::string_view text);
[[nodiscard]] base::Result<SigningKey> new_signing_key(std::string_view name);
/// The key of that seed, which the caller keeps secret.
[[nodiscard]] base::Result<SigningKey> signing_key_from_seed(std::string_view name,
                                                             const crypto::Ed25519Seed& seed);
[[nodiscard]] std::string to_string(const VerifierKey& key);
[[nodiscard]] std::string to_string(const SigningKey& key);
/// One verifier key a line; empty lines and lines that begin with '#' are skipped.
[[nodiscard]] base::Result<std::vector<VerifierKey>> parse_verifier_keys(std::string_view text);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  base::Bytes signature;
};

struct Note {
  std::string text;  ///< ends with a newline; what the signatures cover
  std::vector<NoteSignature> signatures;
};

/// At most 1 MiB of text and 100 signatures.
[[nodiscard]] base::Result<Note> parse_note(std::string_view bytes);
/// One "— name base64" line, without its newline.
[[nodiscard]] base::Result<NoteSignature> parse_signature_line(std::string_view line);

/// The first of `keys` that one of the signatures verifies under; null where none does. A signature
/// that carries a known key's name and id but does not verify makes the whole note refused:
/// `forged` is set to that key.
struct NoteVerdict {
  const VerifierKey* signer = nullptr;
  const VerifierKey* forged = nullptr;
};
[[nodiscard]] NoteVerdict verify_note(std::string_view text,
                                      const std::vector<NoteSignature>& signatures,
                                      const std::vector<VerifierKey>& keys);

/// The signature line over `text`, with its newline.
[[nodiscard]] base::Result<std::string> sign_line(std::string_view text, const SigningKey& key);

}  // namespace assay::proof
