// The table behind known_name(). Sources: UEFI 2.10 (variables, signature types, tables), the
// Discoverable Partitions Specification, and the vendors' own documents.
#include "formats/uefi/guid_names.h"

namespace assay::formats::uefi {
namespace {

constexpr NamedGuid kNames[] = {
    // Variables and signature owners.
    {kGlobalVariable, "EFI_GLOBAL_VARIABLE"},
    {kImageSecurityDatabase, "EFI_IMAGE_SECURITY_DATABASE"},
    {kShimLock, "SHIM_LOCK"},
    {guid("77fa9abd-0359-4d32-bd60-28f4e78f784b"), "Microsoft"},
    {guid("4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"), "systemd-boot"},
    // Signature types (UEFI 32.4.1).
    {kCertX509, "EFI_CERT_X509"},
    {kCertSha1, "EFI_CERT_SHA1"},
    {kCertSha224, "EFI_CERT_SHA224"},
    {kCertSha256, "EFI_CERT_SHA256"},
    {kCertSha384, "EFI_CERT_SHA384"},
    {kCertSha512, "EFI_CERT_SHA512"},
    {kCertRsa2048, "EFI_CERT_RSA2048"},
    {kCertRsa2048Sha1, "EFI_CERT_RSA2048_SHA1"},
    {kCertRsa2048Sha256, "EFI_CERT_RSA2048_SHA256"},
    {kCertX509Sha256, "EFI_CERT_X509_SHA256"},
    {kCertX509Sha384, "EFI_CERT_X509_SHA384"},
    {kCertX509Sha512, "EFI_CERT_X509_SHA512"},
    {guid("4aafd29d-68df-49ee-8aa9-347d375665a7"), "EFI_CERT_TYPE_PKCS7"},
    // Configuration tables (UEFI 4.6).
    {guid("eb9d2d31-2d88-11d3-9a16-0090273fc14d"), "SMBIOS"},
    {guid("f2fd1544-9794-4a2c-992e-e5bbcf20e394"), "SMBIOS 3"},
    {guid("eb9d2d30-2d88-11d3-9a16-0090273fc14d"), "ACPI 1.0"},
    {guid("8868e871-e4f1-11d3-bc22-0080c73c8881"), "ACPI 2.0"},
    {guid("eb9d2d32-2d88-11d3-9a16-0090273fc14d"), "SAL"},
    {guid("eb9d2d2f-2d88-11d3-9a16-0090273fc14d"), "MPS"},
    {guid("7739f24c-93d7-11d4-9a3a-0090273fc14d"), "HOB list"},
    {guid("05ad34ba-6f02-4214-952e-4da0398e2bb9"), "DXE services"},
    {guid("4c19049f-4137-4dd3-9c10-8b97a83ffdfa"), "memory type information"},
    {guid("49152e77-1ada-4764-b7a2-7afefed95e8b"), "debug image information"},
    {guid("b122a263-3661-4f68-9929-78f8b0d62180"), "system resources (ESRT)"},
    {guid("dcfa911d-26eb-469f-a220-38b7dc461220"), "memory attributes"},
    {guid("1e2ed096-30e2-4254-bd89-863bbef82325"), "TCG2 final events"},
    {guid("b1b621d5-f19c-41a5-830b-d9152c69aae0"), "device tree"},
    {guid("93bb96af-b9f2-4eb8-9462-e0ba74564236"), "TDX"},
    // Partition types.
    {guid("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"), "EFI system partition"},
    {guid("21686148-6449-6e6f-744e-656564454649"), "BIOS boot"},
    {guid("e3c9e316-0b5c-4db8-817d-f92df00215ae"), "Microsoft reserved"},
    {guid("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"), "Microsoft basic data"},
    {guid("de94bba4-06d1-4d40-a16a-bfd50179d6ac"), "Windows recovery"},
    {guid("0fc63daf-8483-4772-8e79-3d69d8477de4"), "Linux filesystem"},
    {guid("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f"), "Linux swap"},
    {guid("e6d6d379-f507-44c2-a23c-238f2a3df928"), "Linux LVM"},
    {guid("a19d880f-05fc-4d3b-a006-743f0f84911e"), "Linux RAID"},
    {guid("ca7d7ccb-63ed-4c53-861c-1742536059cc"), "LUKS"},
    {guid("4f68bce3-e8cd-4db1-96e7-fbcaf984b709"), "Linux root (x86-64)"},
    {guid("2c7357ed-ebd2-46d9-aec1-23d437ec2bf5"), "Linux root verity (x86-64)"},
    {guid("b921b045-1df0-41c3-af44-4c6f280d3fae"), "Linux root (ARM64)"},
    {guid("933ac7e1-2eb4-4f13-b844-0e14e2aef915"), "Linux home"},
    {guid("bc13c2ff-59e6-4262-a352-b275fd6f7172"), "Linux extended boot"},
    {guid("8da63339-0007-60c0-c436-083ac8230908"), "Linux reserved"},
    {guid("fe3a2a5d-4f32-41a7-b725-accc3285a309"), "ChromeOS kernel"},
    {guid("3cb8e202-3b7e-47dd-8a3c-7ff2a13cfcec"), "ChromeOS root"},
    {guid("2e0a753d-9e48-43b0-8337-b15192cb1b5e"), "ChromeOS reserved"},
    {guid("cab6e88e-abf3-4102-a07a-d4bb9be3c1d3"), "ChromeOS firmware"},
    {guid("aa31e02a-400f-11db-9590-000c2911d1b8"), "VMware VMFS"},
    {guid("9d275380-40ad-11db-bf97-000c2911d1b8"), "VMware core dump"},
    {guid("9198effc-31c0-11db-8f78-000c2911d1b8"), "VMware reserved"},
};

}  // namespace

std::string_view known_name(const Guid& guid) noexcept {
  for (const NamedGuid& named : kNames)
    if (named.guid == guid) return named.name;
  for (const NamedGuid& named : firmware_guid_names())
    if (named.guid == guid) return named.name;
  return {};
}

}  // namespace assay::formats::uefi
