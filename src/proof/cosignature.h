// What a witness adds to a ledger's head: a signature line that says "at this time, this was the
// largest head of this log that I had seen, and it extends all that I saw before". C2SP
// tlog-cosignature, Ed25519, cosignature/v1 (c2sp.org/tlog-cosignature).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "proof/note.h"

namespace assay::proof {

/// "name+8 hex digits of key id+base64(0x04 ‖ public key)". The id is the first 4 bytes of
/// SHA-256(name ‖ "\n" ‖ 0x04 ‖ public key), big-endian, so it differs from that of the same key
/// signing plain notes.
struct CosignerKey {
  std::string name;
  std::uint32_t id = 0;
  crypto::Ed25519Public key{};
  bool operator==(const CosignerKey&) const = default;
};

[[nodiscard]] base::Result<CosignerKey> parse_cosigner_key(std::string_view text);
[[nodiscard]] std::string to_string(const CosignerKey& key);
/// The same name and public key, as it cosigns.
[[nodiscard]] CosignerKey cosigner_of(const VerifierKey& key);

/// The signature line over a checkpoint's text, with its newline. `timestamp`: seconds since 1970.
[[nodiscard]] base::Result<std::string> cosign_line(std::string_view text, const SigningKey& key,
                                                    std::uint64_t timestamp);

/// Whether the line is named as this key's: by name and id.
[[nodiscard]] bool is_by(const NoteSignature& line, const CosignerKey& key) noexcept;
/// The time at which `key` cosigned `text`; nothing where the line is not such a cosignature.
[[nodiscard]] std::optional<std::uint64_t> verify_cosignature(std::string_view text,
                                                              const NoteSignature& line,
                                                              const CosignerKey& key);

}  // namespace assay::proof
