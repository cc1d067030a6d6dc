#include "formats/smbios/values.h"

#include <array>
#include <fmt/format.h>

#include "bytes/text.h"

namespace assay::formats::smbios {

std::string to_text(const Uuid& uuid) {
  std::string out = bytes::to_hex(uuid.bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) out.insert(at, 1, '-');
  return out;
}

std::string to_text(const BusAddress& a) {
  return fmt::format("{:04x}:{:02x}:{:02x}.{:x}", a.segment, a.bus, a.device, a.function);
}

std::string to_text(const Release& r) { return fmt::format("{}.{}", r.major, r.minor); }

std::string to_text(const Size& size) {
  static constexpr std::array kUnits{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (size.bytes == 0) return "0";
  std::size_t unit = 0;
  std::uint64_t n = size.bytes;
  while (unit + 1 < kUnits.size() && n % 1024 == 0) {
    n /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", n, kUnits[unit]);
}

std::string to_text(const JedecId& id) {
  return fmt::format("bank {}, 0x{:02X}", id.bank, id.code);
}

std::string to_text(const Coded& coded) {
  if (!coded.text.empty()) return std::string(coded.text);
  return coded.code ? fmt::format("0x{:02X}", *coded.code) : std::string("out of spec");
}

bool is(const std::optional<Coded>& coded, std::string_view text) noexcept {
  return coded && coded->text == text;
}

}  // namespace assay::formats::smbios
