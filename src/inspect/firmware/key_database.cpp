#include "inspect/firmware/key_database.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "formats/uefi/auth_variable.h"
#include "formats/uefi/signature_list.h"
#include "formats/x509/certificate.h"
#include "inspect/firmware/test_keys.h"

namespace assay::inspect::firmware {
namespace {

namespace uefi = formats::uefi;
namespace x509 = formats::x509;

constexpr std::size_t kShown = 16;  // certificates that get an attribute of their own

struct Found {
  std::size_t certificates = 0;
  std::size_t digests = 0;
  std::size_t others = 0;
  std::size_t expired = 0;
  std::string oldest;  ///< of the expired: its words
  base::Time oldest_until{};
};

void describe_certificate(TreeBuilder& tree, NodeId node, bytes::Reader der, KeyRole role,
                          Found& found) {
  ++found.certificates;
  const auto certificate = x509::parse_certificate(der, tree.budget());
  if (!certificate) return;
  const std::string subject = certificate->subject.text();
  if (found.certificates <= kShown)
    tree.attribute(node, "Certificate",
                   fmt::format("{}, until {}", base::printable(subject, 200),
                               base::to_rfc3339(certificate->not_after).substr(0, 10)));
  if (role != KeyRole::trusts) return;
  if (tree.as_of() && certificate->not_after < *tree.as_of()) {
    if (found.expired == 0 || certificate->not_after < found.oldest_until) {
      found.oldest = base::printable(subject, 200);
      found.oldest_until = certificate->not_after;
    }
    ++found.expired;
  }
  if (names_test_key(subject) || names_test_key(certificate->issuer.text()))
    tree.finding(
        "firmware.key.test", node,
        fmt::format("{} holds the certificate \"{}\", a key made for tests.",
                    base::printable(tree.at(node).name, 60), base::printable(subject, 200)));
}

bool describe_lists(TreeBuilder& tree, NodeId node, bytes::Reader data, KeyRole role,
                    Found& found) {
  const auto lists = uefi::parse_signature_lists(data, tree.budget());
  if (!lists || lists->empty()) return false;
  for (const uefi::SignatureList& list : *lists) {
    for (std::size_t i = 0; i < list.count(); ++i) {
      const uefi::SignatureEntry entry = list.entry(i);
      if (list.kind == uefi::SignatureKind::x509)
        describe_certificate(tree, node, bytes::Reader(entry.data, entry.offset), role, found);
      else if (list.kind == uefi::SignatureKind::hash ||
               list.kind == uefi::SignatureKind::x509_hash)
        ++found.digests;
      else
        ++found.others;
    }
  }
  return true;
}

std::string summary(const Found& found) {
  std::string out;
  const auto add = [&](std::size_t n, std::string_view one) {
    if (n == 0) return;
    if (!out.empty()) out += ", ";
    out += base::counted(n, one);
  };
  add(found.certificates, "certificate");
  add(found.digests, "digest");
  add(found.others, "other entry");
  return out;
}

}  // namespace

KeyRole key_role(std::string_view name, const uefi::Guid& vendor) {
  const bool known = vendor == uefi::kGlobalVariable || vendor == uefi::kImageSecurityDatabase ||
                     vendor == uefi::kShimLock;
  if (!known) return KeyRole::none;
  constexpr std::string_view kDefault = "Default";
  if (name.ends_with(kDefault)) name.remove_suffix(kDefault.size());
  constexpr std::array<std::string_view, 7> kTrusting{"PK",  "KEK",     "db",       "dbt",
                                                      "dbr", "MokList", "MokListRT"};
  constexpr std::array<std::string_view, 3> kForbidding{"dbx", "MokListX", "MokListXRT"};
  if (std::ranges::find(kTrusting, name) != kTrusting.end()) return KeyRole::trusts;
  if (std::ranges::find(kForbidding, name) != kForbidding.end()) return KeyRole::forbids;
  return KeyRole::none;
}

bool describe_keys(TreeBuilder& tree, NodeId node, bytes::Reader data, KeyRole role) {
  Found found;
  bool good = false;
  if (const auto update = uefi::parse_authenticated_update(data)) {
    tree.attribute(node, "Update of", update->time_text);
    good = describe_lists(tree, node, bytes::Reader(update->payload, update->payload_offset), role,
                          found);
  } else if (uefi::looks_like_signature_list(data.rest())) {
    good = describe_lists(tree, node, data, role, found);
  } else if (data.remaining() > 64 && data.rest()[0] == std::byte{0x30} &&
             data.rest()[1] == std::byte{0x82}) {
    // Some vendors keep their keys' defaults as bare certificates.
    bytes::Budget small({.items = 20'000, .bytes = 128 * 1024, .depth = 16});
    if (x509::parse_certificate(data, small)) {
      describe_certificate(tree, node, data, role, found);
      good = true;
    }
  }
  if (good) tree.attribute(node, "Holds", summary(found));
  if (found.expired > 0)
    tree.finding(
        "firmware.key.expired", node,
        fmt::format("{} trusts {} that {} run out{}: \"{}\", until {}.",
                    base::printable(tree.at(node).name, 60),
                    base::counted(found.expired, "certificate"),
                    found.expired == 1 ? "has" : "have", found.expired == 1 ? "" : ", first of all",
                    found.oldest, base::to_rfc3339(found.oldest_until).substr(0, 10)));
  return good;
}

}  // namespace assay::inspect::firmware
