// Attribute certificates for tests, element by element, on top of the forge of x509's tests.
#pragma once

#include "formats/platform/certificate_file.h"
#include "unit/formats/x509/forge.h"

namespace assay::testing {

inline Bytes utf8(std::string_view text) { return tlv(12, text_bytes(text)); }
inline Bytes tagged(unsigned n, std::string_view text) { return tlv(0x80 + n, text_bytes(text)); }
/// GeneralNames of one directoryName.
inline Bytes general_names(std::string_view cn) { return sequence({tlv(0xA4, name(cn))}); }
inline Bytes attribute(std::string_view oid_hex, const Bytes& value) {
  return sequence({oid(oid_hex), tlv(0x31, value)});
}

inline constexpr std::string_view kBaseType = "6781050802";
inline constexpr std::string_view kDeltaType = "6781050805";
inline constexpr std::string_view kRebaseType = "6781050807";
inline Bytes credential_type(std::string_view oid_hex) {
  return attribute("6781050219", sequence({oid(oid_hex)}));
}

/// ComponentClass in a registry 2.23.133.18.3.N.
inline Bytes component_class(unsigned registry, std::string_view value_hex) {
  return sequence({oid("67810512030" + std::to_string(registry)), tlv(4, hex(value_hex))});
}
/// ComponentIdentifier of profile 1.1; empty texts are left out, `status` < 0 too.
inline Bytes component(std::string_view class_hex, std::string_view manufacturer,
                       std::string_view model, std::string_view serial = "", int status = -1) {
  return sequence({component_class(1, class_hex), utf8(manufacturer), utf8(model),
                   serial.empty() ? Bytes{} : tagged(0, serial),
                   status < 0 ? Bytes{} : tlv(0x87, Bytes{static_cast<std::byte>(status)})});
}
/// platformConfiguration-v2 with these components.
inline Bytes configuration(const Bytes& components) {
  return attribute("67810505010702", sequence({tlv(0xA0, components)}));
}
/// A trait: id and category by their last arc, registry none.
inline Bytes trait(unsigned id, unsigned category, const Bytes& value, bool wrapped = true) {
  const auto arc = [](std::string_view prefix, unsigned n) {
    return tlv(6, join({hex(prefix), Bytes{static_cast<std::byte>(n)}}));
  };
  return sequence({arc("6781051301", id), arc("6781051302", category), oid("678105130301"),
                   wrapped ? tlv(4, value) : value});
}

struct AcForge {
  std::string holder_issuer = "EK CA";
  Bytes holder_serial = hex("02021234");  ///< the whole INTEGER
  Bytes holder{};                         ///< in place of the two
  std::string issuer = "Maker";
  Bytes serial = hex("02011f");
  std::string not_before = "20210101000000Z";
  std::string not_after = "20400101000000Z";
  Bytes attributes = credential_type(kBaseType);
  Bytes extensions{};
  Bytes algorithm = sequence({oid("2a8648ce3d040302")});  ///< ecdsa-with-SHA256
};

/// acinfo, then the whole certificate, signed with `signer`.
inline Bytes attribute_certificate(const AcForge& f, const Key& signer) {
  const Bytes holder = !f.holder.empty()
                           ? f.holder
                           : tlv(0xA0, join({general_names(f.holder_issuer), f.holder_serial}));
  const Bytes info = sequence(
      {hex("020101"), tlv(0x30, holder), tlv(0xA0, general_names(f.issuer)), f.algorithm, f.serial,
       sequence({tlv(24, text_bytes(f.not_before)), tlv(24, text_bytes(f.not_after))}),
       tlv(0x30, f.attributes), f.extensions.empty() ? Bytes{} : tlv(0x30, f.extensions)});
  return sequence({info, f.algorithm, tlv(3, join({hex("00"), signer.sign(info, EVP_sha256())}))});
}

/// subjectAltName with the platform's manufacturer, model and serial.
inline Bytes platform_san(std::string_view manufacturer, std::string_view model,
                          std::string_view serial) {
  const auto field = [](std::string_view oid_hex, std::string_view value) {
    return tlv(0x31, sequence({oid(oid_hex), utf8(value)}));
  };
  return extension("551d11", false,
                   sequence({tlv(0xA4, sequence({field("678105050101", manufacturer),
                                                 field("678105050104", model),
                                                 field("678105050106", serial)}))}));
}

inline bytes::Parsed<formats::platform::Certificate> parse_ac(const Bytes& bytes) {
  bytes::Budget budget;
  return formats::platform::parse_attribute_certificate(bytes::Reader(bytes), budget);
}

/// An EK certificate as the default AcForge names it.
inline Bytes ek_certificate(const Key& key, const Key& ca,
                            std::string_view serial_hex = "02021234") {
  Forge f;
  f.subject = "";
  f.issuer = "EK CA";
  f.serial = hex(serial_hex);
  f.ca = false;
  f.key_usage = "03020520";
  return certificate(f, key, ca);
}

}  // namespace assay::testing
