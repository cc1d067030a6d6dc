#include "formats/uefi/signature_list.h"

#include <fmt/format.h>

#include "formats/uefi/certificate_subject.h"

namespace assay::formats::uefi {
namespace {

constexpr std::uint32_t kListHeader = 28;
constexpr std::uint32_t kOwner = 16;
constexpr std::size_t kEfiTime = 16;

struct KnownType {
  Guid type;
  SignatureKind kind;
  std::uint32_t size;  // of an entry with its owner; 0 where it varies
};

constexpr KnownType kTypes[] = {
    {kCertX509, SignatureKind::x509, 0},
    {kCertSha256, SignatureKind::hash, kOwner + 32},
    {kCertSha1, SignatureKind::hash, kOwner + 20},
    {kCertSha224, SignatureKind::hash, kOwner + 28},
    {kCertSha384, SignatureKind::hash, kOwner + 48},
    {kCertSha512, SignatureKind::hash, kOwner + 64},
    {kCertRsa2048, SignatureKind::rsa2048, kOwner + 256},
    {kCertRsa2048Sha1, SignatureKind::signed_hash, kOwner + 256},
    {kCertRsa2048Sha256, SignatureKind::signed_hash, kOwner + 256},
    {kCertX509Sha256, SignatureKind::x509_hash, kOwner + 32 + kEfiTime},
    {kCertX509Sha384, SignatureKind::x509_hash, kOwner + 48 + kEfiTime},
    {kCertX509Sha512, SignatureKind::x509_hash, kOwner + 64 + kEfiTime},
};

bytes::Parsed<SignatureList> parse_list(bytes::Reader& reader, bytes::Budget& budget) {
  SignatureList list;
  list.offset = reader.offset();
  const auto head = reader.fixed<kListHeader>("SignatureType");
  if (!head) return std::unexpected(head.error());
  list.type = Guid::from(head->first<16>());
  const std::uint32_t list_size = bytes::le32_at<16>(*head);
  const std::uint32_t header_size = bytes::le32_at<20>(*head);
  list.entry_size = bytes::le32_at<24>(*head);

  if (list_size < kListHeader)
    return bytes::bad_value(list.offset + 16, "SignatureListSize", "at least 28");
  if (list.entry_size < kOwner)
    return bytes::bad_value(list.offset + 24, "SignatureSize", "at least 16");
  for (const KnownType& known : kTypes) {
    if (known.type != list.type) continue;
    list.kind = known.kind;
    if (known.size != 0 && known.size != list.entry_size)
      return bytes::bad_value(list.offset + 24, "SignatureSize", "the size of its SignatureType");
  }

  auto body = reader.sub(list_size - kListHeader, "SignatureListSize");
  if (!body) return std::unexpected(body.error());
  const auto header = body->take(header_size, "SignatureHeaderSize");
  if (!header) return std::unexpected(header.error());
  list.header = *header;
  list.entries = body->rest();
  list.entries_offset = body->offset();
  if (list.entries.size() % list.entry_size != 0)
    return bytes::bad_value(list.offset + 24, "SignatureSize", "a divisor of the list's size");
  if (auto ok = budget.items(1 + list.count(), list.offset, "SignatureListSize"); !ok)
    return std::unexpected(ok.error());
  return list;
}

}  // namespace

std::optional<std::string> SignatureEntry::subject() const {
  if (kind != SignatureKind::x509) return std::nullopt;
  return certificate_subject(data);
}

std::string SignatureEntry::revoked_from() const {
  if (kind != SignatureKind::x509_hash || data.size() < kEfiTime) return {};
  // EFI_TIME: year, month, day, hour, minute, second; the rest is fractions and zone.
  const auto time = data.last<kEfiTime>();
  const unsigned year = bytes::le16_at<0>(time);
  if (year == 0) return {};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", year, bytes::u8_at<2>(time),
                     bytes::u8_at<3>(time), bytes::u8_at<4>(time), bytes::u8_at<5>(time),
                     bytes::u8_at<6>(time));
}

SignatureEntry SignatureList::entry(std::size_t i) const noexcept {
  const std::size_t at = i * entry_size;
  const bytes::ByteSpan whole = entries.subspan(at, entry_size);
  return {Guid::from(whole.first<16>()), type, kind, whole.subspan(kOwner),
          entries_offset + at + kOwner};
}

bytes::Parsed<std::vector<SignatureList>> parse_signature_lists(bytes::Reader reader,
                                                                bytes::Budget& budget) {
  std::vector<SignatureList> lists;
  while (!reader.empty()) {
    auto list = parse_list(reader, budget);
    if (!list) return std::unexpected(list.error());
    lists.push_back(*list);
  }
  return lists;
}

std::vector<Sha256Entry> sha256_entries(const std::vector<SignatureList>& lists) {
  std::vector<Sha256Entry> found;
  for (const SignatureList& list : lists) {
    if (list.type != kCertSha256) continue;
    found.reserve(found.size() + list.count());
    for (std::size_t i = 0; i < list.count(); ++i) {
      const SignatureEntry entry = list.entry(i);
      found.push_back({entry.data, entry.offset, entry.owner});
    }
  }
  return found;
}

}  // namespace assay::formats::uefi
