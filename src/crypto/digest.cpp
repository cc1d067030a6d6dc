#include "crypto/digest.h"

#include <algorithm>
#include <openssl/evp.h>

#include "bytes/text.h"
#include "crypto/sha256.h"

namespace assay::crypto {
namespace {

struct AlgRow {
  HashAlg alg;
  std::uint8_t size;
  std::string_view name;
  const char* openssl;
};

constexpr std::array<AlgRow, 8> kAlgs{{
    {HashAlg::sha1, 20, "sha1", "SHA1"},
    {HashAlg::sha256, 32, "sha256", "SHA256"},
    {HashAlg::sha384, 48, "sha384", "SHA384"},
    {HashAlg::sha512, 64, "sha512", "SHA512"},
    {HashAlg::sm3_256, 32, "sm3_256", "SM3"},
    {HashAlg::sha3_256, 32, "sha3_256", "SHA3-256"},
    {HashAlg::sha3_384, 48, "sha3_384", "SHA3-384"},
    {HashAlg::sha3_512, 64, "sha3_512", "SHA3-512"},
}};

constexpr std::size_t kSha256 = 1;  // its row
static_assert(kAlgs[kSha256].alg == HashAlg::sha256);

constexpr std::array<HashAlg, 8> kAll{HashAlg::sha1,     HashAlg::sha256,  HashAlg::sm3_256,
                                      HashAlg::sha3_256, HashAlg::sha384,  HashAlg::sha3_384,
                                      HashAlg::sha512,   HashAlg::sha3_512};

const AlgRow* row(HashAlg alg) noexcept {
  for (const AlgRow& r : kAlgs)
    if (r.alg == alg) return &r;
  return nullptr;
}

constexpr std::uint8_t kNoHex = 0xFF;
constexpr std::array<std::uint8_t, 256> hex_values() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNoHex);
  for (std::uint8_t i = 0; i < 10; ++i) table[std::size_t{'0'} + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    table[std::size_t{'a'} + i] = static_cast<std::uint8_t>(10 + i);
    table[std::size_t{'A'} + i] = static_cast<std::uint8_t>(10 + i);
  }
  return table;
}

}  // namespace

std::size_t digest_size(HashAlg alg) noexcept {
  const AlgRow* r = row(alg);
  return r != nullptr ? r->size : 0;
}

std::string_view name(HashAlg alg) noexcept {
  const AlgRow* r = row(alg);
  return r != nullptr ? r->name : std::string_view{};
}

std::optional<HashAlg> hash_alg_from_name(std::string_view text) noexcept {
  for (const AlgRow& r : kAlgs)
    if (r.name == text) return r.alg;
  if (text == "sm3") return HashAlg::sm3_256;
  return std::nullopt;
}

std::optional<HashAlg> hash_alg_from_tpm(std::uint16_t id) noexcept {
  const auto alg = static_cast<HashAlg>(id);
  return row(alg) != nullptr ? std::optional(alg) : std::nullopt;
}

std::span<const HashAlg> all_hash_algs() noexcept { return kAll; }

Digest::Digest(HashAlg alg) noexcept
    : alg_(alg), size_(static_cast<std::uint8_t>(digest_size(alg))) {}

std::optional<Digest> Digest::from(HashAlg alg, bytes::ByteSpan value) noexcept {
  Digest digest(alg);
  if (digest.size_ == 0 || digest.size_ != value.size()) return std::nullopt;
  std::ranges::copy(value, digest.value_.begin());
  return digest;
}

std::optional<Digest> Digest::from_hex(HashAlg alg, std::string_view hex) noexcept {
  static constexpr auto kValues = hex_values();
  Digest digest(alg);
  if (digest.size_ == 0 || hex.size() != 2U * digest.size_) return std::nullopt;
  unsigned seen = 0;
  for (std::size_t i = 0; i < digest.size_; ++i) {
    const unsigned high = kValues[static_cast<unsigned char>(hex[2 * i])];
    const unsigned low = kValues[static_cast<unsigned char>(hex[2 * i + 1])];
    seen |= high | low;
    digest.value_[i] = static_cast<std::byte>((high << 4U | low) & 0xFFU);
  }
  if (seen > 0x0F) return std::nullopt;
  return digest;
}

