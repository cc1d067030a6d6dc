#include "evidence/challenge_note.h"

#include <fmt/format.h>

#include "bytes/text.h"

namespace assay::evidence {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kFirstLine = "assay challenge v1\n";

// The value of "KEY VALUE\n" at the start of `text`, which moves past it.
base::Result<std::string_view> take_line(std::string_view& text, std::string_view key) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  if (end == std::string_view::npos || !line.starts_with(key) || line.size() < key.size() + 2 ||
      line[key.size()] != ' ')
    return fail(ErrorKind::malformed, fmt::format("challenge: expected a line \"{} …\"", key));
  text.remove_prefix(end + 1);
  return line.substr(key.size() + 1);
}

base::Result<base::Time> take_time(std::string_view& text, std::string_view key) {
  ASSAY_TRY(const auto value, take_line(text, key));
  const auto time = base::parse_rfc3339(value);
  if (!time)
    return fail(ErrorKind::malformed, fmt::format("challenge: \"{}\" is no RFC 3339 time", key));
  return *time;
}

}  // namespace

base::Result<SignedChallenge> parse_challenge_note(std::string_view text) {
  const std::string_view whole = text;
  if (!text.starts_with(kFirstLine))
    return fail(ErrorKind::malformed, "challenge: expected \"assay challenge v1\" in line 1");
  text.remove_prefix(kFirstLine.size());
  SignedChallenge out;
  ASSAY_TRY(const auto server, take_line(text, "server"));
  out.server = std::string(server);
  ASSAY_TRY(const auto hex, take_line(text, "nonce"));
  auto nonce = bytes::from_hex(hex);
  if (!nonce || nonce->size() < 16 || nonce->size() > 64)
    return fail(ErrorKind::malformed, "challenge: \"nonce\" is not hex of 16 to 64 bytes");
  out.nonce = *std::move(nonce);
  ASSAY_TRY(out.issued, take_time(text, "issued"));
  ASSAY_TRY(out.expires, take_time(text, "expires"));
  if (challenge_text(out) != whole)
    return fail(ErrorKind::malformed,
                "challenge: expected lower-case hex, times in UTC and nothing behind them");
  return out;
}

std::string challenge_text(const SignedChallenge& c) {
  return fmt::format("{}server {}\nnonce {}\nissued {}\nexpires {}\n", kFirstLine, c.server,
                     bytes::to_hex(c.nonce), base::to_rfc3339(c.issued),
                     base::to_rfc3339(c.expires));
}

}  // namespace assay::evidence
