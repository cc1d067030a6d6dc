#include "formats/ima/boot_aggregate.h"

#include <array>

#include "bytes/text.h"

namespace assay::formats::ima {
namespace {

constexpr std::array<std::uint32_t, 2> kLastPcrs{7, 9};

std::optional<crypto::Digest> over_pcrs(crypto::HashAlg hash, crypto::HashAlg bank,
                                        std::uint32_t last, const PcrLookup& pcrs,
                                        crypto::HashEngine& engine) {
  // All values first: the engine has one stream, and a lookup may be using it.
  std::array<const crypto::Digest*, 10> values{};
  for (std::uint32_t pcr = 0; pcr <= last; ++pcr) {
    values.at(pcr) = pcrs(bank, pcr);
    if (values.at(pcr) == nullptr) return std::nullopt;
  }
  engine.begin(hash);
  for (std::uint32_t pcr = 0; pcr <= last; ++pcr) engine.update(values.at(pcr)->span());
  return engine.end();
}

// The plain "d" names no algorithm; it holds SHA-1 for boot_aggregate.
crypto::HashAlg alg_of(const FileDigest& digest) noexcept {
  if (digest.alg) return *digest.alg;
  return digest.algorithm.empty() ? crypto::HashAlg::sha1 : crypto::HashAlg::none;
}

}  // namespace

bool is_boot_aggregate(const EntryFields& fields) noexcept {
  return fields.digest && fields.path == "boot_aggregate";
}

bool boot_aggregate_without_tpm(const EntryFields& fields) noexcept {
  return is_boot_aggregate(fields) && !fields.digest->value.empty() &&
         bytes::all_of(fields.digest->value, std::byte{0});
}

std::optional<BootAggregate> match_boot_aggregate(const EntryFields& fields, const PcrLookup& pcrs,
                                                  crypto::HashEngine& engine) {
  if (!is_boot_aggregate(fields)) return std::nullopt;
  const crypto::HashAlg hash = alg_of(*fields.digest);
  if (!engine.supports(hash)) return std::nullopt;
  for (const crypto::HashAlg bank : crypto::all_hash_algs())
    for (const std::uint32_t last : kLastPcrs) {
      const auto digest = over_pcrs(hash, bank, last, pcrs, engine);
      if (digest && bytes::equal(digest->span(), fields.digest->value))
        return BootAggregate{.bank = bank, .hash = hash, .last_pcr = last};
    }
  return std::nullopt;
}

}  // namespace assay::formats::ima
