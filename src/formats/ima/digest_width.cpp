#include "formats/ima/digest_width.h"

#include <algorithm>
#include <array>

#include "formats/ima/entry_reader.h"
#include "formats/ima/fields.h"
#include "formats/ima/template_digest.h"

namespace assay::formats::ima {
namespace {

constexpr std::size_t kTrial = 8;  // entries

struct Trial {
  std::array<Entry, kTrial> entries;
  std::size_t count = 0;
};

// Entries are counted only while their fields decode too, so that a chance reading dies soon.
Trial read_trial(bytes::Reader reader, Layout layout) noexcept {
  Trial trial;
  while (trial.count < kTrial) {
    const auto entry = read_entry(reader, layout, static_cast<std::uint32_t>(trial.count));
    if (!entry || !decode(*entry)) break;
    trial.entries.at(trial.count++) = *entry;
  }
  return trial;
}

bool confirms(const Trial& trial, crypto::HashAlg alg, crypto::HashEngine& engine) {
  return std::ranges::any_of(std::span(trial.entries).first(trial.count), [&](const Entry& entry) {
    return check_template_digest(entry, alg, engine) == TemplateDigest::matches;
  });
}

}  // namespace

DigestWidth detect_digest_width(bytes::Reader reader) {
  crypto::HashEngine engine;
  DigestWidth best;
  std::size_t most = 0;
  for (const Layout layout : possible_layouts()) {
    const Trial trial = read_trial(reader, layout);
    if (trial.count == 0) continue;
    crypto::HashAlg first = crypto::HashAlg::none;  // of this size: SHA-2 before SM3 and SHA-3
    for (const crypto::HashAlg alg : crypto::all_hash_algs()) {
      if (crypto::digest_size(alg) != layout.digest_size) continue;
      if (first == crypto::HashAlg::none) first = alg;
      if (confirms(trial, alg, engine)) return {.layout = layout, .alg = alg, .confirmed = true};
    }
    if (trial.count > most) {
      best = {.layout = layout, .alg = first, .confirmed = false};
      most = trial.count;
    }
  }
  return best;
}

}  // namespace assay::formats::ima
