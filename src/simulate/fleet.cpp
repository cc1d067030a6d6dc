#include "simulate/fleet.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "crypto/digest.h"
#include "simulate/documents.h"
#include "simulate/pci_config.h"
#include "simulate/plant.h"
#include "simulate/registers.h"
#include "simulate/smbios.h"

namespace assay::simulate {
namespace {

constexpr std::string_view kCollector = "collector.example";

void add(evidence::Bundle& bundle, std::string path, base::Bytes bytes) {
  const evidence::Role role = evidence::role_of(path);
  bundle.artefacts.push_back({std::move(path), role, std::move(bytes)});
}

void add(evidence::Bundle& bundle, std::string path, std::string_view text) {
  add(bundle, std::move(path), bytes::copy(bytes::as_bytes(text)));
}

base::Bytes with_changed_byte(base::Bytes table, const AcpiPlant& plant) {
  const std::size_t body = table.size() - kAcpiHeader;
  std::byte& byte = table[kAcpiHeader + body * plant.at / 65'536];
  byte = static_cast<std::byte>((std::to_integer<unsigned>(byte) + plant.add) & 0xFFU);
  set_checksum(table);
  return table;
}

base::Result<void> sign(evidence::Bundle& bundle, base::Time time, const proof::SigningKey& key) {
  evidence::Manifest manifest;
  manifest.server = bundle.server;
  manifest.collected = time;
  manifest.collector = "assay/" ASSAY_VERSION;
  crypto::HashEngine hash;
  for (const auto& a : bundle.artefacts)
    manifest.artefacts.push_back(
        {a.path, hash.hash(crypto::HashAlg::sha256, a.bytes).hex(), a.bytes.size()});
  bundle.manifest_bytes = bytes::copy(bytes::as_bytes(evidence::to_json(manifest)));
  bundle.manifest = std::move(manifest);
  const std::string text =
      evidence::signed_text(hash.hash(crypto::HashAlg::sha256, bundle.manifest_bytes).hex());
  ASSAY_TRY(const auto line, proof::sign_line(text, key));
  bundle.manifest_signature = bytes::copy(bytes::as_bytes(text + "\n" + line));
  return {};
}

std::size_t table_set(std::size_t family, std::size_t bios, std::size_t cpu_choice) {
  return (family * kBiosVersions + bios) * 2 + cpu_choice;
}

}  // namespace

Fleet::Fleet(Plan plan, proof::SigningKey key) : plan_(std::move(plan)), key_(std::move(key)) {
  for (std::size_t family = 0; family < families().size(); ++family)
    for (std::size_t bios = 0; bios < kBiosVersions; ++bios)
      for (const std::uint8_t cpu : families()[family].choice.cpus)
        tables_.push_back(acpi_tables(family, bios, cpu));
}

base::Result<Fleet> Fleet::create(const Options& options) {
  ASSAY_TRY(auto plan, make_plan(options));
  ASSAY_CHECK(place_plants(plan));
  bytes::Writer w;
  w.raw(bytes::as_bytes("assay simulate collector")).le64(options.seed);
  const auto digest = crypto::HashEngine().hash(crypto::HashAlg::sha256, w.view());
  crypto::Ed25519Seed seed{};
  std::ranges::copy(digest.span(), seed.begin());
  ASSAY_TRY(auto key, proof::signing_key_from_seed(kCollector, seed));
  return Fleet(std::move(plan), std::move(key));
}

const std::vector<AcpiTable>& Fleet::tables(const Machine& m) const {
  const std::size_t choice = m.family->choice.cpus[0] == m.order->cpu ? 0 : 1;
  return tables_[table_set(m.lot->family, m.bios, choice)];
}

std::string Fleet::assets_csv() const {
  return std::string(kAssetsHeader) + asset_rows(plan_, 0, size());
}
std::string Fleet::changes_toml() const { return simulate::changes_toml(plan_); }
std::string Fleet::planted_json() const { return simulate::planted_json(plan_); }
std::string Fleet::collectors_txt() const { return proof::to_string(key_.verifier) + "\n"; }

std::string Fleet::policy_toml() const {
  return "version = 1\nname = \"simulated fleet\"\nrequired = [\"inventory\"]\n\n[trust]\n"
         "collector_files = [\"collectors.txt\"]\n";
}

std::string Server::id() const { return server_id(fleet_->plan_, index_); }

Machine Server::machine(unsigned collection) const {
  return make_machine(fleet_->plan_, index_, collection);
}

base::Result<evidence::Bundle> Server::collection(unsigned number) const {
  if (number >= fleet_->plan_.options.collections)
    return base::fail(base::ErrorKind::usage, "no such collection");
  const Machine m = machine(number);
  const Topology topology = lay_out(m);
  evidence::Bundle out;
  out.server = m.id;
  out.source = fmt::format("{}.{}.evidence", m.id, collection_name(number));
  for (const AcpiTable& table : fleet_->tables(m)) {
    base::Bytes bytes = table.bytes;
    if (m.plant == PlantKind::acpi_byte)
      if (const auto plant = acpi_plant(fleet_->plan_, index_); plant.table == table.name)
        bytes = with_changed_byte(std::move(bytes), plant);
    add(out, "inventory/acpi/" + table.name, std::move(bytes));
  }
  add(out, "inventory/net.json", ip_link_json(m, topology));
  add(out, "inventory/nvme.json", nvme_list_json(m));
  for (const Function& f : topology.functions)
    add(out, fmt::format("inventory/pci/{}/config", f.address()), pci_config(f));
  for (const Resource& r : redfish_tree(m))
    add(out, fmt::format("inventory/redfish/{}index.json", r.path), r.json);
  auto table = smbios_table(m, topology);
  auto entry = smbios_entry_point(m, table.size());
  add(out, "inventory/smbios.bin", std::move(table));
  add(out, "inventory/smbios_entry_point", std::move(entry));
  ASSAY_CHECK(sign(out, collected(fleet_->plan_, index_, number), fleet_->key_));
  return out;
}

base::Result<std::vector<evidence::Bundle>> Server::collections() const {
  std::vector<evidence::Bundle> out;
  for (unsigned k = 0; k < fleet_->plan_.options.collections; ++k) {
    ASSAY_TRY(auto bundle, collection(k));
    out.push_back(std::move(bundle));
  }
  return out;
}

}  // namespace assay::simulate
