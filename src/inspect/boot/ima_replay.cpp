#include "inspect/boot/ima_replay.h"

#include <algorithm>
#include <span>
#include <utility>

#include "formats/ima/template_digest.h"

namespace assay::inspect::boot {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using formats::ima::Entry;
using formats::ima::ImaLog;

constexpr std::size_t kSha1 = 20;

void fill_start(std::span<std::byte> digest, bytes::ByteSpan value) noexcept {
  std::ranges::copy(value.first(std::min(value.size(), digest.size())), digest.begin());
}

// What the kernel extended into `bank` for one entry; size 0 where it cannot have extended
// anything.
Digest extended(const Entry& entry, HashAlg log_alg, HashAlg bank, ImaMethod method,
                crypto::HashEngine& engine) {
  Digest digest(bank);
  const std::span<std::byte> out = digest.mutable_span();
  if (entry.is_violation) {
    const std::size_t ones = method == ImaMethod::padded_sha1 ? kSha1 : out.size();
    std::ranges::fill(out.first(std::min(ones, out.size())), std::byte{0xFF});
    return digest;
  }
  if (method == ImaMethod::rehashed) return formats::ima::hash_template_data(entry, bank, engine);
  if (method == ImaMethod::template_digest || log_alg == HashAlg::sha1) {
    fill_start(out, entry.template_digest);
    return digest;
  }
  const Digest sha1 = formats::ima::hash_template_data(entry, HashAlg::sha1, engine);
  if (sha1.size() == 0) return {};
  fill_start(out, sha1.span());
  return digest;
}

struct Walk {
  bool matched = false;
  std::uint32_t covered = 0;
  std::uint32_t last = 0;  // Entry::number of the last covered one
  Digest value;
};

// Stops at the match: the values of a PCR form a hash chain and do not repeat, so the first prefix
// that gives the quoted value is also the longest.
Walk walk(const ImaLog& log, std::uint32_t pcr, const Digest& start, const Digest& quoted,
          ImaMethod method, crypto::HashEngine& engine) {
  Walk result{.value = start};
  for (const Entry& entry : log.entries) {
    if (entry.pcr != pcr) continue;
    const Digest digest = extended(entry, log.digest_alg, start.alg(), method, engine);
    if (digest.size() == 0) return result;
    engine.extend(result.value, digest.span());
    ++result.covered;
    result.last = entry.number;
    if (result.value == quoted) {
      result.matched = true;
      return result;
    }
  }
  return result;
}

// Ways to fill `bank`, the likeliest first.
std::vector<ImaMethod> methods(HashAlg log_alg, HashAlg bank) {
  if (bank == log_alg) return {ImaMethod::template_digest};
  if (crypto::digest_size(bank) <= kSha1) return {ImaMethod::rehashed};
  return {ImaMethod::rehashed, ImaMethod::padded_sha1};
}

void check_entries(ImaReplay& replay, const ImaLog& log, std::uint32_t pcr,
                   crypto::HashEngine& engine) {
  using formats::ima::TemplateDigest;
  for (const Entry& entry : log.entries) {
    if (entry.pcr != pcr) continue;
    ++replay.entries;
    const auto check = formats::ima::check_template_digest(entry, log.digest_alg, engine);
    if (check == TemplateDigest::violation) ++replay.violations;
    if (check == TemplateDigest::mismatch) replay.mismatches.push_back(entry.number);
  }
}

}  // namespace

std::string_view name(ImaMethod method) noexcept {
  switch (method) {
    case ImaMethod::template_digest:
      return "template-digest";
    case ImaMethod::rehashed:
      return "rehashed";
    case ImaMethod::padded_sha1:
      return "padded-sha1";
    case ImaMethod::none:
      break;
  }
  return "none";
}

ImaReplay replay_ima(const ImaLog& log, HashAlg bank, std::uint32_t pcr, const Digest& start,
                     const Digest& quoted, crypto::HashEngine& engine) {
  ImaReplay replay;
  check_entries(replay, log, pcr, engine);
  replay.uncovered = replay.entries;
  replay.value = start;
  if (!engine.supports(bank) || start.alg() != bank || quoted.alg() != bank) return replay;
  replay.nothing_extended = quoted == start;

  bool first = true;
  for (const ImaMethod method : methods(log.digest_alg, bank)) {
    const Walk result = walk(log, pcr, start, quoted, method, engine);
    if (std::exchange(first, false) || result.matched) replay.value = result.value;
    if (!result.matched) continue;
    replay.matched = true;
    replay.method = method;
    replay.covered = result.covered;
    replay.uncovered = replay.entries - result.covered;
    replay.last_covered = result.last;
    break;
  }
  return replay;
}

void visit_ima_values(const ImaLog& log, HashAlg bank, std::uint32_t pcr, const Digest& start,
                      crypto::HashEngine& engine, const std::function<bool(const Digest&)>& see) {
  if (!engine.supports(bank) || start.alg() != bank) return;
  for (const ImaMethod method : methods(log.digest_alg, bank)) {
    Digest value = start;
    for (const Entry& entry : log.entries) {
      if (entry.pcr != pcr) continue;
      const Digest digest = extended(entry, log.digest_alg, bank, method, engine);
      if (digest.size() == 0) break;
      engine.extend(value, digest.span());
      if (!see(value)) return;
    }
  }
}

}  // namespace assay::inspect::boot
