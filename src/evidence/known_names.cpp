#include "evidence/known_names.h"

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
    Row{"pcrs.json", Role::pcr_values, 0},
    Row{"quote.pcrs", Role::pcr_values, 1},
    Row{"smbios.bin", Role::smbios, 0},
    Row{"DMI", Role::smbios, 1},
    Row{"smbios_entry_point", Role::smbios_entry_point, 0},
};

constexpr std::array<std::pair<std::string_view, Role>, 5> kFolders{{
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
  if (const Row* row = find(path); row != nullptr) return row->role;
  for (const auto& [folder, role] : kFolders)
    if (path.starts_with(folder)) return role;
  return Role::none;
}

bool is_evidence_folder(std::string_view name) noexcept {
  if (name == "boot") return true;
  for (const auto& [folder, role] : kFolders)
    if (folder.substr(0, folder.size() - 1) == name) return true;
  return false;
}

int preference(std::string_view path) noexcept {
  const Row* row = find(path);
  return row != nullptr ? row->preference : 99;
}

}  // namespace assay::evidence
