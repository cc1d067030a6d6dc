// Digests: a value type that carries its algorithm, and an engine that computes them. Algorithms
// are numbered as the TPM numbers them (TPM 2.0 Part 2, 6.3 TPM_ALG_ID), since that is how they
// arrive.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bytes/reader.h"

namespace assay::crypto {

enum class HashAlg : std::uint16_t {
  none = 0,
  sha1 = 0x0004,
  sha256 = 0x000B,
  sha384 = 0x000C,
  sha512 = 0x000D,
  sm3_256 = 0x0012,
  sha3_256 = 0x0027,
  sha3_384 = 0x0028,
  sha3_512 = 0x0029,
};

/// Digest size in bytes; 0 for an algorithm Assay does not know.
[[nodiscard]] std::size_t digest_size(HashAlg alg) noexcept;
/// tpm2-tools' names: "sha256", "sm3_256", …; empty for an unknown one.
[[nodiscard]] std::string_view name(HashAlg alg) noexcept;
[[nodiscard]] std::optional<HashAlg> hash_alg_from_name(std::string_view name) noexcept;
[[nodiscard]] std::optional<HashAlg> hash_alg_from_tpm(std::uint16_t id) noexcept;
/// All known, weakest first.
[[nodiscard]] std::span<const HashAlg> all_hash_algs() noexcept;

inline constexpr std::size_t kMaxDigest = 64;

/// A digest value. Bytes past size() are zero, so that defaulted comparison works.
class Digest {
 public:
  constexpr Digest() noexcept = default;
  /// All zero bytes of `alg`'s size: a PCR's reset value.
  explicit Digest(HashAlg alg) noexcept;
  /// Nothing where `value` does not have `alg`'s size.
  [[nodiscard]] static std::optional<Digest> from(HashAlg alg, bytes::ByteSpan value) noexcept;
  /// The same from hex digits, upper or lower case.
  [[nodiscard]] static std::optional<Digest> from_hex(HashAlg alg, std::string_view hex) noexcept;

  [[nodiscard]] HashAlg alg() const noexcept { return alg_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bytes::ByteSpan span() const noexcept { return {value_.data(), size_}; }
  [[nodiscard]] std::span<std::byte> mutable_span() noexcept { return {value_.data(), size_}; }
  [[nodiscard]] std::string hex() const;
  [[nodiscard]] bool is_zero() const noexcept;

  bool operator==(const Digest&) const noexcept = default;
  auto operator<=>(const Digest&) const noexcept = default;

 private:
  HashAlg alg_ = HashAlg::none;
  std::uint8_t size_ = 0;
  std::array<std::byte, kMaxDigest> value_{};
};

/// Computes digests with contexts that are fetched once and reused; one engine per thread, not
/// shared.
class HashEngine {
 public:
  HashEngine();
  ~HashEngine();
  HashEngine(HashEngine&&) noexcept;
  HashEngine& operator=(HashEngine&&) noexcept;

  /// False where the crypto library was built without `alg` (SM3 in some).
  [[nodiscard]] bool supports(HashAlg alg) const noexcept;

  /// H(data). A digest of size 0 where `alg` is not supported.
  [[nodiscard]] Digest hash(HashAlg alg, bytes::ByteSpan data);
  /// H(a ‖ b).
  [[nodiscard]] Digest hash(HashAlg alg, bytes::ByteSpan a, bytes::ByteSpan b);
  /// TPM2_PCR_Extend: pcr = H(pcr ‖ digest), in place.
  void extend(Digest& pcr, bytes::ByteSpan digest);

  /// Streaming over one digest at a time: begin, update…, end.
  void begin(HashAlg alg);
  void update(bytes::ByteSpan data);
  [[nodiscard]] Digest end();

 private:
  void finish(std::span<std::byte> out);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::crypto
