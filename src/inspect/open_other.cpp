// Certificates, ACPI tables and evidence manifests for `assay inspect`.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "evidence/manifest.h"
#include "formats/acpi/table.h"
#include "formats/x509/certificate_file.h"
#include "inspect/open_kinds.h"
#include "inspect/platform_links.h"

namespace assay::inspect {
namespace {

using formats::json::Value;

Value certificate_json(const formats::x509::Certificate& c) {
  Value out{{"subject", base::printable(c.subject.text(), 1000)},
            {"issuer", base::printable(c.issuer.text(), 1000)},
            {"serial", c.serial_text()},
            {"not_before", base::to_rfc3339(c.not_before)},
            {"not_after", base::to_rfc3339(c.not_after)},
            {"sha256", c.sha256.hex()},
            {"key_sha256", nullptr},
            {"quirks", Value::array()}};
  if (const auto key = formats::x509::key_sha256(c)) out["key_sha256"] = key->hex();
  for (const auto q : c.quirks) out["quirks"].push_back(std::string(describe(q)));
  if (c.extensions.tpm)
    out["tpm"] = {{"manufacturer", base::printable(c.extensions.tpm->vendor(), 100)},
                  {"model", base::printable(c.extensions.tpm->model, 100)},
                  {"version", base::printable(c.extensions.tpm->version, 100)}};
  return out;
}

}  // namespace

void open_certificates(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
                       InspectedArtefact& out) {
  bytes::Budget budget({.items = 2'000'000, .bytes = 256U << 20U, .depth = 24});
  const auto file = formats::x509::read_certificates(bytes::Reader(bytes), budget);
  if (file.certificates.empty()) {
    out.refused = file.errors.empty()
                      ? base::Error{base::ErrorKind::malformed, "no certificate in the file"}
                      : bytes::to_error(file.errors.front());
    return;
  }
  for (const auto& error : file.errors)
    out.findings.push_back(evidence::make_finding(
        "artefact.malformed", out.path,
        fmt::format("A certificate in {} cannot be read: {}.", out.path, error.describe()),
        {{out.path, fmt::format("offset {} (0x{:x})", error.offset, error.offset)}}));
  out.certificates = std::make_shared<const FoundCertificates>(
      FoundCertificates{.platform = {}, .others = file.certificates});
  out.detail["certificates"] = Value::array();
  for (const auto& c : file.certificates) {
    out.detail["certificates"].push_back(certificate_json(c));
    out.text +=
        fmt::format("    subject {}\n    issuer  {}\n    serial  {}   valid {} to {}\n",
                    base::printable(c.subject.text(), 300), base::printable(c.issuer.text(), 300),
                    c.serial_text(), base::to_rfc3339(c.not_before), base::to_rfc3339(c.not_after));
    for (const auto q : c.quirks) out.text += fmt::format("    note    {}\n", describe(q));
    if (c.extensions.tpm)
      out.text +=
          fmt::format("    TPM     {} {} {}\n", base::printable(c.extensions.tpm->vendor(), 100),
                      base::printable(c.extensions.tpm->model, 100),
                      base::printable(c.extensions.tpm->version, 100));
  }
  out.summary =
      file.certificates.size() == 1
          ? fmt::format("certificate of {}",
                        file.certificates[0].extensions.tpm
                            ? "a TPM by " + base::printable(
                                                file.certificates[0].extensions.tpm->vendor(), 100)
                            : base::printable(file.certificates[0].subject.text(), 200))
          : base::counted(file.certificates.size(), "certificate");
}

void open_acpi(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
               InspectedArtefact& out) {
  const auto t = formats::acpi::parse_table(bytes::Reader(bytes));
  if (!t) {
    out.refused = bytes::to_error(t.error());
    return;
  }
  out.detail = {{"signature", t->signature},
                {"revision", t->revision},
                {"oem_id", base::printable(t->oem_id, 20)},
                {"oem_table_id", base::printable(t->oem_table_id, 20)},
                {"oem_revision", t->oem_revision},
                {"checksum_good", t->checksum_good}};
  out.summary = fmt::format("ACPI table {}, {} bytes", t->signature, t->length);
  if (!t->checksum_good)
    out.findings.push_back(evidence::make_finding(
        "artefact.malformed", out.path,
        fmt::format("The bytes of the ACPI table {} do not add up to zero: its Checksum is wrong.",
                    t->signature),
        {{out.path, "offset 9, Checksum"}}));
  if (t->tpm2 && !t->tpm2->log_address)
    out.findings.push_back(evidence::make_finding(
        "boot.log.elsewhere", "event log",
        fmt::format("The TPM2 table ends at offset {}, before LogAreaMinimumLength: it does not "
                    "say where the event log lies.",
                    bytes.size()),
        {{out.path,
          fmt::format("offset {} (0x{:x}), LogAreaMinimumLength", bytes.size(), bytes.size())}}));
  if (t->tpm2 && t->tpm2->log_address && *t->tpm2->log_length != 0) {
    out.detail["log_address"] = fmt::format("0x{:x}", *t->tpm2->log_address);
    out.detail["log_length"] = *t->tpm2->log_length;
    out.findings.push_back(evidence::make_finding(
        "boot.log.elsewhere", "event log",
        fmt::format("The firmware says that its event log lies at the physical address 0x{:x} ({} "
                    "bytes); this file does not hold it.",
                    *t->tpm2->log_address, *t->tpm2->log_length),
        {{out.path, fmt::format("offset {} (0x{:x}), LogAreaStartAddress", bytes.size() - 8,
                                bytes.size() - 8)}}));
  }
}

bool looks_like_manifest(bytes::ByteSpan bytes) {
  const auto text = bytes::as_chars(bytes.first(std::min<std::size_t>(bytes.size(), 4096)));
  return text.starts_with('{') && text.find("\"server\"") != std::string_view::npos &&
         text.find("\"artefacts\"") != std::string_view::npos;
}

void open_manifest(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
                   InspectedArtefact& out) {
  bytes::Budget budget({.items = 500'000, .bytes = 64ULL << 20U, .depth = 16});
  const auto m = evidence::parse_manifest(bytes, budget);
  if (!m) {
    out.refused = m.error();
    return;
  }
  out.summary =
      fmt::format("evidence manifest of {}, {}, collected {}", base::printable(m->server, 200),
                  base::counted(m->artefacts.size(), "artefact"), base::to_rfc3339(m->collected));
  out.detail["server"] = m->server;
  out.detail["collected"] = base::to_rfc3339(m->collected);
  out.detail["artefacts"] = m->artefacts.size();
}

}  // namespace assay::inspect
