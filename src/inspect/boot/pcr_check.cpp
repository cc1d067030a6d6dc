#include "inspect/boot/pcr_check.h"

#include <algorithm>

#include "bytes/text.h"

namespace assay::inspect::boot {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using formats::tpm::PcrSelection;
using formats::tpm::PcrSelections;

constexpr std::size_t kImaPcr = formats::ima::kDefaultPcr;

bool at_reset(const Digest& value, std::size_t pcr) {
  if (pcr >= 17 && pcr <= 22)
    return bytes::all_of(value.span(), std::byte{0xFF}) || value.is_zero();
  // A TPM that started in locality 3 or 4 without a log still shows that byte in PCR 0.
  if (pcr == 0) return bytes::all_of(value.span().first(value.size() - 1), std::byte{0});
  return value.is_zero();
}

bool selects(const PcrSelections* selections, HashAlg bank, std::size_t pcr) {
  if (selections == nullptr) return false;
  return std::ranges::any_of(
      *selections, [&](const PcrSelection& s) { return s.bank() == bank && s.pcrs[pcr]; });
}

// PCR 10 by the IMA log, on top of what the event log left there.
bool ima_explains(PcrCheck& out, const BankCheck& bank, const formats::ima::ImaLog* ima,
                  const Digest& quoted, crypto::HashEngine& hash) {
  if (ima == nullptr) return false;
  auto result = replay_ima(*ima, bank.alg, kImaPcr, bank.replay.pcr[kImaPcr], quoted, hash);
  const bool matched = result.matched;
  if (!out.ima || crypto::digest_size(bank.alg) >= crypto::digest_size(out.ima_bank)) {
    out.ima = std::move(result);
    out.ima_bank = bank.alg;
  }
  return matched;
}

PcrState judge(PcrCheck& out, const BankCheck& bank, std::size_t pcr, const Digest& quoted,
               const formats::ima::ImaLog* ima, crypto::HashEngine& hash) {
  const bool has_events = bank.replay.has_events[pcr];
  if (has_events && bank.replay.pcr[pcr] == quoted) return PcrState::match;
  if (has_events && bank.alg == HashAlg::sha1 && capped(bank.replay.pcr[pcr], hash) == quoted)
    return PcrState::capped;
  if (pcr == kImaPcr && !at_reset(quoted, pcr)) {
    if (ima_explains(out, bank, ima, quoted, hash)) return PcrState::match;
    return ima == nullptr ? PcrState::not_covered : PcrState::mismatch;
  }
  if (has_events) return PcrState::mismatch;
  if (at_reset(quoted, pcr)) return PcrState::no_events;
  // The firmware's PCRs have a log or no explanation; the others belong to whoever runs later.
  // Windows' cap alone shows as H(0…0 ‖ 0…0).
  if (bank.alg == HashAlg::sha1 && capped(Digest(bank.alg), hash) == quoted)
    return PcrState::capped;
  return pcr <= 7 ? PcrState::mismatch : PcrState::not_covered;
}

void judge_with_values(PcrCheck& out, const QuoteCheck& quote, const formats::ima::ImaLog* ima,
                       crypto::HashEngine& hash) {
  const auto& selections = quote.attest->quote->selections;
  for (BankCheck& bank : out.banks)
    for (std::size_t pcr = 0; pcr < kPcrs; ++pcr) {
      if (!selects(&selections, bank.alg, pcr)) continue;
      const Digest* value = quote.values->find(bank.alg, pcr);
      if (value == nullptr) continue;
      bank.signed_value[pcr] = *value;
      // Where the log lacks the bank (or there is no log) only PCR 10 has something to be judged
      // by.
      if (bank.in_log || (pcr == kImaPcr && ima != nullptr))
        bank.state[pcr] = judge(out, bank, pcr, *value, ima, hash);
    }
}

// The signed digest if the quoted PCRs held what the replay gives, with variations. Nothing where a
// quoted bank is not in the log at all.
class Reproduction {
 public:
  Reproduction(const PcrCheck& check, const QuoteCheck& quote, crypto::HashEngine& hash)
      : check_(check),
        selections_(quote.attest->quote->selections),
        alg_(quote.digest_alg),
        hash_(hash) {}

  [[nodiscard]] std::optional<Digest> digest(bool cap_sha1, const Digest* pcr10) const {
    std::vector<Digest> values;
    for (const PcrSelection& s : selections_) {
      if (s.pcrs.none())
        continue;  // some TPMs name every bank, also those that nothing was asked of
      const BankCheck* bank = check_.bank(s.bank());
      if (bank == nullptr) return std::nullopt;
      for (std::size_t pcr = 0; pcr < kPcrs; ++pcr) {
        if (!s.pcrs[pcr]) continue;
        Digest value = bank->replay.pcr[pcr];
        if (cap_sha1 && s.bank() == HashAlg::sha1 && pcr <= 7) value = capped(value, hash_);
        if (pcr == kImaPcr && pcr10 != nullptr) value = *pcr10;
        values.push_back(value);
      }
    }
    hash_.begin(alg_);
    for (const Digest& v : values) hash_.update(v.span());
    return hash_.end();
  }

