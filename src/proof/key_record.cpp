#include "proof/key_record.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "base/text.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::array<std::string_view, 7> kUses{"statement", "collector", "enroller", "challenger",
                                                "witness",   "log",       "ear"};
constexpr std::string_view kRotation = "assay key rotation 1\n";
constexpr std::string_view kLoss = "assay key loss 1\n";
constexpr std::size_t kMostWhy = 1000;

std::string text_of(const KeyRotation& r) {
  return fmt::format("{}use {}\nold {}\nnew {}\nat {}\nwhy {}\n", kRotation, r.use,
                     to_string(r.old_key), to_string(r.new_key), base::to_rfc3339(r.at), r.why);
}

std::string text_of(const KeyLoss& l) {
  return fmt::format("{}use {}\nkey {}\nsince {}\nat {}\nwhy {}\n", kLoss, l.use, to_string(l.key),
                     base::to_rfc3339(l.since), base::to_rfc3339(l.at), l.why);
}

base::Result<void> check_words(std::string_view use, std::string_view why) {
  if (!is_key_use(use))
    return fail(ErrorKind::usage, fmt::format("\"{}\": expected a use: statement, collector, "
                                              "enroller, challenger, witness, log or ear",
                                              base::printable(use, 40)));
  if (why.empty() || why.size() > kMostWhy || why != base::printable(why, kMostWhy + 1))
    return fail(ErrorKind::usage, "expected a reason of one line, at most 1,000 bytes");
  return {};
}

// The value of the next line, which begins with `key` and a blank.
std::optional<std::string> line(std::string_view& text, std::string_view key) {
  if (!text.starts_with(key) || text.size() <= key.size() || text[key.size()] != ' ')
    return std::nullopt;
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string out(text.substr(key.size() + 1, end - key.size() - 1));
  text.remove_prefix(end + 1);
  return out;
}

bool signed_by(const Note& note, const VerifierKey& key) {
  return verify_note(note.text, note.signatures, {key}).signer != nullptr;
}

base::Result<KeyRecord> read(const Note& note) {
  KeyRecord out;
  std::string_view rest = note.text;
  out.loss = rest.starts_with(kLoss);
  const auto bad = [](std::string_view what) {
    return fail(ErrorKind::malformed, fmt::format("no key's record: {}", what));
  };
  if (!out.loss && !rest.starts_with(kRotation)) return bad("expected a rotation or a loss");
  rest.remove_prefix(out.loss ? kLoss.size() : kRotation.size());
  const auto use = line(rest, "use");
  const auto first = line(rest, out.loss ? "key" : "old");
  const auto second = line(rest, out.loss ? "since" : "new");
  const auto at = line(rest, "at");
  const auto why = line(rest, "why");
  if (!use || !first || !second || !at || !why || !rest.empty())
    return bad("expected its lines in their order");
  ASSAY_CHECK(check_words(*use, *why));
  const auto time = base::parse_rfc3339(*at);
  if (!time) return bad("\"at\": expected a time");
  ASSAY_TRY(const auto key, parse_verifier_key(*first));
  if (out.loss) {
    const auto since = base::parse_rfc3339(*second);
    if (!since) return bad("\"since\": expected a time");
    out.lost = {.use = *use, .key = key, .since = *since, .at = *time, .why = *why};
  } else {
    ASSAY_TRY(const auto next, parse_verifier_key(*second));
    out.rotation = {.use = *use, .old_key = key, .new_key = next, .at = *time, .why = *why};
  }
  if ((out.loss ? text_of(out.lost) : text_of(out.rotation)) != note.text)
    return bad("it is not written as such a record is");
  return out;
}

}  // namespace

bool is_key_use(std::string_view use) noexcept {
  return std::ranges::find(kUses, use) != kUses.end();
}

base::Result<std::string> sign_rotation(const KeyRotation& rotation, const SigningKey& old_key,
                                        const SigningKey& new_key) {
  ASSAY_CHECK(check_words(rotation.use, rotation.why));
  if (old_key.verifier != rotation.old_key || new_key.verifier != rotation.new_key)
    return fail(ErrorKind::usage, "a key's rotation is signed by the two keys that it names");
  if (rotation.old_key == rotation.new_key)
    return fail(ErrorKind::usage, "a key cannot take its own place");
  const auto text = text_of(rotation);
  ASSAY_TRY(const auto by_old, sign_line(text, old_key));
  ASSAY_TRY(const auto by_new, sign_line(text, new_key));
  return text + "\n" + by_old + by_new;
}

base::Result<std::string> sign_loss(const KeyLoss& loss, const SigningKey& key) {
  ASSAY_CHECK(check_words(loss.use, loss.why));
  const auto text = text_of(loss);
  ASSAY_TRY(const auto by, sign_line(text, key));
  return text + "\n" + by;
}

base::Result<KeyRecord> parse_key_record(std::string_view text,
                                         const std::vector<VerifierKey>& logs) {
  ASSAY_TRY(const auto note, parse_note(text));
  ASSAY_TRY(auto out, read(note));
  const auto no = [](std::string_view what) { return fail(ErrorKind::refused, std::string(what)); };
  if (!out.loss) {
    if (note.signatures.size() != 2 || !signed_by(note, out.rotation.old_key) ||
        !signed_by(note, out.rotation.new_key))
      return no("a key's rotation must be signed by the old key and by the new one, nobody else");
    return out;
  }
  const bool by_log =
      std::ranges::any_of(logs, [&](const VerifierKey& log) { return signed_by(note, log); });
  if (note.signatures.size() != 1 || (!by_log && !signed_by(note, out.lost.key)))
    return no("a key's loss must be signed by that key or by the ledger's, nobody else");
  return out;
}

}  // namespace assay::proof
