// The small ASN.1 types that every part of a platform certificate is made of (TCG Platform
// Certificate Profile 1.1, 3.1.6; RFC 5755, 4.1): texts, identifiers, URIs, references to other
// certificates. Shared by the decoders of this folder; of no use outside.
#pragma once

#include "formats/der/value.h"
#include "formats/platform/component.h"
#include "formats/platform/quirk.h"

namespace assay::formats::platform {
namespace fields {

/// What every decoder of this folder needs beside the bytes.
struct Context {
  bytes::Budget& budget;
  Quirks& quirks;
};

/// The profile's STRMAX, in characters; longer ones are a quirk, not an error.
inline constexpr std::size_t kStrMax = 256;

/// The next element, a character string; `usual` is the profile's type, any other is a quirk.
[[nodiscard]] bytes::Parsed<std::string> text(bytes::Reader& r, Context& c, std::string_view field,
                                              der::Tag usual = der::Tag::utf8_string);
/// The same for a field whose tag was replaced by a context-specific one.
[[nodiscard]] bytes::Parsed<std::string> tagged_text(const der::Tlv& tlv, Context& c,
                                                     std::string_view field);
[[nodiscard]] bytes::Parsed<std::string> oid(bytes::Reader& r, Context& c, std::string_view field);
/// 0 … 2^63-1.
[[nodiscard]] bytes::Parsed<std::uint64_t> number(const der::Tlv& tlv, std::string_view field);
[[nodiscard]] bytes::Parsed<Status> status(const der::Tlv& tlv);
/// The dotted OID of an AlgorithmIdentifier; its parameters are not looked at.
[[nodiscard]] bytes::Parsed<std::string> algorithm(bytes::Reader& r, Context& c,
                                                   std::string_view field);

// These four read the content of a SEQUENCE to its end.
[[nodiscard]] bytes::Parsed<UriReference> uri(bytes::Reader content, Context& c,
                                              std::string_view field);
[[nodiscard]] bytes::Parsed<IssuerSerial> issuer_serial(bytes::Reader content, Context& c,
                                                        std::string_view field);
[[nodiscard]] bytes::Parsed<CertificateReference> certificate_reference(bytes::Reader content,
                                                                        Context& c,
                                                                        std::string_view field);
[[nodiscard]] bytes::Parsed<Address> address(bytes::Reader content, Context& c);
/// ComponentClass. Nothing, and a quirk, where the value has not 4 bytes.
[[nodiscard]] bytes::Parsed<std::optional<ComponentClass>> component_class(bytes::Reader content,
                                                                           Context& c);

}  // namespace fields
}  // namespace assay::formats::platform
