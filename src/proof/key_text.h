// The text form that all keys of signed notes share (c2sp.org/signed-note, "Verifier keys"):
// name+id+base64(kind ‖ 32 bytes). For note.cpp and cosignature.cpp, whose keys differ in the kind.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "bytes/reader.h"

namespace assay::proof {

inline constexpr std::byte kNoteKey{0x01};         ///< Ed25519 over the note's text
inline constexpr std::byte kCosignatureKey{0x04};  ///< Ed25519, timestamped cosignature

struct KeyText {
  std::string name;
  std::uint32_t id = 0;
  std::array<std::byte, 32> payload{};
};

/// Not empty, at most 255 bytes, no '+', blank or control character.
[[nodiscard]] bool good_key_name(std::string_view name) noexcept;
/// First 4 bytes of SHA-256(name ‖ "\n" ‖ kind ‖ public key), big-endian.
[[nodiscard]] std::uint32_t key_id_of(std::string_view name, std::byte kind,
                                      const std::array<std::byte, 32>& key);
/// Blanks at either end are dropped; a key of another kind is an error. The id is not checked.
[[nodiscard]] base::Result<KeyText> parse_key_text(std::string_view text, std::byte kind);
[[nodiscard]] std::string key_text(std::string_view name, std::uint32_t id, std::byte kind,
                                   const std::array<std::byte, 32>& payload);
/// "— name base64\n" over key id and signature.
[[nodiscard]] std::string signature_line(std::string_view name, bytes::ByteSpan id_and_signature);

}  // namespace assay::proof
