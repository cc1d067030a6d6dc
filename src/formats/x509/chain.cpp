#include "formats/x509/chain.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::x509 {
namespace {

std::string called(const Certificate& cert) {
  const std::string subject = cert.subject.text();
  return subject.empty() ? "the certificate with serial " + cert.serial_text() : subject;
}

bool key_ids_disagree(const Certificate& child, const Certificate& issuer) {
  const auto& wanted = child.extensions.authority_key_id;
  const auto& own = issuer.extensions.subject_key_id;
  return !wanted.empty() && !own.empty() && !bytes::equal(wanted, own);
}

// Why `ca` may not sign certificates; empty where it may. An anchor of the old versions without
// extensions is a CA because the appraiser says so.
std::string not_a_ca(const Certificate& ca, bool anchor, std::size_t intermediates_below) {
  const Extensions& e = ca.extensions;
  if (const Extension* bad = e.unusable(); bad != nullptr)
    return fmt::format("{} has the critical extension {}, which Assay cannot honour", called(ca),
                       bad->oid);
  if (!e.basic_constraints && !(anchor && e.all.empty()))
    return called(ca) + " has no basicConstraints, so it is no CA";
  if (e.basic_constraints && !e.basic_constraints->ca)
    return called(ca) + " is no CA: its basicConstraints say so";
  if (e.basic_constraints && e.basic_constraints->path_length &&
      intermediates_below > *e.basic_constraints->path_length)
    return fmt::format("{} allows {} below it, the path has {}", called(ca),
                       base::counted(*e.basic_constraints->path_length, "intermediate CA"),
                       intermediates_below);
  if (e.key_usage && (*e.key_usage & kKeyCertSign) == 0)
    return called(ca) + " may not sign certificates: keyUsage lacks keyCertSign";
  return {};
}

class Search {
 public:
  Search(const TrustStore& store, base::Time as_of, bytes::Budget& budget,
         std::span<const Certificate> extra)
      : store_(store), as_of_(as_of), budget_(budget), extra_(extra) {}

  ChainResult run(const Certificate& leaf) {
    if (const Extension* bad = leaf.extensions.unusable(); bad != nullptr) {
      path_ = {&leaf};
      refuse(Rank::not_a_ca, fmt::format("it has the critical extension {}, which Assay cannot "
                                         "honour",
                                         bad->oid));
      return std::move(best_);
    }
    path_ = {&leaf};
    climb();
    return std::move(best_);
  }

 private:
  // Of several dead ends the one that says most is reported: the longest path, then the latest
  // check.
  enum class Rank : std::uint8_t { none, no_issuer, key_id, not_a_ca, signature, exhausted, found };

  [[nodiscard]] bool done() const { return best_.trusted() || rank_ == Rank::exhausted; }

  void keep(Rank rank, ChainStatus status, std::string reason) {
    const bool better = rank == Rank::exhausted || rank_ == Rank::none ||
                        (rank == Rank::found && (rank_ != Rank::found || status < best_.status)) ||
                        (rank_ != Rank::found && rank != Rank::found &&
                         std::pair(path_.size(), rank) > std::pair(best_.path.size(), rank_));
    if (!better) return;
    rank_ = rank;
    best_ = {.status = status,
             .reason = std::move(reason),
             .path = {},
             .fingerprints = {},
             .quirks = {}};
    for (const Certificate* cert : path_) {
      best_.path.push_back(cert->subject.text());
      best_.fingerprints.push_back(cert->sha256);
      if (cert == path_.front()) continue;
      for (const Quirk quirk : cert->quirks)
        if (std::ranges::find(best_.quirks, quirk) == best_.quirks.end())
          best_.quirks.push_back(quirk);
    }
  }
  void refuse(Rank rank, std::string reason) {
    keep(rank, ChainStatus::untrusted, std::move(reason));
  }

  bool spend(std::uint64_t items) {
    if (budget_.items(items, path_.back()->offset, "certificate path")) return true;
    refuse(Rank::exhausted, "too many CA certificates of the same name to try them all");
    return false;
  }

