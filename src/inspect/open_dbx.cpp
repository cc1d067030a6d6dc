// Signature databases for `assay inspect`: an update to dbx, db, KEK or PK as Microsoft and vendors
// deliver it, or the bare lists. Who signed the update is shown, and for which variable the
// signature is good, since the update does not name it.
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/cms/signed_data.h"
#include "formats/uefi/auth_variable.h"
#include "formats/uefi/signature_list.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

namespace uefi = formats::uefi;
namespace cms = formats::cms;
using formats::json::Value;

constexpr bytes::Limits kLimits{.items = 2'000'000, .bytes = 64ULL << 20U, .depth = 24};
constexpr std::size_t kShown = 24;

struct Signing {
  std::string signer;
  std::string variable;  ///< empty: good for none that Assay tried
};

// What is signed: name, vendor, attributes, time, new data (UEFI 2.10, 8.2.2).
base::Bytes signed_bytes(const uefi::AuthenticatedUpdate& update, std::string_view name,
                         const uefi::Guid& vendor, std::uint32_t attributes) {
  bytes::Writer out;
  for (const char c : name) out.le16(static_cast<unsigned char>(c));
  out.raw(vendor.raw).le32(attributes).raw(update.time).raw(update.payload);
  return std::move(out).release();
}

Signing check_signer(const uefi::AuthenticatedUpdate& update, bytes::Budget& budget) {
  Signing out;
  const auto data =
      cms::parse_signed_data(bytes::Reader(update.signature, update.signature_offset), budget);
  if (!data || data->signers.empty()) return out;
  const cms::SignerInfo& signer = data->signers.front();
  if (signer.certificate)
    out.signer = base::printable(data->certificates[*signer.certificate].subject.text(), 300);
  struct Variable {
    std::string_view name;
    const uefi::Guid& vendor;
  };
  const Variable variables[] = {{"dbx", uefi::kImageSecurityDatabase},
                                {"db", uefi::kImageSecurityDatabase},
                                {"KEK", uefi::kGlobalVariable},
                                {"PK", uefi::kGlobalVariable},
                                {"dbt", uefi::kImageSecurityDatabase}};
  constexpr std::uint32_t kReplace = 0x27;
  constexpr std::uint32_t kAppend = 0x67;
  for (const Variable& v : variables)
    for (const std::uint32_t attributes : {kAppend, kReplace})
      if (cms::verify_signer(*data, signer, signed_bytes(update, v.name, v.vendor, attributes))) {
        out.variable =
            fmt::format("{} {}", attributes == kAppend ? "append to" : "replace", v.name);
        return out;
      }
  return out;
}

struct Counts {
  std::size_t digests = 0;
  std::size_t certificates = 0;
  std::size_t others = 0;
};

Counts describe(const std::vector<uefi::SignatureList>& lists, const InspectOptions& options,
                InspectedArtefact& out) {
  Counts counts;
  Value entries = Value::array();
  for (const uefi::SignatureList& list : lists)
    for (std::size_t i = 0; i < list.count(); ++i) {
      const uefi::SignatureEntry e = list.entry(i);
      std::string what;
      if (e.kind == uefi::SignatureKind::x509) {
        ++counts.certificates;
        what = e.subject().value_or("(not a certificate)");
      } else {
        const bool digest =
            e.kind == uefi::SignatureKind::hash || e.kind == uefi::SignatureKind::x509_hash;
        ++(digest ? counts.digests : counts.others);
        what = digest ? bytes::to_hex(e.data) : fmt::format("{} bytes", e.data.size());
      }
      if (options.want_detail)
        entries.push_back({{"type", uefi::name_or_text(e.type)},
                           {"owner", uefi::name_or_text(e.owner)},
                           {"value", what},
                           {"offset", e.offset}});
      if (options.want_text && counts.digests + counts.certificates + counts.others <= kShown)
        base::append(out.text, "    {} {}\n", uefi::name_or_text(e.type), what);
    }
  if (options.want_detail) out.detail["entries"] = std::move(entries);
  return counts;
}

}  // namespace

bool looks_like_dbx(bytes::ByteSpan bytes) {
  return uefi::looks_like_authenticated_update(bytes) || uefi::looks_like_signature_list(bytes);
}

void open_dbx(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
              InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  bytes::Reader payload(bytes);
  std::string head = "signature lists";
  if (const auto update = uefi::parse_authenticated_update(payload)) {
    payload = bytes::Reader(update->payload, update->payload_offset);
    const Signing signing = check_signer(*update, budget);
    const std::string use = signing.variable.empty() ? "the signature holds for no known variable"
                                                     : "good to " + signing.variable;
    head = fmt::format("update of {}, signed by {} ({})", update->time_text.substr(0, 10),
                       signing.signer.empty() ? "nobody known" : signing.signer, use);
    if (options.want_detail) {
      out.detail["time"] = update->time_text;
      out.detail["signer"] = signing.signer;
      out.detail["good_for"] = signing.variable;
    }
  }
  const auto lists = uefi::parse_signature_lists(payload, budget);
  if (!lists) {
    out.refused = bytes::to_error(lists.error());
    return;
  }
  const Counts counts = describe(*lists, options, out);
  out.summary = fmt::format("Secure Boot {}: {}, {}", head, base::counted(counts.digests, "digest"),
                            base::counted(counts.certificates, "certificate"));
  if (counts.others != 0)
    out.summary += ", " + base::counted(counts.others, "other entry", "other entries");
}

}  // namespace assay::inspect
