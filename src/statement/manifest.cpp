#include "statement/manifest.h"

#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/lines.h"
#include "bytes/text.h"
#include "crypto/digest.h"

namespace assay::statement {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kFirstLine = "assay statement 1";

// The first line in which the two differ, as a reader should hear of it.
std::string difference(std::span<const Member> members, std::string_view signed_text,
                       std::string_view computed) {
  bytes::Lines is{bytes::Reader(bytes::as_bytes(computed))};
  bytes::Lines should{bytes::Reader(bytes::as_bytes(signed_text))};
  if (should.next().value_or(bytes::Line{}).text != is.next().value_or(bytes::Line{}).text)
    return "MANIFEST does not begin with \"assay statement 1\"";
  for (const Member& m : members) {
    const auto a = is.next();
    const auto b = should.next();
    if (!b) return fmt::format("{} is not in MANIFEST", m.path);
    if (a->text == b->text) continue;
    if (!b->text.ends_with(fmt::format(" {}", m.path)))
      return fmt::format("where MANIFEST has {}, the file has {}",
                         base::printable(b->text.substr(b->text.rfind(' ') + 1), 120), m.path);
    return fmt::format("{} is not the one that was signed: MANIFEST has {}, it is {}", m.path,
                       base::printable(b->text.substr(0, 64), 64), a->text.substr(0, 64));
  }
  const auto more = should.next();
  return fmt::format("MANIFEST has more than the file holds: {}",
                     base::printable(more ? more->text : std::string_view{}, 200));
}

}  // namespace

std::string manifest_text(std::span<const Member> members) {
  std::string out(kFirstLine);
  out += '\n';
  crypto::HashEngine hash;
  for (const Member& m : members)
    base::append(out, "{} {} {}\n", hash.hash(crypto::HashAlg::sha256, m.bytes).hex(),
                 m.bytes.size(), m.path);
  return out;
}

base::Result<std::string> sign_manifest(std::span<const Member> members,
                                        const proof::SigningKey& key) {
  auto text = manifest_text(members);
  ASSAY_TRY(const auto line, proof::sign_line(text, key));
  return text + "\n" + line;
}

base::Result<proof::VerifierKey> check_manifest(std::span<const Member> members,
                                                std::string_view manifest,
                                                const std::vector<proof::VerifierKey>& keys) {
  if (keys.empty())
    return fail(ErrorKind::refused,
                "the trust policy names no key whose statements are believed (a line \"statement "
                "VKEY\")");
  ASSAY_TRY(const auto note, proof::parse_note(manifest));
  // A second line would be bytes that nobody vouches for.
  if (note.signatures.size() != 1)
    return fail(ErrorKind::refused, "MANIFEST has more than one signature");
  const auto verdict = proof::verify_note(note.text, note.signatures, keys);
  if (verdict.signer == nullptr)
    return fail(ErrorKind::refused,
                verdict.forged != nullptr
                    ? fmt::format("MANIFEST's signature by {} is wrong", verdict.forged->name)
                    : fmt::format("MANIFEST is signed by {}, whom the trust policy does not name",
                                  base::printable(note.signatures.front().name, 200)));
  const auto computed = manifest_text(members);
  if (computed != note.text)
    return fail(ErrorKind::refused, difference(members, note.text, computed));
  return *verdict.signer;
}

}  // namespace assay::statement
