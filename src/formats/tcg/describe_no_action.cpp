// EV_NO_ACTION: notes in the log that no PCR holds.
#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/device_security.h"
#include "formats/tcg/no_action.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

using namespace std::string_view_literals;

Words spec_id(const EventLog& log, const Event& event) {
  if (event.number != 0 || !log.spec_id) return {};
  const SpecId& id = *log.spec_id;
  Description said;
  said.what = fmt::format("log header {}", base::printable(id.signature, 16));
  std::string algorithms;
  for (const SpecId::Algorithm& algorithm : id.algorithms) {
    if (algorithms.size() > 128) break;
    const auto known = crypto::hash_alg_from_tpm(algorithm.id);
    base::append(algorithms, "{}{}", algorithms.empty() ? "" : ", ",
                 known ? std::string(crypto::name(*known)) : fmt::format("0x{:04x}", algorithm.id));
  }
  const std::string version =
      fmt::format("{}.{} errata {}", id.version_major, id.version_minor, id.errata);
  said.text =
      fmt::format("log header: {}, version {}{}{}{}", base::printable(id.signature, 16), version,
                  algorithms.empty() ? "" : ", ", algorithms,
                  id.vendor_info.empty() ? "" : ", vendor " + uefi::utf8_text(id.vendor_info, 64));
  add(said, "version", version);
  add(said, "algorithms", std::move(algorithms));
  if (!id.vendor_info.empty()) add(said, "vendor", uefi::utf8_text(id.vendor_info, 64));
  return said;
}

std::string locator_in_words(std::uint32_t type, bytes::ByteSpan locator, bytes::Budget& budget) {
  switch (type) {
    case 1:
      return uefi::utf8_text(locator, 256);
    case 2: {
      const auto path = uefi::parse_device_path(bytes::Reader(locator), budget);
      return path ? path->to_text() : bytes_in_words(locator);
    }
    case 3:
      if (locator.size() < 16) return bytes_in_words(locator);
      return fmt::format("variable {} of {}", uefi::utf16_text(locator.subspan(16), 128),
                         uefi::name_or_text(uefi::Guid::from(locator.first<16>())));
    default:
      return bytes_in_words(locator);
  }
}

Words platform_id(const Scene& scene) {
  const auto id = parse_platform_id(scene.reader());
  if (!id) return {};
  Description said;
  said.what = "platform identity (SP800-155)";
  said.text = said.what + ":";
  const auto text = [&said](std::string_view key, std::string_view before, bytes::ByteSpan value) {
    if (value.empty()) return;
    std::string words = uefi::utf8_text(value, 96);
    base::append(said.text, " {}{}", before, words);
    add(said, key, std::move(words));
  };
  text("manufacturer", "", id->manufacturer);
  text("model", "", id->model);
  text("version", "version ", id->version);
  text("firmware_manufacturer", "firmware ", id->firmware_manufacturer);
  text("firmware_version", "version ", id->firmware_version);
  base::append(said.text, " reference manifest {}", id->manifest.to_string());
  add(said, "manufacturer_id", fmt::to_string(id->manufacturer_id));
  add(said, "manifest", id->manifest.to_string());
  if (!id->manifest_locator.empty()) {
    std::string where =
        locator_in_words(id->manifest_locator_type, id->manifest_locator, scene.budget);
    base::append(said.text, " at {}", where);
    add(said, "manifest_locator", std::move(where));
  }
  if (!id->certificate_locator.empty())
    add(said, "certificate_locator",
        locator_in_words(id->certificate_locator_type, id->certificate_locator, scene.budget));
  return said;
}

Words nv_dynamic(const Scene& scene) {
  const auto nv = parse_nv_index_dynamic(scene.reader());
  if (!nv) return {};
  Description said;
  const std::string description = uefi::utf8_text(nv->description, 64);
  said.what = fmt::format("device nonce {}", description);
  said.text = fmt::format("{}, device {:#x}, {}", said.what, nv->uid, bytes_in_words(nv->data));
  add(said, "description", description);
  add(said, "device", fmt::format("0x{:x}", nv->uid));
  add(said, "data", bytes::to_hex(nv->data.first(std::min<std::size_t>(nv->data.size(), 64))));
  return said;
}

// The same structure as in the SPDM events, after Signature, Version and Reserved.
Words nv_instance(const Scene& scene) {
  bytes::Reader reader = scene.reader();
  if (!reader.skip(24, "Signature")) return {};
  const Event inner{.number = scene.event.number,
                    .pcr = scene.event.pcr,
                    .type = scene.event.type,
                    .offset = scene.event.offset,
                    .data_offset = reader.offset(),
                    .data = reader.rest()};
  Words said = describe_device_security(Scene{inner, scene.budget});
  if (said) {
    said->what = "device instance: " + said->what;
    said->text = "device instance: " + said->text;
  }
  return said;
}

}  // namespace

Words describe_no_action(const EventLog& log, const Scene& scene) {
  const bytes::ByteSpan data = scene.event.data;
  if (bytes::starts_with(data, "Spec ID Event")) return spec_id(log, scene.event);
  if (bytes::starts_with(data, "SP800-155 Event")) return platform_id(scene);
  if (bytes::starts_with(data, "NvIndexDynamic")) return nv_dynamic(scene);
  if (bytes::starts_with(data, "NvIndexInstance")) return nv_instance(scene);
  if (const auto locality = startup_locality(data)) {
    Description said;
    said.what = "startup locality";
    said.text = fmt::format("startup locality {}", *locality);
    add(said, "locality", fmt::to_string(*locality));
    return said;
  }
  return describe_sipa(scene);
}

}  // namespace assay::formats::tcg
