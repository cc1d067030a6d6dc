// What a BMC says about the trustworthiness of a server's components (DSP0268): firmware versions,
// certificates, trusted components (TPMs, roots of trust), and ComponentIntegrity, which carries
// SPDM measurements. Measurements in the resource itself are the BMC's word; only the answer to the
// action SPDMGetSignedMeasurements carries a signature of the device (formats/spdm checks it).
#pragma once

#include "formats/redfish/part.h"

namespace assay::formats::redfish {

struct SoftwareInventory {
  Part part;
  std::string version;
  std::string software_id;
  std::string device_context;        ///< HPE: where what it runs on sits ("PCI-E Slot 1")
  std::vector<std::string> related;  ///< RelatedItem: what it runs on
};

struct Certificate {
  Part part;
  std::string type;    ///< CertificateType: "PEM", "PEMchain", "PKCS7"
  std::string text;    ///< CertificateString
  std::string issuer;  ///< Links.Issuer
};

struct TrustedComponent {
  Part part;
  std::string type;                    ///< TrustedComponentType: "Discrete", "Integrated"
  std::vector<std::string> protects;   ///< Links.ComponentsProtected
  std::vector<std::string> integrity;  ///< Links.ComponentIntegrity
  std::string image;                   ///< Links.ActiveSoftwareImage
};

/// One entry of SPDM.MeasurementSet.Measurements, or of TPM.MeasurementSet.Measurements.
struct StatedMeasurement {
  std::uint64_t index = 0;  ///< MeasurementIndex, or PCR
  std::string value;        ///< base64
  std::string hash;         ///< "TPM_ALG_SHA_384"
  std::string type;         ///< MeasurementType: "ImmutableROM"
};

struct ComponentIntegrity {
  Part part;
  std::string type;             ///< ComponentIntegrityType: "SPDM", "TPM"
  std::string version;          ///< ComponentIntegrityTypeVersion: "1.1.0"
  std::string target;           ///< TargetComponentURI
  std::optional<bool> enabled;  ///< ComponentIntegrityEnabled
  std::string verification;     ///< …VerificationStatus: the BMC's own opinion
  std::string certificate;      ///< …ResponderAuthentication.ComponentCertificate
  std::string signed_target;    ///< where the action that gets signed measurements is posted
  std::vector<StatedMeasurement> measurements;
};

/// SPDMGetSignedMeasurementsResponse.
struct SignedMeasurements {
  std::string owner;       ///< URI of the ComponentIntegrity it was asked from, by the file's place
  std::string version;     ///< "1.1.0"
  std::string hash;        ///< HashingAlgorithm: "TPM_ALG_SHA_384"
  std::string signing;     ///< SigningAlgorithm: "TPM_ALG_ECDSA_ECC_NIST_P384"
  std::string data;        ///< SignedMeasurements, base64: the transcript with its signature
  std::string public_key;  ///< PEM, where the key was provisioned rather than certified
  std::string certificate;  ///< link
};

[[nodiscard]] SoftwareInventory software_inventory(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Certificate certificate(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] TrustedComponent trusted_component(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] ComponentIntegrity component_integrity(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] SignedMeasurements signed_measurements(const Resource& resource, Mistyped& mistyped);

}  // namespace assay::formats::redfish
