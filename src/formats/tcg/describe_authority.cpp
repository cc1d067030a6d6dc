// EV_EFI_VARIABLE_AUTHORITY: which entry of which database let an image run. The firmware logs an
// EFI_SIGNATURE_DATA (PFP 1.06 r52, 10.4.1); shim logs its own keys as bare certificates, and the
// levels it enforces (SBAT, MokListTrusted) as they are.
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/event_types.h"
#include "formats/uefi/certificate_subject.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

constexpr std::size_t kOwner = 16;

// The certificate or digest of one entry; owner added where there is one.
std::optional<std::string> entry_in_words(bytes::ByteSpan data, Description& said) {
  if (auto subject = uefi::certificate_subject(data)) {
    add(said, "certificate", *subject);
    return subject;
  }
  if (data.size() < kOwner) return std::nullopt;
  const bytes::ByteSpan body = data.subspan(kOwner);
  std::string owner = uefi::name_or_text(uefi::Guid::from(data.first<kOwner>()));
  if (auto subject = uefi::certificate_subject(body)) {
    add(said, "certificate", *subject);
    std::string words = fmt::format("{} (owner {})", *subject, owner);
    add(said, "owner", std::move(owner));
    return words;
  }
  if (body.size() == 20 || body.size() == 32 || body.size() == 48 || body.size() == 64) {
    std::string digest = bytes::to_hex(body);
    std::string words = fmt::format("image digest {} (owner {})", digest, owner);
    add(said, "image_digest", std::move(digest));
    add(said, "owner", std::move(owner));
    return words;
  }
  return std::nullopt;
}

std::string authority_in_words(const uefi::Variable& variable, const Scene& scene,
                               Description& said) {
  // Text first: the SBAT level is a few lines of CSV.
  if (looks_like_text(variable.data)) {
    std::string text = on_one_line(variable.data);
    add(said, "value", text);
    return text;
  }
  if (variable.data.empty()) return "empty";
  if (variable.data.size() == 1) {
    const auto value = std::to_integer<unsigned>(variable.data.front());
    std::string words = value == 0 ? "off" : (value == 1 ? "on" : fmt::to_string(value));
    add(said, "value", words);
    return words;
  }
  if (auto words = entry_in_words(variable.data, said)) return *std::move(words);
  if (auto words = signatures_in_words(variable, scene.budget, said)) return *std::move(words);
  std::string words = bytes_in_words(variable.data);
  add(said, kUndecoded, words);
  return words;
}

}  // namespace

Words describe_authority(const Scene& scene) {
  const auto variable = uefi::parse_variable(scene.reader());
  if (!variable) return {};
  Description said;
  const std::string name = uefi::utf16_text(variable->name, 128);
  said.what = fmt::format(
      "{} {}", scene.event.type == EV_EFI_SPDM_DEVICE_AUTHORITY ? "device authority" : "authority",
      name);
  add(said, "variable", name);
  add(said, "vendor", uefi::name_or_text(variable->vendor));
  said.text = fmt::format("{}: {}", said.what, authority_in_words(*variable, scene, said));
  return said;
}

}  // namespace assay::formats::tcg
