#include "report/audit_json.h"

#include "report/finding_json.h"

namespace assay::report {
namespace {

using appraise::Discipline;
using appraise::kDisciplines;
using formats::json::Value;

Value boot_json(const appraise::BootSummary& b) {
  Value out;
  out["quote"] = b.quote_valid ? "valid" : "none";
  out["freshness"] = b.fresh ? "proven" : "unproven";
  out["ak"] = b.ak_bound ? "bound" : "unbound";
  out["ek"] = b.ek;
  out["secure_boot"] = b.secure_boot ? Value(*b.secure_boot ? "on" : "off") : Value(nullptr);
  out["firmware_version"] = b.firmware_version;
  out["kernel_command_line"] = b.kernel_command_line;
  out["dbx"] = {{"entries", b.dbx_entries},
                {"at_least", b.dbx_at_least.empty() ? Value(nullptr) : Value(b.dbx_at_least)},
                {"against", b.dbx_against.empty() ? Value(nullptr) : Value(b.dbx_against)}};
  out["sbat_level"] = b.sbat_level;
  out["events"] = b.events;
  out["ima"] = {{"entries", b.ima_entries}, {"covered", b.ima_covered}};
  out["reference"] = b.reference.empty() ? Value(nullptr) : Value(b.reference);
  return out;
}

Value inventory_json(const appraise::InventorySummary& i) {
  const auto& id = i.identity;
  const auto or_null = [](const std::string& text) {
    return text.empty() ? Value(nullptr) : Value(text);
  };
  Value out;
  out["components"] = i.components;
  out["sources"] = i.sources;
  out["system"] = {{"manufacturer", or_null(id.manufacturer)},
                   {"product", or_null(id.product)},
                   {"serial", or_null(id.serial)},
                   {"uuid", or_null(id.uuid)}};
  out["board"] = {{"manufacturer", or_null(id.board_manufacturer)},
                  {"product", or_null(id.board_product)},
                  {"revision", or_null(id.board_revision)},
                  {"serial", or_null(id.board_serial)}};
  out["reference"] = or_null(i.reference);
  out["certificate"] = or_null(i.certificate);
  out["siblings"] = i.siblings;
  return out;
}

}  // namespace

Value to_json(const appraise::ServerAppraisal& s) {
  Value out;
  out["id"] = s.id;
  out["source"] = s.source;
  out["verdict"] = appraise::name(s.verdict);
  for (std::size_t d = 0; d < kDisciplines; ++d)
    out["disciplines"][std::string(appraise::name(static_cast<Discipline>(d)))] =
        appraise::name(s.disciplines[d]);
  out["findings"] = to_json(std::span(s.findings));
  out["collected"] = s.collected ? Value(base::to_rfc3339(*s.collected)) : Value(nullptr);
  out["boot"] = s.boot.examined ? boot_json(s.boot) : Value(nullptr);
  out["inventory"] = s.inventory.examined ? inventory_json(s.inventory) : Value(nullptr);
  return out;
}

Value to_json(const appraise::Coverage& c) {
  Value out;
  out["servers"] = c.servers;
  for (std::size_t d = 0; d < kDisciplines; ++d)
    out["disciplines"][std::string(appraise::name(static_cast<Discipline>(d)))] = {
        {"examined", c.examined[d]}, {"not_examined", c.servers - c.examined[d]}};
  out["freshness_proven"] = c.fresh;
  out["ak_bound"] = c.ak_bound;
  out["with_reference"] = c.with_reference;
  out["manifests_signed"] = c.manifests;
  out["collected_but_not_appraised"] = c.not_appraised;
  return out;
}

void write_json(const appraise::FleetAppraisal& fleet,
                const std::function<void(std::string_view)>& sink) {
  sink("{\"servers\":[");
  for (std::size_t i = 0; i < fleet.servers.size(); ++i) {
    sink(i == 0 ? "\n" : ",\n");
    sink(formats::json::to_text(to_json(fleet.servers[i]), -1));
  }
  Value rest;
  rest["coverage"] = to_json(fleet.coverage);
  rest["fleet"] = {{"findings", to_json(std::span(fleet.findings))}};
  rest["as_of"] = base::to_rfc3339(fleet.as_of);
  rest["policy"] = fleet.policy;
  rest["references"] = fleet.references;
  const std::string tail = formats::json::to_text(rest, -1);
  sink("\n],");
  sink(std::string_view(tail).substr(1));  // without its opening brace: the same object goes on
  sink("\n");
}

}  // namespace assay::report
