#include "answer/sight.h"

#include <array>
#include <fmt/format.h>

#include "inspect/inventory/facts.h"

namespace assay::answer {
namespace {

using appraise::Discipline;
using evidence::FactSource;
using inspect::inventory::PartClass;

constexpr std::array kMethods{
    Method{
        Discipline::boot,
        "that the firmware, the loader and the operating system's core that ran are the expected "
        "ones, event by event, signed by the server's TPM",
        "firmware that lies before its first measurement, a change made to memory after the last "
        "one, and what runs on other processors of the board"},
    Method{Discipline::firmware,
           "every module of the flash's image against a golden image, and modules that are revoked "
           "or on a list of indicators",
           "flash that the reader was denied or was lied to about, and logic outside of flash"},
    Method{Discipline::inventory,
           "that the parts on every bus and in every table are those ordered, certified and found "
           "in siblings",
           "a part that answers on no bus and stands in no table, and what a whole lot of siblings "
           "shares where there is no reference"},
    Method{Discipline::board,
           "a component added to the board, taken from it or exchanged, as far as a picture shows "
           "it",
           "inner layers of the board, unless they were imaged, and what lies under a part"},
    Method{Discipline::traffic,
           "connections to destinations outside of the allowed ones, slow and regular ones too",
           "channels that the tap does not see, and what hides in allowed connections"},
    Method{Discipline::custody,
           "gaps, detours and unknown hands between the order and the rack, and that no document "
           "mentions a thing",
           "what was never written down"},
};

constexpr std::uint32_t bits(std::initializer_list<FactSource> sources) {
  std::uint32_t out = 0;
  for (const auto s : sources) out |= 1U << static_cast<unsigned>(s);
  return out;
}

std::uint32_t sources_of(PartClass cls) {
  using enum FactSource;
  switch (cls) {
    case PartClass::system:
    case PartClass::board:
    case PartClass::chassis:
      return bits({smbios, fru, redfish});
    case PartClass::bios:
    case PartClass::cpu:
      return bits({smbios, redfish});
    case PartClass::dimm:
      return bits({smbios, spd, redfish});
    case PartClass::slot:
      return bits({smbios});
    case PartClass::psu:
    case PartClass::fan:
      return bits({smbios, fru, redfish});
    case PartClass::nic:
      return bits({pci, network, redfish});
    case PartClass::drive:
      return bits({storage, redfish});
    case PartClass::storage:
    case PartClass::gpu:
    case PartClass::pci:
    case PartClass::bridge:
      return bits({pci});
    case PartClass::usb:
      return bits({usb});
    case PartClass::acpi:
      return bits({acpi});
    case PartClass::bmc:
    case PartClass::firmware:
      return bits({fru, redfish});
    case PartClass::tpm:
      break;
  }
  return 0;
}

bool is_plain(std::string_view glob) { return glob.find_first_of("*?") == std::string_view::npos; }

}  // namespace

std::optional<fleet::Sight> sight_of_code(std::string_view glob) {
  const auto dot = glob.find('.');
  const auto discipline = appraise::discipline_from_name(glob.substr(0, dot));
  if (!discipline) return std::nullopt;
  fleet::Sight out{.discipline = *discipline, .sources = 0};
  if (*discipline != Discipline::inventory || dot == std::string_view::npos) return out;
  const auto cls = glob.substr(dot + 1, glob.find('.', dot + 1) - dot - 1);
  for (std::size_t c = 0; c < inspect::inventory::kPartClasses; ++c)
    if (inspect::inventory::name(static_cast<PartClass>(c)) == cls)
      out.sources = sources_of(static_cast<PartClass>(c));
  return out;
}

fleet::Sight sight_of_fact(std::optional<evidence::FactKind> kind, std::string_view name_glob) {
  if (kind == evidence::FactKind::event || name_glob.starts_with("PCR "))
    return {.discipline = Discipline::boot, .sources = 0};
  const auto first = name_glob.substr(0, name_glob.find(' '));
  if (name_glob.empty() || !is_plain(first))
    return {.discipline = Discipline::inventory, .sources = 0};
  return {.discipline = Discipline::inventory,
          .sources = sources_of(inspect::inventory::class_of_fact(first))};
}

std::string words(const fleet::Sight& sight) {
  std::string out(appraise::name(sight.discipline));
  if (sight.sources == 0) return out;
  std::string list;
  for (std::size_t s = 0; s < evidence::kFactSources; ++s)
    if ((sight.sources >> s & 1U) != 0)
      list += fmt::format("{}{}", list.empty() ? "" : " or ",
                          evidence::name(static_cast<FactSource>(s)));
  return fmt::format("{} (by {})", out, list);
}

const Method& method_of(Discipline discipline) noexcept {
  return kMethods[static_cast<std::size_t>(discipline)];
}

}  // namespace assay::answer