std::string Digest::hex() const { return bytes::to_hex(span()); }

bool Digest::is_zero() const noexcept { return bytes::all_of(span(), std::byte{0}); }

struct HashEngine::State {
  // One fetched method and one context per algorithm: EVP_DigestInit_ex2 with the method it already
  // holds only resets it, which is a tenth of a fresh fetch. SHA-256 has a shorter way still.
  struct Slot {
    EVP_MD* md = nullptr;
    EVP_MD_CTX* ctx = nullptr;
  };
  std::array<Slot, kAlgs.size()> slots{};
  std::size_t open = kAlgs.size();  // index of the algorithm being streamed
  Sha256 sha256;

  State() {
    for (std::size_t i = 0; i < kAlgs.size(); ++i) {
      slots[i].md = EVP_MD_fetch(nullptr, kAlgs[i].openssl, nullptr);
      if (slots[i].md == nullptr) continue;
      slots[i].ctx = EVP_MD_CTX_new();
      if (slots[i].ctx != nullptr) EVP_DigestInit_ex2(slots[i].ctx, slots[i].md, nullptr);
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (const Slot& slot : slots) {
      EVP_MD_CTX_free(slot.ctx);
      EVP_MD_free(slot.md);
    }
  }

  [[nodiscard]] std::size_t index(HashAlg alg) const noexcept {
    for (std::size_t i = 0; i < kAlgs.size(); ++i)
      if (kAlgs[i].alg == alg && slots[i].ctx != nullptr) return i;
    return kAlgs.size();
  }
};

HashEngine::HashEngine() : state_(std::make_unique<State>()) {}
HashEngine::~HashEngine() = default;
HashEngine::HashEngine(HashEngine&&) noexcept = default;
HashEngine& HashEngine::operator=(HashEngine&&) noexcept = default;

bool HashEngine::supports(HashAlg alg) const noexcept { return state_->index(alg) != kAlgs.size(); }

void HashEngine::begin(HashAlg alg) {
  state_->open = state_->index(alg);
  if (state_->open == kSha256)
    state_->sha256.begin();
  else if (state_->open != kAlgs.size())
    EVP_DigestInit_ex2(state_->slots[state_->open].ctx, nullptr, nullptr);
}

void HashEngine::update(bytes::ByteSpan data) {
  if (state_->open == kSha256)
    state_->sha256.update(data);
  else if (state_->open != kAlgs.size() && !data.empty())
    EVP_DigestUpdate(state_->slots[state_->open].ctx, data.data(), data.size());
}

// `out` has the size of the open algorithm's digest.
void HashEngine::finish(std::span<std::byte> out) {
  if (state_->open == kSha256)
    state_->sha256.end(out.first<32>());
  else
    EVP_DigestFinal_ex(state_->slots[state_->open].ctx, bytes::as_uchars(out), nullptr);
  state_->open = kAlgs.size();
}

Digest HashEngine::end() {
  if (state_->open == kAlgs.size()) return {};
  Digest digest(kAlgs[state_->open].alg);
  finish(digest.mutable_span());
  return digest;
}

Digest HashEngine::hash(HashAlg alg, bytes::ByteSpan data) {
  begin(alg);
  update(data);
  return end();
}

Digest HashEngine::hash(HashAlg alg, bytes::ByteSpan a, bytes::ByteSpan b) {
  begin(alg);
  update(a);
  update(b);
  return end();
}

void HashEngine::extend(Digest& pcr, bytes::ByteSpan digest) {
  begin(pcr.alg());
  update(pcr.span());
  update(digest);
  if (state_->open == kAlgs.size())
    pcr = {};
  else
    finish(pcr.mutable_span());
}

}  // namespace assay::crypto