 private:
  const PcrCheck& check_;
  const PcrSelections& selections_;
  HashAlg alg_;
  crypto::HashEngine& hash_;
};

// Where PCR 10 is quoted in one bank and there is an IMA log: which prefix of it completes the
// digest?
std::optional<Digest> ima_prefix(const PcrCheck& check, const QuoteCheck& quote,
                                 const formats::ima::ImaLog& ima, const Reproduction& reproduction,
                                 crypto::HashEngine& hash) {
  PcrSelections selections = quote.attest->quote->selections;
  std::erase_if(selections, [](const PcrSelection& s) { return s.pcrs.none(); });
  if (selections.size() != 1 || !selections[0].pcrs[kImaPcr]) return std::nullopt;
  const BankCheck* bank = check.bank(selections[0].bank());
  if (bank == nullptr) return std::nullopt;
  std::optional<Digest> found;
  visit_ima_values(ima, bank->alg, kImaPcr, bank->replay.pcr[kImaPcr], hash,
                   [&](const Digest& value) {
                     const auto digest = reproduction.digest(false, &value);
                     if (digest && bytes::equal(digest->span(), quote.attest->quote->pcr_digest))
                       found = value;
                     return !found;
                   });
  return found;
}

void judge_without_values(PcrCheck& out, const QuoteCheck& quote, const formats::ima::ImaLog* ima,
                          crypto::HashEngine& hash) {
  const Reproduction reproduction(out, quote, hash);
  const auto wanted = quote.attest->quote->pcr_digest;
  const auto gives = [&](const std::optional<Digest>& d) {
    return d && bytes::equal(d->span(), wanted);
  };
  bool cap = false;
  std::optional<Digest> pcr10;
  out.log_reproduces = gives(reproduction.digest(false, nullptr));
  if (!out.log_reproduces) {
    cap = gives(reproduction.digest(true, nullptr));
    if (!cap && ima != nullptr) pcr10 = ima_prefix(out, quote, *ima, reproduction, hash);
    out.log_reproduces = cap || pcr10.has_value();
  }
  out.undecided = !out.log_reproduces;
  for (BankCheck& bank : out.banks)
    for (std::size_t pcr = 0; pcr < kPcrs; ++pcr) {
      if (!selects(&quote.attest->quote->selections, bank.alg, pcr)) continue;
      if (out.undecided) {
        bank.state[pcr] = PcrState::mismatch;
        continue;
      }
      const bool is_capped = cap && bank.alg == HashAlg::sha1 && pcr <= 7;
      const bool by_ima = pcr == kImaPcr && pcr10;
      Digest value = is_capped ? capped(bank.replay.pcr[pcr], hash) : bank.replay.pcr[pcr];
      if (by_ima) {
        value = *pcr10;
        static_cast<void>(ima_explains(out, bank, ima, value, hash));
      }
      bank.signed_value[pcr] = value;
      bank.state[pcr] = is_capped                               ? PcrState::capped
                        : by_ima || bank.replay.has_events[pcr] ? PcrState::match
                                                                : PcrState::no_events;
    }
}

}  // namespace

std::string_view name(PcrState state) noexcept {
  switch (state) {
    case PcrState::match:
      return "match";
    case PcrState::mismatch:
      return "mismatch";
    case PcrState::capped:
      return "capped";
    case PcrState::not_quoted:
      return "not-quoted";
    case PcrState::no_events:
      return "no-events";
    case PcrState::not_covered:
      return "not-covered";
    case PcrState::absent:
      break;
  }
  return "absent";
}

const BankCheck* PcrCheck::bank(HashAlg alg) const noexcept {
  for (const BankCheck& b : banks)
    if (b.alg == alg) return &b;
  return nullptr;
}

bool PcrCheck::all_explained() const noexcept {
  return std::ranges::none_of(banks, [](const BankCheck& b) {
    return std::ranges::find(b.state, PcrState::mismatch) != b.state.end();
  });
}

PcrCheck check_pcrs(const formats::tcg::EventLog* log, const formats::ima::ImaLog* ima,
                    const QuoteCheck& quote, crypto::HashEngine& hash, std::uint32_t end) {
  PcrCheck out;
  const bool quoted = quote.attest && quote.attest->quote;
  const PcrSelections* selections = quoted ? &quote.attest->quote->selections : nullptr;
  if (log != nullptr)
    for (const HashAlg alg : log->banks()) {
      if (!hash.supports(alg)) continue;
      BankCheck& bank = out.banks.emplace_back();
      bank.alg = alg;
      bank.in_log = true;
      bank.replay = replay(*log, alg, hash, end);
    }
  // A bank that is quoted and not in the log still has values worth keeping, and PCR 10 in it.
  if (selections != nullptr && quote.pcr_digest == DigestState::match)
    for (const PcrSelection& s : *selections) {
      if (out.bank(s.bank()) != nullptr || s.bank() == HashAlg::none || s.pcrs.none()) continue;
      BankCheck& bank = out.banks.emplace_back();
      bank.alg = s.bank();
      bank.replay = replay({}, s.bank(), hash);
    }
  for (BankCheck& bank : out.banks)
    for (std::size_t pcr = 0; pcr < kPcrs; ++pcr) {
      const bool selected = selects(selections, bank.alg, pcr);
      bank.quoted = bank.quoted || selected;
      if (!selected && bank.replay.has_events[pcr]) bank.state[pcr] = PcrState::not_quoted;
    }
  if (!quoted || out.banks.empty()) return out;
  if (quote.pcr_digest == DigestState::match)
    judge_with_values(out, quote, ima, hash);
  else
    judge_without_values(out, quote, ima, hash);
  return out;
}

}  // namespace assay::inspect::boot
