// SPDM measurement transcripts made in the test, signed with a key of its own, and the certificate
// that goes with it.
#pragma once

#include <memory>
#include <string>

#include "base/types.h"
#include "bytes/reader.h"

struct evp_pkey_st;

namespace assay::testing {

struct SpdmBlock {
  std::uint8_t index = 1;
  std::uint8_t type = 1;  ///< with bit 7: raw
  std::string value;
};

/// A device: a P-256 or P-384 key, and a self-signed certificate over it.
class SpdmDevice {
 public:
  enum class Key : std::uint8_t { p256, p384, rsa2048 };
  explicit SpdmDevice(Key key);
  ~SpdmDevice();
  SpdmDevice(const SpdmDevice&) = delete;
  SpdmDevice& operator=(const SpdmDevice&) = delete;

  [[nodiscard]] std::string certificate_pem() const;
  [[nodiscard]] base::Bytes certificate_der() const;
  [[nodiscard]] base::Bytes spki() const;
  [[nodiscard]] std::string public_pem() const;
  /// A transcript of that version (0x10 to 0x13), with VCA from 1.2 on, signed as the version asks.
  [[nodiscard]] base::Bytes transcript(std::uint8_t version, const std::vector<SpdmBlock>& blocks,
                                       std::byte nonce = std::byte{0xA5}) const;
  /// BaseAsymSel's bit, and Redfish's name.
  [[nodiscard]] std::uint32_t algorithm_bit() const;
  [[nodiscard]] std::string algorithm_name() const;

 private:
  [[nodiscard]] base::Bytes sign(bytes::ByteSpan message) const;
  Key kind_;
  evp_pkey_st* key_;
};

}  // namespace assay::testing
