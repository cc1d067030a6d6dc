#include "formats/redfish/integrity.h"

namespace assay::formats::redfish {
namespace {

StatedMeasurement measurement(const Fields& f, std::string_view index) {
  StatedMeasurement m;
  m.index = f.number(index).value_or(0);
  m.value = f.text("Measurement");
  m.hash = f.text("MeasurementHashAlgorithm");
  // The DMTF's own mockup has the misspelt name.
  m.type = f.first_text({"MeasurementType", "MeasurmentType"});
  return m;
}

}  // namespace

SoftwareInventory software_inventory(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  SoftwareInventory s;
  s.part = part(f, r.uri);
  s.version = f.text("Version");
  s.part.revision.clear();  // its Version is the software's
  s.software_id = f.text("SoftwareId");
  s.device_context = f.object("Oem").object("Hpe").text("DeviceContext");
  s.related = f.links("RelatedItem");
  return s;
}

Certificate certificate(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  return {part(f, r.uri), f.text("CertificateType"), f.text("CertificateString"),
          f.object("Links").link("Issuer")};
}

TrustedComponent trusted_component(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  const Fields links = f.object("Links");
  return {part(f, r.uri), f.text("TrustedComponentType"), links.links("ComponentsProtected"),
          links.links("ComponentIntegrity"), links.link("ActiveSoftwareImage")};
}

ComponentIntegrity component_integrity(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  ComponentIntegrity c;
  c.part = part(f, r.uri);
  c.type = f.text("ComponentIntegrityType");
  c.version = f.text("ComponentIntegrityTypeVersion");
  c.target = f.text("TargetComponentURI");
  c.enabled = f.flag("ComponentIntegrityEnabled");
  c.signed_target =
      f.object("Actions").object("#ComponentIntegrity.SPDMGetSignedMeasurements").text("target");
  const Fields spdm = f.object("SPDM");
  const Fields responder = spdm.object("IdentityAuthentication").object("ResponderAuthentication");
  c.verification = responder.text("VerificationStatus");
  c.certificate = responder.link("ComponentCertificate");
  spdm.object("MeasurementSet").each("Measurements", [&](const Fields& m) {
    c.measurements.push_back(measurement(m, "MeasurementIndex"));
  });
  const Fields tpm = f.object("TPM");
  if (tpm.exists()) {
    const Fields identity = tpm.object("IdentityAuthentication");
    c.verification = identity.text("VerificationStatus");
    c.certificate = identity.link("ComponentCertificate");
    tpm.object("MeasurementSet").each("Measurements", [&](const Fields& m) {
      c.measurements.push_back(measurement(m, "PCR"));
    });
  }
  return c;
}

SignedMeasurements signed_measurements(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  SignedMeasurements s;
  const auto actions = r.uri.find("/Actions/");
  s.owner = r.uri.substr(0, actions != std::string::npos ? actions : r.uri.rfind('/'));
  s.version = f.text("Version");
  s.hash = f.text("HashingAlgorithm");
  s.signing = f.text("SigningAlgorithm");
  s.data = f.text("SignedMeasurements");
  s.public_key = f.text("PublicKey");
  s.certificate = f.link("Certificate");
  return s;
}

}  // namespace assay::formats::redfish
