// What a signature database holds, in words: certificates by subject, digests by count.
#include <array>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/uefi/signature_list.h"

namespace assay::formats::tcg {
namespace {

// In the order in which the text names them.
enum Tally : std::uint8_t {
  kCertificates,
  kDigests,
  kCertificateDigests,
  kKeys,
  kOthers,
  kTallies
};

constexpr std::array<std::string_view, kTallies> kSingular = {
    "certificate", "image digest", "certificate digest", "bare key", "entry of another kind"};
constexpr std::array<std::string_view, kTallies> kPlural = {
    "certificates", "image digests", "certificate digests", "bare keys", "entries of other kinds"};

Tally tally_of(uefi::SignatureKind kind) {
  switch (kind) {
    case uefi::SignatureKind::x509:
      return kCertificates;
    case uefi::SignatureKind::hash:
      return kDigests;
    case uefi::SignatureKind::x509_hash:
      return kCertificateDigests;
    case uefi::SignatureKind::rsa2048:
      return kKeys;
    case uefi::SignatureKind::signed_hash:
    case uefi::SignatureKind::other:
      break;
  }
  return kOthers;
}

std::string subject_of(const uefi::SignatureEntry& entry) {
  return entry.subject().value_or("(a certificate that does not decode)");
}

}  // namespace

std::string short_subject(std::string_view subject) {
  const std::size_t begin = subject.starts_with("CN=") ? 0 : subject.find(",CN=") + 1;
  if (begin == 0 && !subject.starts_with("CN=")) return std::string(subject);
  for (std::size_t i = begin; i < subject.size(); ++i) {
    if (subject[i] == '\\') {
      ++i;
    } else if (subject[i] == ',' || subject[i] == '+') {
      return std::string(subject.substr(begin, i - begin));
    }
  }
  return std::string(subject.substr(begin));
}

std::optional<std::string> signatures_in_words(const uefi::Variable& variable,
                                               bytes::Budget& budget, Description& said) {
  const auto lists =
      uefi::parse_signature_lists(bytes::Reader(variable.data, variable.data_offset), budget);
  if (!lists) return std::nullopt;
  std::array<std::size_t, kTallies> counts{};
  std::string subjects;
  for (const uefi::SignatureList& list : *lists) {
    counts[tally_of(list.kind)] += list.count();
    if (list.kind != uefi::SignatureKind::x509) continue;
    for (std::size_t i = 0; i < list.count() && said.details.size() < kMaxDetails; ++i) {
      std::string subject = subject_of(list.entry(i));
      if (subjects.size() < 400)
        base::append(subjects, "{}{}", subjects.empty() ? "" : "; ", short_subject(subject));
      add(said, "certificate", std::move(subject));
    }
  }
  std::string out;
  for (std::size_t i = 0; i < kTallies; ++i) {
    if (counts[i] == 0) continue;
    if (!out.empty()) out += ", ";
    out += base::counted(counts[i], kSingular[i], kPlural[i]);
    if (i == kCertificates) base::append(out, " ({})", subjects);
  }
  add(said, "certificates", fmt::to_string(counts[kCertificates]));
  add(said, "image_digests", fmt::to_string(counts[kDigests]));
  return out.empty() ? "empty" : out;
}

}  // namespace assay::formats::tcg
