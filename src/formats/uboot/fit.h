// U-Boot's flattened image tree (FIT, "itb"): a device tree that holds kernels, device trees and
// ramdisks with their hashes, and configurations that name a set of them and may be signed
// (doc/usage/fit/source_file_format.rst).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "formats/dtb/dtb.h"

namespace assay::formats::uboot {

enum class HashState : std::uint8_t { good, wrong, not_checked };

struct FitHash {
  std::string_view node;       ///< "hash-1"
  std::string_view algorithm;  ///< "sha256", "crc32", …
  bytes::ByteSpan value;
  HashState state = HashState::not_checked;  ///< set by check_hashes()
};

struct FitSignature {
  std::string_view node;
  std::string_view algorithm;  ///< "sha256,rsa2048"
  std::string_view key;        ///< key-name-hint
  std::uint64_t size = 0;      ///< bytes of the value; 0: not signed yet
};

struct FitImage {
  std::string_view name;
  std::string_view description;
  std::string_view type;
  std::string_view arch;
  std::string_view os;
  std::string_view compression;
  std::optional<std::uint64_t> load;
  std::optional<std::uint64_t> entry;
  bool external = false;  ///< data lies behind the tree (data-offset, data-position)
  bool has_data = false;
  bytes::Reader data{bytes::ByteSpan{}};
  std::vector<FitHash> hashes;
  std::vector<FitSignature> signatures;
};

struct FitConfiguration {
  std::string_view name;
  std::string_view description;
  /// What it boots: ("kernel", "kernel-1"), ("fdt", …), ("ramdisk", …), ("loadables", …).
  std::vector<std::pair<std::string_view, std::string_view>> uses;
  std::vector<FitSignature> signatures;
};

struct Fit {
  std::string_view description;
  std::uint64_t made = 0;  ///< timestamp, seconds since 1970
  std::uint64_t size = 0;  ///< bytes, data behind the tree included
  std::string_view default_configuration;
  std::vector<FitImage> images;
  std::vector<FitConfiguration> configurations;
  /// Images whose data lies beyond the file.
  std::vector<bytes::ParseError> problems;

  /// Every configuration has a signature with a value.
  [[nodiscard]] bool is_signed() const noexcept;
};

/// A device tree with "/images"; `image` is what `tree` was parsed from.
[[nodiscard]] bool is_fit(const dtb::Tree& tree) noexcept;
[[nodiscard]] Fit read_fit(const dtb::Tree& tree, bytes::Reader image);
/// Computes every hash that names an algorithm Assay has (crc32, sha1, sha256, sha384, sha512).
void check_hashes(Fit& fit, crypto::HashEngine& engine);

}  // namespace assay::formats::uboot
