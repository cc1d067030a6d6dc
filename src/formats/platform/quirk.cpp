#include "formats/platform/quirk.h"

#include <algorithm>

namespace assay::formats::platform {

bool Quirks::has(Quirk quirk) const noexcept {
  return std::ranges::find(all_, quirk) != all_.end();
}

std::string_view describe(Quirk quirk) noexcept {
  switch (quirk) {
    case Quirk::version_one:
      return "the attribute certificate's version is not v2";
    case Quirk::several_issuers:
      return "the issuer has more than one name; the first directory name counts";
    case Quirk::no_credential_type:
      return "it does not say whether it is a base or a delta certificate";
    case Quirk::odd_credential_type:
      return "its TCGCredentialType is none that the TCG lists";
    case Quirk::malformed_attribute:
      return "a known attribute cannot be decoded";
    case Quirk::repeated_attribute:
      return "an attribute stands twice, or has more than one value; the first counts";
    case Quirk::odd_text:
      return "a text has another string type than the profile's";
    case Quirk::long_text:
      return "a text is longer than 256 characters";
    case Quirk::explicit_tag:
      return "a field is tagged explicitly instead of implicitly";
    case Quirk::odd_component_class:
      return "a component class has no registry, or not 4 bytes";
    case Quirk::odd_platform_class:
      return "the platform class is no OCTET STRING of 4 bytes";
    case Quirk::unwrapped_trait:
      return "a trait's value stands without its OCTET STRING";
    case Quirk::status_in_base:
      return "a base certificate says that something was added, modified or removed";
    case Quirk::status_missing:
      return "a delta certificate does not say whether something was added, modified or removed";
  }
  return "unknown";
}

}  // namespace assay::formats::platform
