#include "formats/nvram/store.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/nvram/parsers.h"

namespace assay::formats::nvram {
namespace {

using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

std::optional<StoreKind> told_by_guid(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto raw = r.fixed<16>("Signature");
  if (!raw) return std::nullopt;
  const auto guid = uefi::Guid::from(*raw);
  if (guid == kWorkingBlock || guid == kOldWorkingBlock) return StoreKind::ftw;
  // A volume's GUID too; a working block states a state byte and a queue length behind it.
  if (guid == kMainWorkingBlock) {
    const auto head = r.fixed<16>("Header");
    if (!head || bytes::le32_at<8>(*head) == 0 || bytes::le32_at<8>(*head) > 0x100000)
      return std::nullopt;
    return StoreKind::ftw;
  }
  if (guid != kAuthenticatedVariables && guid != kVariables && guid != kVariables2)
    return std::nullopt;
  const auto head = r.fixed<12>("Header");
  constexpr std::uint8_t kFormatted = 0x5A;
  if (!head || bytes::u8_at<4>(*head) != kFormatted) return std::nullopt;
  return StoreKind::vss2;
}

}  // namespace

std::optional<StoreKind> looks_like_store(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto head = r.fixed<8>("Signature");
  if (!head) return std::nullopt;
  switch (bytes::le32_at<0>(*head)) {
    case kMagicVss:
    case kMagicSvs:
    case kMagicNss: {
      const auto format = r.u8("Format");
      return format && *format == 0x5A ? std::optional(StoreKind::vss) : std::nullopt;
    }
    case kMagicFdc:
      return StoreKind::fdc;
    case kMagicFsys:
    case kMagicGaid:
      return StoreKind::fsys;
    case kMagicNvar:
      return StoreKind::nvar;
    case kMagicCmdb:
      return StoreKind::cmdb;
    case kMagicFlashMap:
      return bytes::starts_with(b, "_FLASH_MAP") ? std::optional(StoreKind::flash_map)
                                                 : std::nullopt;
    // First words of the GUIDs, so that most places cost one comparison.
    case 0xAAF32C78:
    case 0xDDCF3616:
    case 0xDDCF3617:
    case 0x9E58292B:
    case 0xFFF12B8D:
      return told_by_guid(b);
    default:
      break;
  }
  if (bytes::le32_at<4>(*head) == kMagicEvsa && bytes::u8_at<0>(*head) == 0xEC)
    return StoreKind::evsa;
  return std::nullopt;
}

Parsed<Store> parse_store(Reader reader, Budget& budget) {
  const auto kind = looks_like_store(reader.rest());
  if (!kind)
    return bytes::bad_value(reader.offset(), "Signature", "that of a known variable store");
  ASSAY_CHECK(budget.items(1, reader.offset(), "Signature"));
  switch (*kind) {
    case StoreKind::vss:
      return parse_vss(reader, budget);
    case StoreKind::vss2:
      return parse_vss2(reader, budget);
    case StoreKind::ftw:
      return parse_ftw(reader, budget);
    case StoreKind::fdc:
      return parse_fdc(reader, budget);
    case StoreKind::fsys:
      return parse_fsys(reader, budget);
    case StoreKind::evsa:
      return parse_evsa(reader, budget);
    case StoreKind::nvar:
      return parse_nvar(reader, budget);
    case StoreKind::cmdb:
      return parse_cmdb(reader, budget);
    case StoreKind::flash_map:
      return parse_flash_map(reader, budget);
  }
  return bytes::bad_value(reader.offset(), "Signature", "that of a known variable store");
}

Parsed<std::vector<Store>> find_stores(Reader reader, Budget& budget) {
  std::vector<Store> out;
  const Reader whole(reader.rest(), reader.offset());
  const std::uint64_t size = whole.whole().size();
  std::uint64_t at = 0;
  while (size - at >= 8) {
    const auto rest = whole.whole().subspan(static_cast<std::size_t>(at));
    std::uint64_t step = 4;
    if (looks_like_store(rest)) {
      auto store = parse_store(Reader(rest, whole.offset() + at), budget);
      if (store) {
        step = std::max<std::uint64_t>(4, (store->size + 3) / 4 * 4);
        out.push_back(*std::move(store));
      } else if (store.error().fault == bytes::Fault::budget) {
        return std::unexpected(store.error());
      }
    }
    at += std::min(step, size - at);
  }
  return out;
}

void set_free(Store& store, std::uint64_t from, std::uint64_t end) noexcept {
  store.free_offset = std::min(from, end);
  store.free_size = end - store.free_offset;
}

std::uint32_t crc32(bytes::ByteSpan data, std::uint64_t erased_from,
                    std::uint64_t erased) noexcept {
  std::uint32_t crc = 0xFFFFFFFF;
  for (std::size_t at = 0; at < data.size(); ++at) {
    const bool blank = at >= erased_from && at - erased_from < erased;
    crc ^= blank ? 0xFFU : static_cast<std::uint32_t>(data[at]);
    for (int i = 0; i < 8; ++i) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::string efi_time(std::span<const std::byte, 16> time) {
  if (bytes::all_of(time, std::byte{0}) || bytes::all_of(time, std::byte{0xFF})) return {};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", bytes::le16_at<0>(time),
                     bytes::u8_at<2>(time), bytes::u8_at<3>(time), bytes::u8_at<4>(time),
                     bytes::u8_at<5>(time), bytes::u8_at<6>(time));
}

std::string_view name(StoreKind kind) noexcept {
  constexpr std::array<std::string_view, 9> kNames{"VSS",  "VSS2", "FTW",  "FDC",      "Fsys",
                                                   "EVSA", "NVAR", "CMDB", "flash map"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name(VariableState state) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"valid", "in transition", "replaced", "deleted",
                                                   "incomplete"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string attributes_text(std::uint32_t attributes) {
  constexpr std::array<std::string_view, 8> kNames{"non-volatile",  "boot services",
                                                   "runtime",       "hardware error record",
                                                   "authenticated", "time-based authenticated",
                                                   "append write",  "enhanced authenticated"};
  std::string out;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((attributes >> i & 1U) == 0) continue;
    if (!out.empty()) out += ", ";
    out += kNames[i];
  }
  return out;
}

}  // namespace assay::formats::nvram
