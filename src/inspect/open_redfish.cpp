// Redfish resources and SPDM measurement transcripts for `assay inspect`. One resource is read as
// the whole tree is, so that it shows the component that it would become.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/redfish/part.h"
#include "formats/spdm/transcript.h"
#include "inspect/inventory/from_redfish.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

namespace redfish = formats::redfish;
namespace spdm = formats::spdm;
using formats::json::Value;

Value component_json(const inventory::Component& c) {
  Value attributes = Value::object();
  for (const auto& [key, value] : c.attributes) attributes[key] = value;
  return {{"class", inventory::name(c.cls)},
          {"vendor", c.vendor},
          {"model", c.model},
          {"serial", c.serial},
          {"firmware", c.firmware},
          {"location", c.location},
          {"populated", c.populated},
          {"attributes", std::move(attributes)}};
}

std::string component_words(const inventory::Component& c) {
  std::string out(inventory::title(c.cls));
  for (const auto* text : {&c.vendor, &c.model})
    if (!text->empty()) out += " " + *text;
  if (!c.serial.empty()) out += ", serial " + c.serial;
  if (!c.firmware.empty()) out += ", firmware " + c.firmware;
  if (!c.location.empty()) out += ", at " + c.location;
  if (!c.populated) out += ", not there";
  return out;
}

Value block_json(const spdm::MeasurementBlock& b) {
  return {{"index", b.index},
          {"type", b.dmtf() ? spdm::measurement_type(b.type) : "not DMTF"},
          {"raw", b.raw},
          {"size", b.value.size()},
          {"value", bytes::to_hex(b.value.first(std::min<std::size_t>(b.value.size(), 256)))}};
}

}  // namespace

void open_redfish(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
                  InspectedArtefact& out) {
  bytes::Budget budget({.items = 1'000'000, .bytes = 256ULL << 20U, .depth = 64});
  const auto r = redfish::parse_resource(bytes::Reader(bytes), out.path, budget);
  if (!r) {
    out.refused = r.error();
    return;
  }
  redfish::Mistyped mistyped;
  const auto part = redfish::part(*r, mistyped);
  out.detail["type"] = base::printable(r->type, 200);
  out.detail["uri"] = base::printable(r->uri, 300);
  out.detail["kind"] = redfish::name(r->kind);
  out.detail["name"] = base::printable(part.name, 300);
  out.summary = fmt::format("Redfish {} {}", redfish::name(r->kind), base::printable(r->uri, 200));
  if (r->kind == redfish::Kind::error) out.summary = "a BMC's error message instead of a resource";

  inventory::Inventory found;
  evidence::Artefact artefact{out.path, evidence::Role::redfish,
                              base::Bytes(bytes.begin(), bytes.end())};
  // A name that add_redfish would skip says nothing about a file that somebody names by hand.
  if (!redfish::is_inventory_path(artefact.path)) artefact.path = "index.json";
  const evidence::Artefact* const one[] = {&artefact};
  inventory::add_redfish(one, budget, found);
  out.detail["components"] = Value::array();
  for (const auto& c : found.components) {
    out.detail["components"].push_back(component_json(c));
    out.text += "    " + component_words(c) + "\n";
  }
  for (auto& f : found.findings) {
    for (auto& cite : f.cites)
      if (cite.artefact == artefact.path) cite.artefact = base::printable(out.path, 300);
    if (f.subject == artefact.path) f.subject = base::printable(out.path, 300);
    out.findings.push_back(std::move(f));
  }
}

void open_spdm(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
               InspectedArtefact& out) {
  bytes::Budget budget({.items = 100'000, .bytes = 0, .depth = 4});
  const auto t = spdm::parse_transcript(bytes::Reader(bytes), budget);
  if (!t) {
    out.refused = bytes::to_error(t.error());
    return;
  }
  const auto blocks = t->blocks();
  out.detail["version"] = fmt::format("{}.{}", t->version >> 4U, t->version & 0x0FU);
  out.detail["signature_size"] = t->signature.size();
  out.detail["nonce"] = bytes::to_hex(t->exchanges.back().requester_nonce);
  out.detail["measurements"] = Value::array();
  for (const auto& b : blocks) {
    out.detail["measurements"].push_back(block_json(b));
    out.text += fmt::format(
        "    {:3} {}{}: {}\n", b.index, spdm::measurement_type(b.type), b.raw ? " (raw)" : "",
        bytes::to_hex(b.value.first(std::min<std::size_t>(b.value.size(), 64))));
  }
  out.summary =
      fmt::format("SPDM {}.{} transcript, {}, {}", t->version >> 4U, t->version & 0x0FU,
                  base::counted(blocks.size(), "measurement"),
                  t->signature.empty() ? "not signed" : "signed; no key here to check it with");
  if (!t->signature.empty() || !blocks.empty())
    out.findings.push_back(evidence::make_finding(
        "inventory.spdm.unverified", "SPDM",
        t->signature.empty()
            ? "The transcript carries no signature: nothing shows that a device made it."
            : "The transcript's signature cannot be checked here: it needs the device's "
              "certificate.",
        {{base::printable(out.path, 300), fmt::format("offset {} (0x{:x}), Signature",
                                                      t->signature_offset, t->signature_offset)}}));
}

}  // namespace assay::inspect
