#include <fmt/format.h>

#include "formats/pe/image.h"

namespace assay::formats::pe {
namespace {

struct Named {
  std::uint16_t value;
  std::string_view text;
};

constexpr Named kMachines[] = {
    {0x014C, "x86"},         {0x0200, "Itanium"},     {0x01C0, "ARM"},
    {0x01C2, "ARM Thumb"},   {0x01C4, "ARM Thumb-2"}, {0x0EBC, "EFI byte code"},
    {0x5032, "RISC-V 32"},   {0x5064, "RISC-V 64"},   {0x5128, "RISC-V 128"},
    {0x6232, "LoongArch32"}, {0x6264, "LoongArch64"}, {0x8664, "x86-64"},
    {0xAA64, "AArch64"},
};

constexpr Named kSubsystems[] = {
    {1, "native"},
    {2, "Windows GUI"},
    {3, "Windows console"},
    {10, "EFI application"},
    {11, "EFI boot service driver"},
    {12, "EFI runtime driver"},
    {13, "EFI ROM"},
    {16, "Windows boot application"},
};

}  // namespace

std::string machine_text(std::uint16_t machine) {
  for (const Named& n : kMachines)
    if (n.value == machine) return std::string(n.text);
  return fmt::format("machine {:#06x}", machine);
}

bool known_machine(std::uint16_t machine) noexcept {
  for (const Named& n : kMachines)
    if (n.value == machine) return true;
  return false;
}

std::string subsystem_text(std::uint16_t subsystem) {
  for (const Named& n : kSubsystems)
    if (n.value == subsystem) return std::string(n.text);
  return fmt::format("subsystem {}", subsystem);
}

std::string_view name(Form form) noexcept {
  switch (form) {
    case Form::pe32:
      return "PE32";
    case Form::pe32_plus:
      return "PE32+";
    case Form::te:
      return "TE";
  }
  return "";
}

}  // namespace assay::formats::pe
