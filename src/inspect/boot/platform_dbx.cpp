#include "inspect/boot/platform_dbx.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"

namespace assay::inspect::boot {
namespace {

using bytes::ByteSpan;
using crypto::Digest;
using crypto::HashAlg;
using formats::uefi::SignatureList;

// Calls `visit` with each entry's digest: 32 bytes behind the owner's GUID.
void each_digest(const std::vector<SignatureList>& lists, const auto& visit) {
  constexpr std::size_t kOwner = 16;
  for (const SignatureList& list : lists)
    for (std::size_t i = 0; i < list.count(); ++i)
      visit(list.entries.subspan(i * list.entry_size + kOwner, list.entry_size - kOwner));
}

}  // namespace

PlatformDbx::PlatformDbx(bytes::Reader lists) {
  bytes::Budget budget({.items = 50'000, .bytes = 4U << 20U, .depth = 8});
  auto parsed = formats::uefi::parse_signature_lists(lists, budget);
  if (!parsed) return;
  lists_ = *std::move(parsed);
  std::erase_if(lists_,
                [](const SignatureList& l) { return l.type != formats::uefi::kCertSha256; });
}

std::size_t PlatformDbx::size() const noexcept {
  std::size_t entries = 0;
  for (const SignatureList& list : lists_) entries += list.count();
  return entries;
}

std::vector<Digest> PlatformDbx::digests() const {
  std::vector<Digest> out;
  out.reserve(size());
  each_digest(lists_, [&](ByteSpan digest) {
    if (const auto d = Digest::from(HashAlg::sha256, digest)) out.push_back(*d);
  });
  return out;
}

std::vector<bool> PlatformDbx::forbids(std::span<const ByteSpan> images) const {
  std::vector<bool> out(images.size(), false);
  // A log may claim any number of images, so they are searched as a sorted list; the table of first
  // bytes spares most entries even that.
  std::vector<std::pair<std::string_view, std::size_t>> sought;
  std::array<bool, 256> first{};
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].size() != crypto::digest_size(HashAlg::sha256)) continue;
    sought.emplace_back(bytes::as_chars(images[i]), i);
    first[static_cast<std::size_t>(images[i].front())] = true;
  }
  std::ranges::sort(sought);
  each_digest(lists_, [&](ByteSpan entry) {
    if (!first[static_cast<std::size_t>(entry.front())]) return;
    const auto same = std::ranges::equal_range(sought, bytes::as_chars(entry), {},
                                               &std::pair<std::string_view, std::size_t>::first);
    if (same.empty() || out[same.front().second]) return;  // a list may repeat itself
    for (const auto& [digest, image] : same) out[image] = true;
  });
  return out;
}

}  // namespace assay::inspect::boot
