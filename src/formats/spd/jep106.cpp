#include "formats/spd/jep106.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace assay::formats::spd {
namespace {

struct Row {
  std::uint16_t id;  // bank and code, both without parity
  std::string_view name;
};

// Sorted by id.
constexpr std::array kMakers{
    Row{0x0001, "AMD"},       Row{0x0004, "Fujitsu"},
    Row{0x0007, "Hitachi"},   Row{0x0009, "Intel"},
    Row{0x0010, "NEC"},       Row{0x0018, "Toshiba"},
    Row{0x001F, "Atmel"},     Row{0x0020, "STMicroelectronics"},
    Row{0x0024, "IBM"},       Row{0x002C, "Micron"},
    Row{0x002D, "SK hynix"},  Row{0x0033, "IDT"},
    Row{0x0041, "Infineon"},  Row{0x004E, "Samsung"},
    Row{0x005A, "Winbond"},   Row{0x0114, "Smart Modular"},
    Row{0x0118, "Kingston"},  Row{0x0140, "Viking"},
    Row{0x014F, "Transcend"}, Row{0x017A, "Apacer"},
    Row{0x021E, "Corsair"},   Row{0x027E, "Elpida"},
    Row{0x030B, "Nanya"},     Row{0x0325, "Kingmax"},
    Row{0x0443, "Ramaxel"},   Row{0x044B, "A-DATA"},
    Row{0x044D, "G.Skill"},   Row{0x046F, "Team Group"},
    Row{0x0502, "Patriot"},   Row{0x051B, "Crucial"},
    Row{0x0551, "Qimonda"},   Row{0x0632, "Montage"},
    Row{0x0671, "Innodisk"},  Row{0x0A11, "ChangXin Memory"},
};
static_assert(std::ranges::is_sorted(kMakers, {}, &Row::id));

}  // namespace

std::string_view maker_name(Maker maker) noexcept {
  const auto id = static_cast<std::uint16_t>((maker.bank & 0x7FU) << 8U | (maker.code & 0x7FU));
  const auto it = std::ranges::lower_bound(kMakers, id, {}, &Row::id);
  return it != kMakers.end() && it->id == id ? it->name : std::string_view{};
}

std::string maker_text(Maker maker) {
  if (!maker.known()) return {};
  if (const auto name = maker_name(maker); !name.empty()) return std::string(name);
  return fmt::format("JEP106 {:02x}{:02x}", maker.bank, maker.code);
}

}  // namespace assay::formats::spd
