// Traits: how profile 2.x states anything at all (TCG Platform Certificate Profile 2.0, 3.1.7).
// Each is a value with three OIDs: how it is encoded, what it is about, which registry explains it.
// Here they are read, and those about a component are written into its fields.
#pragma once

#include "formats/platform/fields.h"

namespace assay::formats::platform {

// traitCategory (2.23.133.19.2.N): what a trait is about.
inline constexpr std::string_view kCategoryEkCertificate = "2.23.133.19.2.15";
inline constexpr std::string_view kCategoryPlatformCertificate = "2.23.133.19.2.21";
inline constexpr std::string_view kCategoryDeltaCertificate = "2.23.133.19.2.22";
inline constexpr std::string_view kCategoryRebaseCertificate = "2.23.133.19.2.23";
inline constexpr std::string_view kCategoryPublicKey = "2.23.133.19.2.37";

/// "componentSerial" for "2.23.133.19.2.10"; the OID itself where no profile lists it. Lives as
/// long as `category`.
[[nodiscard]] std::string_view category_name(std::string_view category) noexcept;

/// A SEQUENCE OF Trait whose own tag has been read. `component`: where traits about a component go;
/// null where the traits are about something else.
[[nodiscard]] bytes::Parsed<std::vector<Trait>> parse_traits(bytes::Reader content,
                                                             fields::Context& c,
                                                             Component* component);

/// ComponentIdentifier of profile 1.x (and of the componentIdentifierV11 trait): the content of its
/// SEQUENCE, into `out`.
[[nodiscard]] bytes::Parsed<void> parse_component_identifier(bytes::Reader content,
                                                             fields::Context& c, Component& out);

}  // namespace assay::formats::platform
