// Builds IMA logs from readable parts, so that a test shows the bytes it means. The template digest
// is computed here from the kernel's rule, written out, and not by the code under test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "crypto/digest.h"

namespace assay::testing::ima {

inline base::Bytes chars(std::string_view text) { return bytes::copy(bytes::as_bytes(text)); }

/// "sha256:\0" and `size` bytes of `fill`.
inline base::Bytes d_ng(std::string_view algorithm, unsigned fill, std::size_t size) {
  bytes::Writer out;
  out.raw(bytes::as_bytes(algorithm)).u8(':').u8(0);
  for (std::size_t i = 0; i < size; ++i) out.u8(static_cast<std::uint8_t>(fill));
  return std::move(out).release();
}
/// The path with the NUL that the kernel counts in.
inline base::Bytes n_ng(std::string_view path) {
  bytes::Writer out;
  out.raw(bytes::as_bytes(path)).u8(0);
  return std::move(out).release();
}
inline base::Bytes le32(std::uint32_t value) {
  return std::move(bytes::Writer().le32(value)).release();
}

/// A log whose entries' digests are of `alg`.
class LogBuilder {
 public:
  explicit LogBuilder(crypto::HashAlg alg = crypto::HashAlg::sha1, bool big_endian = false)
      : alg_(alg), big_(big_endian) {}

  LogBuilder& pcr(std::uint32_t pcr) {
    pcr_ = pcr;
    return *this;
  }

  /// An entry of any template but "ima".
  LogBuilder& entry(std::string_view name, const std::vector<base::Bytes>& fields) {
    const base::Bytes data = joined(fields, big_);
    const crypto::Digest digest = crypto::HashEngine().hash(alg_, data);
    return with_digest(digest.span(), name, data);
  }
  LogBuilder& ng(std::string_view path, unsigned fill = 0x11) {
    return entry("ima-ng", {d_ng("sha256", fill, 32), n_ng(path)});
  }
  LogBuilder& violation(std::string_view path) {
    const base::Bytes data = joined({d_ng("sha1", 0, 20), n_ng(path)}, big_);
    return with_digest(crypto::Digest(alg_).span(), "ima-ng", data);
  }
  /// Any digest over any data, for lies.
  LogBuilder& with_digest(bytes::ByteSpan digest, std::string_view name, bytes::ByteSpan data) {
    header(digest, name);
    number(out_, data.size(), big_);
    out_.raw(data);
    return *this;
  }
  /// The original template: 20 bytes, le32, name; hashed as digest and name padded to 256 bytes.
  LogBuilder& legacy(std::string_view path, unsigned fill = 0x22) {
    bytes::Writer file;
    for (int i = 0; i < 20; ++i) file.u8(static_cast<std::uint8_t>(fill));
    bytes::Writer hashed;
    hashed.raw(file.view()).raw(bytes::as_bytes(path));
    if (path.size() < 256) hashed.zeros(256 - path.size());
    const crypto::Digest digest = crypto::HashEngine().hash(alg_, hashed.view());
    header(digest.span(), "ima");
    out_.raw(file.view());
    number(out_, path.size(), big_);
    out_.raw(bytes::as_bytes(path));
    return *this;
  }

  [[nodiscard]] base::Bytes bytes() const { return bytes::copy(out_.view()); }

  static base::Bytes joined(const std::vector<base::Bytes>& fields, bool big_endian = false) {
    bytes::Writer data;
    for (const base::Bytes& field : fields) {
      number(data, field.size(), big_endian);
      data.raw(field);
    }
    return std::move(data).release();
  }

 private:
  void header(bytes::ByteSpan digest, std::string_view name) {
    number(out_, pcr_, big_);
    out_.raw(digest);
    number(out_, name.size(), big_);
    out_.raw(bytes::as_bytes(name));
  }
  static void number(bytes::Writer& out, std::uint64_t value, bool big_endian) {
    if (big_endian)
      out.be32(static_cast<std::uint32_t>(value));
    else
      out.le32(static_cast<std::uint32_t>(value));
  }

  crypto::HashAlg alg_;
  bool big_;
  std::uint32_t pcr_ = 10;
  bytes::Writer out_;
};

}  // namespace assay::testing::ima
