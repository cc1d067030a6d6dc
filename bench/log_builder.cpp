#include "log_builder.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/tcg/event_types.h"

namespace assay::bench {
namespace {

using bytes::Writer;
using crypto::Digest;
using crypto::HashAlg;

constexpr std::uint32_t kNoAction = formats::tcg::EV_NO_ACTION;
constexpr std::byte kLocality{3};

base::Bytes spec_id() {
  Writer w;
  w.raw(bytes::as_bytes("Spec ID Event03")).u8(0);
  w.le32(0).u8(0).u8(2).u8(0).u8(2);  // client, version 2.0 errata 0, 64-bit UINTN
  w.le32(1).le16(static_cast<std::uint16_t>(HashAlg::sha256)).le16(32).u8(0);
  return std::move(w).release();
}

}  // namespace

LogBuilder::LogBuilder(crypto::HashEngine& hash) : hash_(hash) {
  for (std::size_t i = 0; i < pcrs_.size(); ++i) {
    pcrs_[i] = Digest(HashAlg::sha256);
    if (i >= 17 && i <= 22) std::ranges::fill(pcrs_[i].mutable_span(), std::byte{0xFF});
  }
  const auto header = spec_id();
  out_.le32(0)
      .le32(kNoAction)
      .zeros(20)
      .le32(static_cast<std::uint32_t>(header.size()))
      .raw(header);
  events_ = 1;
  Writer locality;
  locality.raw(bytes::as_bytes("StartupLocality")).u8(0).u8(static_cast<std::uint8_t>(kLocality));
  add(0, kNoAction, locality.view(), {});
  pcrs_[0].mutable_span().back() = kLocality;
}

void LogBuilder::add(std::uint32_t pcr, std::uint32_t type, bytes::ByteSpan data,
                     bytes::ByteSpan covered) {
  const bool extends = type != kNoAction;
  const Digest digest = extends ? hash_.hash(HashAlg::sha256, covered) : Digest(HashAlg::sha256);
  out_.le32(pcr).le32(type).le32(1).le16(static_cast<std::uint16_t>(HashAlg::sha256));
  out_.raw(digest.span()).le32(static_cast<std::uint32_t>(data.size())).raw(data);
  if (extends) hash_.extend(pcrs_[pcr], digest.span());
  ++events_;
}

}  // namespace assay::bench
