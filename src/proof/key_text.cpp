#include "proof/key_text.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/lines.h"
#include "bytes/writer.h"
#include "crypto/digest.h"

namespace assay::proof {

using base::ErrorKind;
using base::fail;

bool good_key_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= 255 && std::ranges::none_of(name, [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= ' ';
  });
}

std::uint32_t key_id_of(std::string_view name, std::byte kind,
                        const std::array<std::byte, 32>& key) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(name)).u8('\n').u8(static_cast<std::uint8_t>(kind)).raw(key);
  const auto digest = crypto::HashEngine().hash(crypto::HashAlg::sha256, w.view());
  return bytes::Reader(digest.span()).be32("key id").value_or(0);
}

base::Result<KeyText> parse_key_text(std::string_view text, std::byte kind) {
  text = bytes::trimmed(text);
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos)
    return fail(ErrorKind::malformed, "key: expected name+id+base64");
  KeyText out;
  out.name = std::string(text.substr(0, first));
  const auto id_bytes = bytes::from_hex(text.substr(first + 1, second - first - 1));
  const auto raw = bytes::from_base64(text.substr(second + 1));
  if (!good_key_name(out.name) || !id_bytes || id_bytes->size() != 4)
    return fail(ErrorKind::malformed,
                "key: expected a name without spaces or '+', and 8 hex digits of id");
  if (!raw || raw->size() != 33 || raw->front() != kind)
    return fail(ErrorKind::malformed,
                fmt::format("key: expected base64 of 0x{:02x} and 32 bytes (Ed25519)",
                            static_cast<unsigned>(kind)));
  out.id = bytes::Reader(*id_bytes).be32("key id").value_or(0);
  std::copy(raw->begin() + 1, raw->end(), out.payload.begin());
  return out;
}

std::string key_text(std::string_view name, std::uint32_t id, std::byte kind,
                     const std::array<std::byte, 32>& payload) {
  bytes::Writer w;
  w.u8(static_cast<std::uint8_t>(kind)).raw(payload);
  return fmt::format("{}+{:08x}+{}", name, id, bytes::to_base64(w.view()));
}

std::string signature_line(std::string_view name, bytes::ByteSpan id_and_signature) {
  return fmt::format("\xE2\x80\x94 {} {}\n", name, bytes::to_base64(id_and_signature));
}

}  // namespace assay::proof
