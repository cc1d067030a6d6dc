#include "reference/observed.h"

#include "formats/tcg/describe.h"

namespace assay::reference {

using crypto::Digest;
using crypto::HashAlg;
using inspect::boot::BankCheck;
using inspect::boot::BootResult;

ObservedBoot::ObservedBoot(const BootResult& result)
    : result_(&result), by_pcr_(inspect::boot::kPcrs), words_(result.log->events.size()) {
  for (const auto& e : result.log->events)
    if (inspect::boot::extends(e)) by_pcr_[e.pcr].push_back(e.number);
}

const formats::tcg::Event& ObservedBoot::event(std::uint32_t number) const {
  return result_->log->events[number];
}

std::optional<Digest> ObservedBoot::digest(std::uint32_t number, HashAlg bank) const {
  return Digest::from(bank, result_->log->digest(event(number), bank));
}

bool ObservedBoot::words_proven(std::uint32_t number) const {
  return result_->checks[number] == inspect::boot::Checked::digest_of_data;
}

const ObservedBoot::Words& ObservedBoot::described(std::uint32_t number) const {
  Words& w = words_[number];
  if (!w.made) {
    bytes::Budget budget({.items = 20'000, .bytes = 4U << 20U, .depth = 16});
    auto d = formats::tcg::describe(*result_->log, event(number), budget);
    w = {true, std::move(d.what), std::move(d.text)};
  }
  return w;
}

HashAlg comparison_bank(const BootResult& result) {
  HashAlg best = HashAlg::none;
  const auto rank = [](HashAlg alg) {
    // SHA-256 first: it is what dbx lists, hash lists and most references speak.
    if (alg == HashAlg::sha256) return 100U;
    return static_cast<unsigned>(crypto::digest_size(alg));
  };
  for (const bool quoted_only : {true, false}) {
    for (const BankCheck& b : result.pcrs.banks)
      if (b.in_log && (b.quoted || !quoted_only) &&
          (best == HashAlg::none || rank(b.alg) > rank(best)))
        best = b.alg;
    if (best != HashAlg::none) break;
  }
  return best;
}

}  // namespace assay::reference
