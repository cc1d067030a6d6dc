#include "formats/tcg/sipa_names.h"

#include <algorithm>
#include <iterator>

#include "formats/tcg/sipa.h"

namespace assay::formats::tcg {
namespace {

using enum SipaForm;

// Sorted by id.
constexpr SipaKind kKinds[] = {
    {0x00020001, "Information", "information", blob},
    {0x00020002, "BootCounter", "boot counter", number},
    {0x00020003, "TransferControl", "transfer of control", number},
    {0x00020004, "ApplicationReturn", "return of an application", number},
    {0x00020005, "BitlockerUnlock", "BitLocker unlock", bitlocker},
    {0x00020006, "EventCounter", "event counter", number},
    {0x00020007, "CounterId", "counter id", hex_number},
    {0x00020008, "MorBitNotCancelable", "memory overwrite bit not cancelable", flag},
    {0x00020009, "ApplicationSvn", "application security version", number},
    {0x0002000A, "SvnChainStatus", "security version chain status", number},
    {0x0002000B, "MorBitApiStatus", "memory overwrite bit status", hex_number},
    {0x00030001, "FirmwareFailure", "firmware failure", blob},
    {0x00030003, "InternalFailure", "internal failure", blob},
    {0x00040001, "BootDebugging", "boot debugging", flag},
    {0x00040002, "BootRevocationList", "boot revocation list", revocation},
    {0x00050001, "OsKernelDebug", "kernel debugging", flag},
    {0x00050002, "CodeIntegrity", "code integrity", flag},
    {0x00050003, "TestSigning", "test signing", flag},
    {0x00050004, "DataExecutionPrevention", "data execution prevention", dep},
    {0x00050005, "SafeMode", "safe mode", flag},
    {0x00050006, "WinPE", "WinPE", flag},
    {0x00050007, "PhysicalAddressExtension", "physical address extension", number},
    {0x00050008, "OsDevice", "system device", os_device},
    {0x00050009, "SystemRoot", "system root", text},
    {0x0005000A, "HypervisorLaunchType", "hypervisor launch", flag},
    {0x0005000B, "HypervisorPath", "hypervisor path", text},
    {0x0005000C, "HypervisorIommuPolicy", "hypervisor IOMMU policy", number},
    {0x0005000D, "HypervisorDebug", "hypervisor debugging", flag},
    {0x0005000E, "DriverLoadPolicy", "driver load policy", driver_policy},
    {0x0005000F, "SiPolicy", "system integrity policy", policy},
    {0x00050010, "HypervisorMmioNxPolicy", "hypervisor MMIO NX policy", number},
    {0x00050011, "HypervisorMsrFilterPolicy", "hypervisor MSR filter policy", number},
    {0x00050012, "VsmLaunchType", "virtual secure mode launch", flag},
    {0x00050013, "OsRevocationList", "system revocation list", revocation},
    {0x00050014, "SmtStatus", "simultaneous multithreading", smt},
    {0x00050020, "VsmIdkInfo", "virtual secure mode identity key", blob},
    {0x00050021, "FlightSigning", "flight signing", flag},
    {0x00050022, "PagefileEncryptionEnabled", "page file encryption", flag},
    {0x00050023, "VsmIdksInfo", "virtual secure mode signing key", blob},
    {0x00050024, "HibernationDisabled", "hibernation disabled", flag},
    {0x00050025, "DumpsDisabled", "crash dumps disabled", flag},
    {0x00050026, "DumpEncryptionEnabled", "crash dump encryption", flag},
    {0x00050027, "DumpEncryptionKeyDigest", "crash dump key digest", digest},
    {0x00050028, "LsaIsoConfig", "isolated LSA configuration", hex_number},
    {0x00050029, "SbcpInfo", "Secure Boot custom policy", sbcp},
    {0x00050030, "HypervisorBootDmaProtection", "boot DMA protection", flag},
    {0x00060001, "NoAuthority", "no authority", blob},
    {0x00060002, "AuthorityPubKey", "authority key", blob},
    {0x00070001, "FilePath", "file", text},
    {0x00070002, "ImageSize", "image size", number},
    {0x00070003, "HashAlgorithmId", "hash algorithm", hash_alg},
    {0x00070004, "AuthenticodeHash", "Authenticode digest", digest},
    {0x00070005, "AuthorityIssuer", "issuer", text},
    {0x00070006, "AuthoritySerial", "serial", digest},
    {0x00070007, "ImageBase", "image base", hex_number},
    {0x00070008, "AuthorityPublisher", "publisher", text},
    {0x00070009, "AuthoritySha1Thumbprint", "thumbprint", digest},
    {0x0007000A, "ImageValidated", "image validated", flag},
    {0x0007000B, "ModuleSvn", "module security version", number},
    {0x00090001, "ElamKeyname", "early-launch antimalware", text},
    {0x00090002, "ElamConfiguration", "antimalware configuration", blob},
    {0x00090003, "ElamPolicy", "antimalware policy", blob},
    {0x00090004, "ElamMeasured", "antimalware measurement", blob},
    {0x000A0001, "VbsVsmRequired", "virtual secure mode required", flag},
    {0x000A0002, "VbsSecureBootRequired", "Secure Boot required", flag},
    {0x000A0003, "VbsIommuRequired", "IOMMU required", flag},
    {0x000A0004, "VbsMmioNxRequired", "MMIO NX required", flag},
    {0x000A0005, "VbsMsrFilteringRequired", "MSR filtering required", flag},
    {0x000A0006, "VbsMandatoryEnforcement", "mandatory enforcement", flag},
    {0x000A0007, "VbsHvciPolicy", "hypervisor code integrity policy", hex_number},
    {0x000A0008, "VbsMicrosoftBootChainRequired", "Microsoft boot chain required", flag},
    {0x000A0009, "VbsDumpUsesAmeRoot", "crash dumps use the AME root", flag},
    {0x000A000A, "VbsVsmNoSecretsEnforced", "virtual secure mode without secrets", flag},
    {0x000B0001, "KsrSignature", "soft restart signature", blob},
    {0x000C0001, "DrtmStateAuth", "DRTM state authorisation", blob},
    {0x000C0002, "DrtmSmmLevel", "DRTM SMM level", number},
    {0x000C0003, "DrtmAmdSmmHash", "AMD SMM digest", digest},
    {0x000C0004, "DrtmAmdSmmSignerKey", "AMD SMM signer digest", digest},
    {kSipaTrustBoundary, "TrustBoundary", "trust boundary", container},
    {kSipaElamAggregation, "ElamAggregation", "early-launch antimalware", container},
    {kSipaLoadedModule, "LoadedModuleAggregation", "loaded module", container},
    {0x40010005, "KsrAggregation", "soft restart", container},
    {0x40010006, "KsrSignedMeasurementAggregation", "soft restart measurements", container},
    {0x80030002, "TpmFailure", "TPM failure", blob},
    {0x80030004, "KsrFailure", "soft restart failure", blob},
    {kSipaQuote, "Quote", "quote", blob},
    {kSipaQuoteSignature, "QuoteSignature", "quote signature", blob},
    {kSipaAikId, "AikId", "attestation key", text},
    {kSipaAikPublicDigest, "AikPubDigest", "attestation key digest", digest},
    {kSipaTrustPoint, "TrustPointAggregation", "trust point", container},
};

static_assert(std::ranges::is_sorted(kKinds, {}, &SipaKind::id));

constexpr SipaKind kUnknown{};

}  // namespace

const SipaKind& sipa_kind(std::uint32_t id) noexcept {
  const auto found = std::ranges::lower_bound(kKinds, id, {}, &SipaKind::id);
  return found != std::end(kKinds) && found->id == id ? *found : kUnknown;
}

std::string_view sipa_name(std::uint32_t id) noexcept { return sipa_kind(id).name; }

}  // namespace assay::formats::tcg