  // The path has reached an anchor: only the dates are left to check.
  void arrive() {
    for (const Certificate* cert : path_) {
      if (as_of_ > cert->not_after) {
        keep(Rank::found, ChainStatus::expired,
             fmt::format("{} expired at {}", called(*cert), base::to_rfc3339(cert->not_after)));
        return;
      }
      if (as_of_ < cert->not_before) {
        keep(Rank::found, ChainStatus::not_yet_valid,
             fmt::format("{} is valid only from {}", called(*cert),
                         base::to_rfc3339(cert->not_before)));
        return;
      }
    }
    keep(Rank::found, ChainStatus::trusted, "chains to " + called(*path_.back()));
  }

  void climb() {
    const Certificate& last = *path_.back();
    const TrustStore::Entry* known = store_.find(last.sha256);
    if (known != nullptr && known->anchor) arrive();
    if (done()) return;
    if (path_.size() == kMaxChain) {
      refuse(Rank::no_issuer, fmt::format("the path is longer than {} certificates", kMaxChain));
      return;
    }
    const std::string issuer = last.issuer.match_key();
    bool any = false;
    // Anchors first: the shortest path is also the one that least can be wrong with.
    for (const bool anchors : {true, false})
      for (const std::uint32_t index : store_.by_subject(issuer)) {
        const TrustStore::Entry& entry = store_.entry(index);
        if (entry.anchor != anchors) continue;
        any |= step(entry.certificate, anchors);
        if (done()) return;
      }
    for (const Certificate& cert : extra_) {
      if (!spend(1)) return;
      if (cert.subject.match_key() != issuer) continue;
      any |= step(cert, false);
      if (done()) return;
    }
    if (!any) refuse(Rank::no_issuer, no_issuer(last));
  }

  [[nodiscard]] std::string no_issuer(const Certificate& last) const {
    if (last.self_issued()) return called(last) + " signed itself and is not a trusted root";
    const std::string issuer = last.issuer.text();
    return fmt::format("{}, {}, is not among the trusted CA certificates",
                       path_.size() == 1 ? "its issuer" : "the issuer of " + called(last),
                       issuer.empty() ? "which has no name" : issuer);
  }

  // False where `ca` is already on the path.
  bool step(const Certificate& ca, bool anchor) {
    if (!spend(1)) return true;
    const Certificate& last = *path_.back();
    if (std::ranges::any_of(path_, [&](const Certificate* c) { return c->sha256 == ca.sha256; }))
      return false;
    path_.push_back(&ca);
    try_step(last, ca, anchor);
    path_.pop_back();
    return true;
  }

  void try_step(const Certificate& child, const Certificate& ca, bool anchor) {
    if (key_ids_disagree(child, ca))
      return refuse(Rank::key_id,
                    called(ca) + " has another key than the one the certificate names");
    // RFC 5280, 4.2.1.9: non-self-issued intermediates, the leaf not counted.
    const auto below = std::count_if(path_.begin() + 1, path_.end() - 1,
                                     [](const Certificate* c) { return !c->self_issued(); });
    if (std::string why = not_a_ca(ca, anchor, static_cast<std::size_t>(below)); !why.empty())
      return refuse(Rank::not_a_ca, std::move(why));
    if (!spend(kSignatureCost)) return;
    const auto key = ca.public_key();
    if (!key)
      return refuse(Rank::signature, fmt::format("the key of {} cannot be used: {}", called(ca),
                                                 key.error().message));
    if (const auto good = child.signed_by(*key); !good)
      return refuse(Rank::signature,
                    fmt::format("not signed by {}: {}", called(ca), good.error().message));
    climb();
  }

  const TrustStore& store_;
  base::Time as_of_;
  bytes::Budget& budget_;
  std::span<const Certificate> extra_;
  std::vector<const Certificate*> path_;
  ChainResult best_;
  Rank rank_ = Rank::none;
};

}  // namespace

std::string_view name(ChainStatus status) noexcept {
  switch (status) {
    case ChainStatus::trusted:
      return "trusted";
    case ChainStatus::expired:
      return "expired";
    case ChainStatus::not_yet_valid:
      return "not yet valid";
    case ChainStatus::untrusted:
      return "untrusted";
  }
  return "unknown";
}

ChainResult verify_chain(const Certificate& leaf, const TrustStore& store, base::Time as_of,
                         bytes::Budget& budget, std::span<const Certificate> extra) {
  return Search(store, as_of, budget, extra).run(leaf);
}

}  // namespace assay::formats::x509
