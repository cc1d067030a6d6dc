#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/tcg/sipa.h"
#include "formats/tcg/sipa_names.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

std::optional<std::uint64_t> number_of(bytes::ByteSpan data) {
  if (data.empty() || data.size() > 8) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = data.size(); i-- > 0;)
    value = (value << 8U) | std::to_integer<std::uint64_t>(data[i]);
  return value;
}

// FILETIME: 100 ns since 1601.
std::string file_time(std::uint64_t ticks) {
  constexpr std::int64_t kEpochs = 11'644'473'600;
  return base::to_rfc3339({static_cast<std::int64_t>(ticks / 10'000'000U) - kEpochs});
}

std::string tagged_digest(std::uint16_t alg, bytes::ByteSpan digest) {
  const auto known = crypto::hash_alg_from_tpm(alg);
  return fmt::format("{}:{}",
                     known ? std::string(crypto::name(*known)) : fmt::format("0x{:04x}", alg),
                     bytes::to_hex(digest.first(std::min<std::size_t>(digest.size(), 64))));
}

std::string size_of(bytes::ByteSpan data) { return base::counted(data.size(), "byte"); }

std::string si_policy(bytes::ByteSpan data) {
  bytes::Reader reader(data);
  const auto head = reader.fixed<16>("PolicyVersion");
  if (!head) return size_of(data);
  const auto name = reader.take(bytes::le16_at<8>(*head), "PolicyName");
  const auto digest = reader.take(bytes::le32_at<12>(*head), "Digest");
  if (!name || !digest) return size_of(data);
  return fmt::format("{} {}", uefi::utf16_text(*name, 128),
                     tagged_digest(bytes::le16_at<10>(*head), *digest));
}

std::string revocation_list(bytes::ByteSpan data) {
  bytes::Reader reader(data);
  const auto head = reader.fixed<14>("CreationTime");
  if (!head) return size_of(data);
  const auto digest = reader.take(bytes::le32_at<8>(*head), "Digest");
  if (!digest) return size_of(data);
  return fmt::format("of {} {}", file_time(bytes::le64_at<0>(*head)),
                     tagged_digest(bytes::le16_at<12>(*head), *digest));
}

std::string custom_policy(bytes::ByteSpan data) {
  bytes::Reader reader(data);
  const auto head = reader.fixed<12>("PayloadVersion");
  if (!head) return size_of(data);
  const auto digest =
      reader.at(bytes::le32_at<4>(*head), bytes::le16_at<10>(*head), "HashDigestLength");
  if (!digest) return size_of(data);
  return tagged_digest(bytes::le16_at<8>(*head), digest->whole());
}

std::string_view hash_alg_name(std::uint64_t id) {
  switch (id) {
    case 0x8004:
      return "sha1";
    case 0x800C:
      return "sha256";
    case 0x800D:
      return "sha384";
    case 0x800E:
      return "sha512";
    default:
      return {};
  }
}

std::string_view dep_name(std::uint64_t value) {
  static constexpr std::array<std::string_view, 4> kNames = {"opt-in", "opt-out", "always off",
                                                             "always on"};
  return value < kNames.size() ? kNames[value] : std::string_view{};
}

std::string_view os_device_name(std::uint64_t value) {
  switch (value) {
    case 0x00010001:
      return "hard disk";
    case 0x00010002:
      return "removable disk";
    case 0x00010003:
      return "CD-ROM";
    case 0x00010004:
      return "partition";
    case 0x00010005:
      return "file";
    case 0x00010006:
      return "RAM disk";
    case 0x00010007:
      return "virtual hard disk";
    case 0x00020000:
      return "serial line";
    case 0x00030000:
      return "network";
    case 0x00040000:
      return "VMBus";
    case 0x00050000:
      return "composite device";
    default:
      return {};
  }
}

std::string_view smt_name(std::uint64_t value) {
  static constexpr std::array<std::string_view, 3> kNames = {"off in firmware", "on",
                                                             "off in software"};
  return value < kNames.size() ? kNames[value] : std::string_view{};
}

std::string_view driver_policy_name(std::uint64_t value) {
  switch (value) {
    case 1:
      return "good and unknown";
    case 3:
      return "good, unknown, and bad but critical";
    case 7:
      return "all";
    case 8:
      return "good only";
    default:
      return {};
  }
}

std::string bitlocker_flags(std::uint64_t flags) {
  static constexpr std::pair<std::uint64_t, std::string_view> kFlags[] = {
      {0x001, "cached"},     {0x002, "media"},        {0x004, "TPM"},
      {0x010, "PIN"},        {0x020, "external key"}, {0x040, "recovery key"},
      {0x080, "passphrase"}, {0x100, "network"},      {0x200, "AUK"}};
  std::string out;
  std::uint64_t left = flags;
  for (const auto& [bit, name] : kFlags) {
    if ((flags & bit) == 0) continue;
    base::append(out, "{}{}", out.empty() ? "" : "+", name);
    left &= ~bit;
  }
  if (left != 0) base::append(out, "{}0x{:x}", out.empty() ? "" : "+", left);
  return out.empty() ? "none" : out;
}

std::string named(std::string_view name, std::uint64_t value) {
  return name.empty() ? fmt::format("0x{:x}", value) : std::string(name);
}

std::string number_in_words(SipaForm form, std::uint64_t value) {
  switch (form) {
    case SipaForm::flag:
      return value == 0 ? "off" : (value == 1 ? "on" : fmt::format("on (0x{:x})", value));
    case SipaForm::hex_number:
      return fmt::format("0x{:x}", value);
    case SipaForm::hash_alg:
      return named(hash_alg_name(value), value);
    case SipaForm::dep:
      return named(dep_name(value), value);
    case SipaForm::os_device:
      return named(os_device_name(value), value);
    case SipaForm::smt:
      return named(smt_name(value), value);
    case SipaForm::driver_policy:
      return named(driver_policy_name(value), value);
    case SipaForm::bitlocker:
      return bitlocker_flags(value);
    default:
      return fmt::to_string(value);
  }
}

}  // namespace

std::string sipa_value(const SipaEvent& event) {
  const SipaForm form = event.aggregation() ? SipaForm::container : sipa_kind(event.id).form;
  switch (form) {
    case SipaForm::container:
      return {};
    case SipaForm::text:
      return uefi::utf16_text(event.data, 512);
    case SipaForm::digest:
      return bytes::to_hex(event.data.first(std::min<std::size_t>(event.data.size(), 64)));
    case SipaForm::blob:
      return size_of(event.data);
    case SipaForm::policy:
      return si_policy(event.data);
    case SipaForm::revocation:
      return revocation_list(event.data);
    case SipaForm::sbcp:
      return custom_policy(event.data);
    default:
      break;
  }
  const auto value = number_of(event.data);
  return value ? number_in_words(form, *value) : size_of(event.data);
}

}  // namespace assay::formats::tcg
