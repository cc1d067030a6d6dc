#include "proof/log_proof.h"

#include <algorithm>

#include "base/format.h"
#include "bytes/lines.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kMostText = 2U << 20U;
constexpr std::size_t kMostHashes = 64;

// Moves past the next line, which must end; nothing where it does not.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

base::Result<SignedHead> parse_signed_head(std::string_view text) {
  ASSAY_TRY(auto note, parse_note(text));
  ASSAY_TRY(auto head, parse_checkpoint(note.text));
  return SignedHead{std::move(note), std::move(head)};
}

base::Result<LogProof> parse_log_proof(std::string_view text) {
  if (text.size() > kMostText) return fail(ErrorKind::budget, "proof: larger than 2 MiB");
  LogProof out;
  if (take_line(text) != kFirstLine)
    return fail(ErrorKind::malformed, "proof: expected \"c2sp.org/tlog-proof@v1\" in line 1");
  auto line = take_line(text);
  if (line && line->starts_with(kExtra)) {
    auto extra = bytes::from_base64(line->substr(kExtra.size()));
    if (!extra || extra->empty())
      return fail(ErrorKind::malformed, "proof: expected base64 behind \"extra\"");
    out.extra = *std::move(extra);
    line = take_line(text);
  }
  const auto digits =
      line && line->starts_with(kIndex) ? line->substr(kIndex.size()) : std::string_view{};
  const auto index = bytes::number<std::uint64_t>(digits);
  if (!index || (digits.size() > 1 && digits.front() == '0'))
    return fail(ErrorKind::malformed,
                "proof: expected \"index\" and a number without leading zeros");
  out.index = *index;
  for (line = take_line(text); line && !line->empty(); line = take_line(text)) {
    if (out.path.size() == kMostHashes)
      return fail(ErrorKind::malformed, "proof: expected at most 64 hashes");
    const auto raw = bytes::from_base64(*line);
    const auto hash = raw ? to_hash(*raw) : std::nullopt;
    if (!hash) return fail(ErrorKind::malformed, "proof: expected base64 of 32 bytes a line");
    out.path.push_back(*hash);
  }
  if (!line) return fail(ErrorKind::malformed, "proof: expected an empty line, then a checkpoint");
  ASSAY_TRY(const auto head, parse_signed_head(text));
  if (out.index >= head.head.size)
    return fail(ErrorKind::malformed, "proof: its index is not below the checkpoint's size");
  out.checkpoint = std::string(text);
  return out;
}

std::string to_text(const LogProof& proof) {
  std::string out{kFirstLine};
  out += '\n';
  if (!proof.extra.empty()) base::append(out, "{}{}\n", kExtra, bytes::to_base64(proof.extra));
  base::append(out, "{}{}\n", kIndex, proof.index);
  for (const Hash& hash : proof.path) base::append(out, "{}\n", bytes::to_base64(hash));
  out += '\n';
  out += proof.checkpoint;
  return out;
}

}  // namespace assay::proof
