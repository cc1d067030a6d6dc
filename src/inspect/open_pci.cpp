// Configuration space, lspci's text, option ROMs and VPD for `assay inspect`.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/pci/lspci.h"
#include "formats/pci/names.h"
#include "formats/pci/option_rom.h"
#include "formats/pci/vpd.h"
#include "inspect/component_view.h"
#include "inspect/inventory/from_pci.h"
#include "inspect/inventory/malformed.h"
#include "inspect/inventory/pci_function.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

namespace pci = formats::pci;
using formats::json::Value;

constexpr bytes::Limits kLimits{.items = 1'000'000, .bytes = 64ULL << 20U, .depth = 16};

std::string words(const pci::Capability& c) {
  const auto known = pci::name(c);
  return known.empty() ? fmt::format("capability 0x{:x}", c.id) : std::string(known);
}

Value capabilities_json(const pci::Config& c) {
  Value out = Value::array();
  for (const pci::Capability& one : c.capabilities)
    out.push_back({{"offset", one.offset},
                   {"id", one.id},
                   {"extended", one.extended},
                   {"version", one.version},
                   {"name", words(one)}});
  return out;
}

Value config_json(const pci::Config& c) {
  Value out{{"size", c.size},
            {"command", fmt::format("0x{:04x}", c.command)},
            {"status", fmt::format("0x{:04x}", c.status)},
            {"header_type", c.header_type},
            {"bars", Value::array()},
            {"capabilities", capabilities_json(c)},
            {"capabilities_unread", c.capabilities_unread}};
  for (const pci::Bar& b : c.bars)
    out["bars"].push_back({{"index", b.index},
                           {"kind", b.io     ? "io"
                                    : b.wide ? "memory64"
                                             : "memory32"},
                           {"prefetchable", b.prefetchable},
                           {"address", fmt::format("0x{:x}", b.address)}});
  if (c.rom)
    out["rom"] = {{"address", fmt::format("0x{:x}", c.rom->address)}, {"enabled", c.rom->enabled}};
  if (!c.vendor_structures.empty()) out["vendor_structures"] = Value::array();
  for (const pci::VendorStructure& v : c.vendor_structures)
    out["vendor_structures"].push_back({{"offset", v.offset},
                                        {"vendor", fmt::format("{:04x}", v.vendor)},
                                        {"id", fmt::format("{:04x}", v.id)},
                                        {"revision", v.revision},
                                        {"length", v.length},
                                        {"designated", v.designated}});
  return out;
}

std::string capabilities_text(const pci::Config& c) {
  std::string out;
  for (const pci::Capability& one : c.capabilities)
    out += fmt::format("      [{:0{}x}] {}\n", one.offset, one.extended ? 3 : 2, words(one));
  if (c.capabilities_unread) out += "      capabilities lie behind the bytes that were read\n";
  return out;
}

}  // namespace

void open_pci_config(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                     InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  auto config = pci::parse_config(bytes::Reader(bytes), budget);
  if (!config) {
    out.refused = bytes::to_error(config.error());
    return;
  }
  for (const auto& problem : config->problems)
    out.findings.push_back(inventory::malformed(out.path, problem));
  if (options.want_detail) out.detail["config"] = config_json(*config);
  const std::string capabilities = capabilities_text(*config);
  inventory::PciFunction function;
  function.config = *std::move(config);
  inventory::Inventory one;
  one.components.push_back(inventory::pci_component(function, nullptr));
  const auto& c = one.components.front();
  out.summary = fmt::format("configuration space of {} {} {}, {} bytes", c.attribute("class"),
                            c.vendor, c.model, bytes.size());
  show_components(std::move(one), options, out);
  if (options.want_text) out.text += capabilities;
}

void open_lspci(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  const auto parsed = pci::parse_lspci(bytes::Reader(bytes), budget);
  if (!parsed) {
    out.refused = bytes::to_error(parsed.error());
    return;
  }
  evidence::Artefact artefact{
      .path = out.path, .role = evidence::Role::lspci, .bytes = bytes::copy(bytes)};
  const evidence::Artefact* const only = &artefact;
  inventory::Inventory found;
  bytes::Budget again(kLimits);
  inventory::add_pci(std::span(&only, 1), again, found);
  out.summary = fmt::format("lspci's text: {}", component_counts(found.components));
  if (parsed->ignored_lines != 0)
    out.summary += fmt::format("; {} not understood", base::counted(parsed->ignored_lines, "line"));
  if (options.want_detail) {
    Value& dumps = out.detail["dumps"] = Value::array();
    for (const pci::LspciDevice& d : parsed->devices)
      if (d.config) {
        Value one = config_json(*d.config);
        one["address"] = d.address.text();
        dumps.push_back(std::move(one));
      }
  }
  show_components(std::move(found), options, out);
}

void open_option_rom(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine& hash,
                     InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  const auto rom = pci::parse_option_rom(bytes::Reader(bytes), budget);
  if (!rom) {
    out.refused = bytes::to_error(rom.error());
    return;
  }
  if (rom->broken) out.findings.push_back(inventory::malformed(out.path, *rom->broken));
  out.detail["images"] = Value::array();
  for (const pci::RomImage& i : rom->images) {
    const std::string digest = hash.hash(crypto::HashAlg::sha256, i.bytes).hex();
    const std::string type(pci::code_type_name(i.code_type));
    out.detail["images"].push_back({{"offset", i.offset},
                                    {"size", i.bytes.size()},
                                    {"code_type", i.code_type},
                                    {"vendor", fmt::format("{:04x}", i.vendor)},
                                    {"device", fmt::format("{:04x}", i.device)},
                                    {"sha256", digest}});
    out.text += fmt::format("    offset 0x{:x}  {:>7} bytes  {}  for {}  sha256 {}\n", i.offset,
                            i.bytes.size(), type.empty() ? "unknown code" : type,
                            pci::id_text(i.vendor, i.device), digest);
    if (i.checksum_good == false)
      out.findings.push_back(inventory::malformed(
          out.path, bytes::ParseError{bytes::Fault::bad_value, i.offset, "image checksum",
                                      "bytes that add up to zero"}));
  }
  out.summary = fmt::format("option ROM with {}", base::counted(rom->images.size(), "image"));
}

void open_vpd(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
              InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  const auto vpd = pci::parse_vpd(bytes::Reader(bytes), budget);
  if (!vpd) {
    out.refused = bytes::to_error(vpd.error());
    return;
  }
  if (vpd->broken) out.findings.push_back(inventory::malformed(out.path, *vpd->broken));
  if (vpd->checksum_good == false)
    out.findings.push_back(inventory::malformed(
        out.path,
        bytes::ParseError{bytes::Fault::bad_value, 0, "RV", "a checksum that makes the sum zero"}));
  out.detail["product"] = base::printable(vpd->product, 300);
  out.detail["fields"] = Value::array();
  for (const pci::VpdField& f : vpd->fields) {
    const auto value = base::printable(f.value, 300);
    const auto keyword = base::printable(f.keyword, 20);
    out.detail["fields"].push_back({{"keyword", keyword}, {"value", value}});
    out.text += fmt::format("    {}  {}\n", keyword, value);
  }
  out.summary = fmt::format("vital product data of {}", base::printable(vpd->product, 100));
}

}  // namespace assay::inspect
