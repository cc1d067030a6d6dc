#include "evidence/known_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::evidence {
namespace {

struct Row {
  std::string_view name;
  Role role;
  int preference;
};

constexpr std::array kNames{
    Row{"eventlog.bin", Role::event_log, 0},
    Row{"eventlog", Role::event_log, 1},
    Row{"binary_bios_measurements", Role::event_log, 2},
    Row{"ima.log", Role::ima_log, 0},
    Row{"binary_runtime_measurements", Role::ima_log, 1},
    Row{"ima_binary_runtime_measurements", Role::ima_log, 2},
    Row{"binary_runtime_measurements_sha1", Role::ima_log, 3},
    Row{"quote.msg", Role::quote_message, 0},
    Row{"quote.out", Role::quote_message, 1},
    Row{"quote.sig", Role::quote_signature, 0},
    Row{"ak.tpmt", Role::ak_public, 0},
    Row{"ak.tpmt_public", Role::ak_public, 1},
    Row{"ak.pub", Role::ak_public, 2},
    Row{"ak.pem", Role::ak_pem, 0},
    Row{"ak.crt", Role::ak_certificate, 0},
    Row{"ak_cert.der", Role::ak_certificate, 1},
    Row{"ek.crt", Role::ek_certificate, 0},
    Row{"ek_cert.pem", Role::ek_certificate, 1},
    Row{"ek_cert.der", Role::ek_certificate, 2},
    Row{"ekcert_rsa.der", Role::ek_certificate, 3},
    Row{"ekcert_ecc.der", Role::ek_certificate, 4},
    Row{"ekcert_ecc384.der", Role::ek_certificate, 5},
    Row{"enrolment.json", Role::enrolment, 0},
    Row{"nonce", Role::claimed_nonce, 0},
    Row{"nonce.bin", Role::claimed_nonce, 1},
    Row{"challenge.note", Role::challenge_note, 0},
    Row{"pcrs.json", Role::pcr_values, 0},
    Row{"quote.pcrs", Role::pcr_values, 1},
    Row{"smbios.bin", Role::smbios, 0},
    Row{"DMI", Role::smbios, 1},
    Row{"smbios_entry_point", Role::smbios_entry_point, 0},
    Row{"dmidecode.txt", Role::dmidecode, 0},
    Row{"dmidecode", Role::dmidecode, 1},
    Row{"lspci.txt", Role::lspci, 0},
    Row{"lspci", Role::lspci, 1},
    Row{"lspci-vmmnn.txt", Role::lspci, 2},
    Row{"usb.json", Role::usb, 0},
    Row{"lsusb.txt", Role::usb, 1},
    Row{"nvme.json", Role::drives, 0},
    Row{"smartctl.json", Role::drives, 0},
    Row{"net.json", Role::network, 0},
    Row{"cpuinfo", Role::cpuinfo, 0},
    Row{"lspci-xxxx.txt", Role::lspci, 1},
    Row{"lsblk.json", Role::drives, 0},
    Row{"storcli.json", Role::drives, 0},
    Row{"perccli.json", Role::drives, 0},
    Row{"ethtool.txt", Role::network, 0},
    Row{"fru.bin", Role::fru, 0},
    Row{"fru.txt", Role::fru, 0},
    Row{"mc-info.txt", Role::fru, 0},
    Row{"platform.crt", Role::platform_certificate, 0},
    Row{"hbom.json", Role::hbom, 0},
};

// The first that fits counts.
constexpr std::array<std::pair<std::string_view, Role>, 14> kFolders{{
    {"inventory/pci/", Role::pci_sysfs},
    {"inventory/acpi/", Role::acpi},
    {"inventory/redfish/", Role::redfish},
    {"inventory/fru/", Role::fru},
    {"inventory/spd/", Role::spd},
    {"inventory/nvme/", Role::drives},
    {"inventory/smartctl/", Role::drives},
    {"inventory/net/", Role::network},
    {"inventory/platform/", Role::platform_certificate},
    {"inventory/", Role::inventory_other},
    {"firmware/", Role::firmware},
    {"board/", Role::board},
    {"traffic/", Role::traffic},
    {"custody/", Role::custody},
}};

const Row* find(std::string_view path) noexcept {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  for (const Row& row : kNames)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace

Role role_of(std::string_view path) noexcept {
  // A tree's files have names of its own: a Redfish resource called "DMI" is no SMBIOS table.
  for (const auto& [folder, role] : kFolders)
    if (role != Role::inventory_other && path.starts_with(folder)) return role;
  if (const Row* row = find(path); row != nullptr) return row->role;
  return path.starts_with("inventory/") ? Role::inventory_other : Role::none;
}

bool is_evidence_folder(std::string_view name) noexcept {
  if (name == "boot") return true;
  return std::ranges::any_of(kFolders, [&](const auto& row) {
    return row.first.find('/') == row.first.size() - 1 &&
           row.first.substr(0, row.first.size() - 1) == name;
  });
}

int preference(std::string_view path) noexcept {
  const Row* row = find(path);
  return row != nullptr ? row->preference : 99;
}

}  // namespace assay::evidence
