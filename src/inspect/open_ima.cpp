// IMA logs for `assay inspect`, binary and text.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/ima/ascii_log.h"
#include "formats/ima/fields.h"
#include "formats/ima/template_digest.h"
#include "inspect/boot/malformed.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

using formats::ima::TemplateDigest;
using formats::json::Value;

constexpr std::size_t kMostShown = 200;

std::string_view name(TemplateDigest check) {
  switch (check) {
    case TemplateDigest::matches:
      return "digest-of-data";
    case TemplateDigest::mismatch:
      return "mismatch";
    case TemplateDigest::violation:
      return "violation";
    case TemplateDigest::not_derivable:
      break;
  }
  return "not-derivable";
}

std::string digest_text(const formats::ima::EntryFields& f) {
  return f.digest
             ? fmt::format("{}{}{}", f.digest->algorithm, f.digest->algorithm.empty() ? "" : ":",
                           bytes::to_hex(f.digest->value))
             : "";
}

Value entry_json(const formats::ima::Entry& e, const formats::ima::EntryFields* f,
                 TemplateDigest check) {
  Value out{{"index", e.number},
            {"pcr", e.pcr},
            {"offset", e.offset},
            {"template", base::printable(e.template_name, 100)},
            {"template_digest", bytes::to_hex(e.template_digest)},
            {"checked", name(check)}};
  if (f != nullptr) {
    out["digest"] = digest_text(*f);
    out["path"] = base::printable(f->path, 4096);
    if (!f->signature.empty()) out["signature"] = bytes::to_hex(f->signature);
    if (!f->buffer.empty()) out["buffer"] = bytes::to_hex(f->buffer);
  }
  return out;
}

}  // namespace

void open_ima(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
              InspectedArtefact& out) {
  bytes::Budget budget({.items = 5'000'000, .bytes = 64U << 20U, .depth = 8});
  const auto log = formats::ima::parse_ima_log(bytes::Reader(bytes), budget);
  if (!log) {
    out.refused = bytes::to_error(log.error());
    return;
  }
  if (log->broken) out.findings.push_back(boot::malformed({bytes, out.path}, *log->broken));
  std::size_t mismatches = 0;
  std::size_t violations = 0;
  Value entries = Value::array();
  for (const auto& e : log->entries) {
    const auto check = formats::ima::check_template_digest(e, log->digest_alg, hash);
    mismatches += check == TemplateDigest::mismatch ? 1U : 0U;
    violations += check == TemplateDigest::violation ? 1U : 0U;
    if (check == TemplateDigest::mismatch && mismatches == 1)
      out.findings.push_back(evidence::make_finding(
          "boot.ima.mismatch", "IMA log",
          fmt::format("Entry {} does not hash to its recorded digest: its text was altered.",
                      e.number),
          {{out.path, fmt::format("entry {}, offset {} (0x{:x})", e.number, e.offset, e.offset)}}));
    const auto fields = formats::ima::decode(e);
    if (options.want_detail) entries.push_back(entry_json(e, fields ? &*fields : nullptr, check));
    if (options.want_text && e.number < kMostShown)
      out.text += fmt::format(
          "    {:>6}  PCR {:<2} {:<10} {:<14} {}\n", e.number, e.pcr,
          base::printable(e.template_name, 40), name(check),
          fields ? base::printable(fields->path, 300) : "fields that do not follow the template");
  }
  if (log->entries.size() > kMostShown)
    out.text += fmt::format("    … and {} more entries (--json lists all)\n",
                            log->entries.size() - kMostShown);
  out.summary = fmt::format("IMA log, {}, template digests {}, {}",
                            base::counted(log->entries.size(), "entry", "entries"),
                            crypto::name(log->digest_alg), base::counted(violations, "violation"));
  if (options.want_detail) {
    out.detail["digest_alg"] = crypto::name(log->digest_alg);
    out.detail["violations"] = violations;
    out.detail["mismatches"] = mismatches;
    out.detail["entries"] = std::move(entries);
  }
}

void open_ima_ascii(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                    InspectedArtefact& out) {
  bytes::Budget budget({.items = 5'000'000, .bytes = 64U << 20U, .depth = 8});
  const auto log = formats::ima::parse_ima_ascii_log(bytes::Reader(bytes), budget);
  if (!log) {
    out.refused = bytes::to_error(log.error());
    return;
  }
  if (log->broken) out.findings.push_back(boot::malformed({bytes, out.path}, *log->broken));
  out.summary =
      fmt::format("IMA log as text, {} (for reading; only the binary form can be replayed)",
                  base::counted(log->entries.size(), "entry", "entries"));
  if (!options.want_detail) return;
  out.detail["entries"] = Value::array();
  for (const auto& e : log->entries)
    out.detail["entries"].push_back(
        {{"template_digest", base::printable(e.template_digest, 200)},
         {"template", base::printable(e.template_name, 100)},
         {"path", base::printable(formats::ima::split_fields(e).path(), 4096)}});
}

}  // namespace assay::inspect
