#include "inspect/boot/revocations.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/uefi/signature_list.h"

namespace assay::inspect::boot {
namespace {

using base::ErrorKind;
using bytes::ByteSpan;
using crypto::Digest;
using crypto::HashAlg;

// EFI_VARIABLE_AUTHENTICATION_2 (UEFI 2.10, 8.2.2): EFI_TIME (16 bytes), then a WIN_CERTIFICATE
// whose length covers its header; the signature lists follow.
struct Unwrapped {
  ByteSpan lists;
  std::uint64_t offset = 0;
  std::optional<base::Time> date;
};

std::optional<Unwrapped> unwrap_authentication(ByteSpan file) {
  bytes::Reader r(file);
  const auto head = r.fixed<24>("EFI_VARIABLE_AUTHENTICATION_2");
  if (!head) return std::nullopt;
  const unsigned year = bytes::le16_at<0>(*head);
  const unsigned month = bytes::u8_at<2>(*head);
  const unsigned day = bytes::u8_at<3>(*head);
  const std::uint32_t length = bytes::le32_at<16>(*head);
  const unsigned type = bytes::le16_at<22>(*head);
  constexpr unsigned kWinCertTypeEfiGuid = 0x0EF1;
  if (type != kWinCertTypeEfiGuid || month < 1 || month > 12 || day < 1 || day > 31 || length < 24)
    return std::nullopt;
  if (!r.skip(length - 8, "AuthInfo")) return std::nullopt;
  if (year == 2010 && month == 3 && day == 6) return Unwrapped{r.rest(), r.offset(), std::nullopt};
  return Unwrapped{r.rest(), r.offset(),
                   base::parse_rfc3339(fmt::format("{:04}-{:02}-{:02}", year, month, day))};
}

Unwrapped unwrap(ByteSpan file) {
  if (auto auth = unwrap_authentication(file)) return *auth;
  // efivarfs puts a 32-bit attribute word in front of the variable.
  if (file.size() > 4 && bytes::Reader(file).le32("attributes").value_or(0x100) < 0x100)
    return {file.subspan(4), 4, std::nullopt};
  return {file, 0, std::nullopt};
}

std::optional<std::vector<Digest>> hash_lines(std::string_view text) {
  std::vector<Digest> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const auto comment = line.find_first_of("#, \t\r"); comment != std::string_view::npos)
      line = line.substr(0, comment);
    if (line.empty()) continue;
    const auto raw = bytes::from_hex(line);
    const auto digest = raw ? Digest::from(HashAlg::sha256, *raw) : std::nullopt;
    if (!digest) return std::nullopt;
    out.push_back(*digest);
  }
  return out;
}

}  // namespace

std::size_t DigestHash::operator()(const Digest& d) const noexcept {
  return static_cast<std::size_t>(bytes::Reader(d.span()).le64("digest").value_or(0));
}

base::Result<void> Revocations::add(ByteSpan file, const std::string& name, bytes::Budget& budget) {
  List list{.name = name, .date = {}, .digests = {}};
  if (auto lines = hash_lines(bytes::as_chars(file)); lines && !lines->empty()) {
    list.digests = *std::move(lines);
  } else {
    const Unwrapped inner = unwrap(file);
    const auto parsed =
        formats::uefi::parse_signature_lists(bytes::Reader(inner.lists, inner.offset), budget);
    if (!parsed) return base::in_file(bytes::to_error(parsed.error()), name);
    for (const auto& entry : formats::uefi::sha256_entries(*parsed))
      if (const auto digest = Digest::from(HashAlg::sha256, entry.digest))
        list.digests.push_back(*digest);
    list.date = inner.date;
  }
  if (list.digests.empty())
    return base::in_file({ErrorKind::malformed, "no SHA-256 digest in this revocation list"}, name);
  for (const Digest& d : list.digests) digests_.try_emplace(d, lists_.size());
  lists_.push_back(std::move(list));
  return {};
}

const std::string* Revocations::find(const Digest& sha256) const {
  const auto it = digests_.find(sha256);
  return it != digests_.end() ? &lists_[it->second].name : nullptr;
}

std::optional<base::Time> Revocations::date_of(const std::vector<Digest>& platform) const {
  if (std::ranges::none_of(lists_, [](const List& list) { return list.date.has_value(); }))
    return std::nullopt;
  std::vector<Digest> sorted = platform;
  std::ranges::sort(sorted);
  std::optional<base::Time> best;
  for (const List& list : lists_) {
    if (!list.date || (best && *best >= *list.date)) continue;
    if (std::ranges::all_of(list.digests,
                            [&](const Digest& d) { return std::ranges::binary_search(sorted, d); }))
      best = list.date;
  }
  return best;
}

std::string Revocations::compare(const std::vector<Digest>& platform) const {
  if (lists_.empty()) return {};
  std::vector<Digest> sorted = platform;
  std::ranges::sort(sorted);
  const List* closest = nullptr;
  std::size_t most = 0;
  for (const List& list : lists_) {
    const auto shared = static_cast<std::size_t>(std::ranges::count_if(
        list.digests, [&](const Digest& d) { return std::ranges::binary_search(sorted, d); }));
    if (shared <= most) continue;
    most = shared;
    closest = &list;
  }
  if (closest == nullptr) return {};
  const auto name = closest->name.substr(closest->name.rfind('/') + 1);
  if (most == closest->digests.size()) return fmt::format("has all {} digests of {}", most, name);
  return fmt::format("lacks {} of the {} digests of {}", closest->digests.size() - most,
                     closest->digests.size(), name);
}

}  // namespace assay::inspect::boot
