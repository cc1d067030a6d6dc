// GUIDs inside firmware images: file systems, kinds of sections, files that carry no name of their
// own, and the protocols and PPIs that dependency expressions wait for. Sources: PI 1.8 and UEFI
// 2.10; edk2's module descriptions; where a vendor is named, what its images show.
#include "formats/uefi/guid_names.h"

namespace assay::formats::uefi {
namespace {

constexpr NamedGuid kNames[] = {
    // File systems of volumes.
    {guid("7a9354d9-0468-444a-81ce-0bf617d890df"), "FFS1"},
    {guid("8c8ce578-8a3d-4f1c-9935-896185c32dd3"), "FFS2"},
    {guid("5473c07a-3dcb-4dca-bd6f-1e9689e7349a"), "FFS3"},
    {guid("04adeead-61ff-4d31-b6ba-64f8bf901f5a"), "Apple boot volume"},
    {guid("153d2197-29bd-44dc-ac59-887f70e41a6b"), "Apple microcode volume"},
    {guid("fff12b8d-7696-4c8b-a985-2747075b4f50"), "NVRAM"},
    {guid("00504624-8a59-4eeb-bd0f-6b36e96128e0"), "additional NVRAM"},
    // GUID-defined sections.
    {guid("ee4e5898-3914-4259-9d6e-dc7bd79403cf"), "LZMA section"},
    {guid("d42ae6bd-1352-4bfb-909a-ca72a6eae889"), "LZMA section of x86 code"},
    {guid("a31280ad-481e-41b6-95e8-127f4c984779"), "Tiano section"},
    {guid("3d532050-5cda-4fd0-879e-0f7f630d5afb"), "Brotli section"},
    {guid("1d301fe9-be79-4353-91c2-d23bc959ae0c"), "gzip section"},
    {guid("fc1bcdb0-7d31-49aa-936a-a4600d9dd083"), "CRC-32 section"},
    {guid("0f9d89e8-9259-4f76-a5af-0c89e34023df"), "signed section"},
    {guid("a7717414-c616-4977-9420-844712a735bf"), "RSA 2048 SHA-256 section"},
    // Files without a name section.
    {guid("1ba0062e-c779-4582-8566-336ae8f78f09"), "volume top file"},
    {guid("1b45cc0a-156a-428a-af62-49864da0e6e6"), "PEI a priori file"},
    {guid("fc510ee7-ffdc-11d4-bd41-0080c73c8881"), "DXE a priori file"},
    {guid("9e21fd93-9c72-4c15-8c4b-e77f1db2d792"), "packed main volume"},
    {guid("52c05b14-0b98-496c-bc3b-04b50211d680"), "PeiCore"},
    {guid("d6a2cb7f-6a18-4e2f-b43b-9920a733700a"), "DxeCore"},
    {guid("86d70125-baa3-4296-a62f-602bebbb9081"), "DxeIpl"},
    {guid("7e374e25-8e01-4fee-87f2-390c23c606cd"), "ACPI tables"},
    {guid("7bb28b99-61bb-11d5-9a5d-0090273fc14d"), "logo"},
    {guid("7c04a583-9e3e-4f1c-ad65-e05268d0b4d1"), "UEFI shell"},
    {guid("462caa21-7614-4503-836e-8ab6f4662331"), "UiApp"},
    {guid("17088572-377f-44ef-8f4e-b09fff46a070"), "Intel microcode"},
    {guid("cef5b9a3-476d-497f-9fdc-e98143e0422c"), "AMI NVAR store"},
    {guid("9221315b-30bb-46b5-813e-1b1bf4712bd3"), "AMI NVAR external defaults"},
    {guid("af516361-b4c5-436e-a7e3-a149a31b1461"), "AMI NVAR boot block defaults"},
    {guid("899407d7-99fe-43d8-9a21-79ec328cac21"), "AMI Setup"},
    {guid("b1da0adf-4f77-4070-a88e-bffe1c60529a"), "AMITSE"},
    {guid("fe612b72-203c-47b1-8560-a66d946eb371"), "AMITSESetupData"},
    // Volumes of edk2's virtual machine platform.
    {guid("48db5e17-707c-472d-91cd-1613e7ef51b0"), "OVMF main volume"},
    {guid("763bed0d-de9f-48f5-81f1-3e90e1b1a015"), "OVMF SEC volume"},
    {guid("6938079b-b503-4e3d-9d24-b28337a25806"), "OVMF PEI volume"},
    {guid("7cb8bdc9-f8eb-4f34-aaea-3ee4af6516a1"), "OVMF DXE volume"},
    // DXE architectural protocols (PI 1.8 vol. 2, 12).
    {guid("665e3ff6-46cc-11d4-9a38-0090273fc14d"), "EFI_BDS_ARCH_PROTOCOL"},
    {guid("5053697e-2cbc-4819-90d9-0580deee5754"), "EFI_CAPSULE_ARCH_PROTOCOL"},
    {guid("26baccb1-6f42-11d4-bce7-0080c73c8881"), "EFI_CPU_ARCH_PROTOCOL"},
    {guid("26baccb2-6f42-11d4-bce7-0080c73c8881"), "EFI_METRONOME_ARCH_PROTOCOL"},
    {guid("26baccb3-6f42-11d4-bce7-0080c73c8881"), "EFI_TIMER_ARCH_PROTOCOL"},
    {guid("1da97072-bddc-4b30-99f1-72a0b56fff2a"), "EFI_MONOTONIC_COUNTER_ARCH_PROTOCOL"},
    {guid("27cfac87-46cc-11d4-9a38-0090273fc14d"), "EFI_REAL_TIME_CLOCK_ARCH_PROTOCOL"},
    {guid("27cfac88-46cc-11d4-9a38-0090273fc14d"), "EFI_RESET_ARCH_PROTOCOL"},
    {guid("b7dfb4e1-052f-449f-87be-9818fc91b733"), "EFI_RUNTIME_ARCH_PROTOCOL"},
    {guid("a46423e3-4617-49f1-b9ff-d1bfa9115839"), "EFI_SECURITY_ARCH_PROTOCOL"},
    {guid("94ab2f58-1438-4ef1-9152-18941a3a0e68"), "EFI_SECURITY2_ARCH_PROTOCOL"},
    {guid("1e5668e2-8481-11d4-bcf1-0080c73c8881"), "EFI_VARIABLE_ARCH_PROTOCOL"},
    {guid("6441f818-6362-4e44-b570-7dba31dd2453"), "EFI_VARIABLE_WRITE_ARCH_PROTOCOL"},
    {guid("665e3ff5-46cc-11d4-9a38-0090273fc14d"), "EFI_WATCHDOG_TIMER_ARCH_PROTOCOL"},
    // Other protocols.
    {guid("5b1b31a1-9562-11d2-8e3f-00a0c969723b"), "EFI_LOADED_IMAGE_PROTOCOL"},
    {guid("220e73b6-6bdb-4413-8405-b974b108619a"), "EFI_FIRMWARE_VOLUME2_PROTOCOL"},
    {guid("ef9fc172-a1b2-4693-b327-6d32fc416042"), "EFI_HII_DATABASE_PROTOCOL"},
    {guid("0fd96974-23aa-4cdc-b9cb-98d17750322a"), "EFI_HII_STRING_PROTOCOL"},
    {guid("587e72d7-cc50-4f79-8209-ca291fc1a10f"), "EFI_HII_CONFIG_ROUTING_PROTOCOL"},
    {guid("2f707ebb-4a1a-11d4-9a38-0090273fc14d"), "EFI_PCI_ROOT_BRIDGE_IO_PROTOCOL"},
    {guid("ffe06bdd-6107-46a6-7bb2-5a9c7ec5275c"), "EFI_ACPI_TABLE_PROTOCOL"},
    {guid("eb97088e-cfdf-49c6-be4b-d906a5b20e86"), "EFI_ACPI_SDT_PROTOCOL"},
    {guid("03583ff6-cb36-4940-947e-b9b39f4afaf7"), "EFI_SMBIOS_PROTOCOL"},
    {guid("13a3f0f6-264a-3ef0-f2e0-dec512342f34"), "EFI_PCD_PROTOCOL"},
    {guid("11b34006-d85b-4d0a-a290-d5a571310ef7"), "PCD_PROTOCOL"},
    {guid("f4ccbfb7-f6e0-47fd-9dd4-10a8f150c191"), "EFI_SMM_BASE2_PROTOCOL"},
    {guid("c2702b74-800c-4131-8746-8fb5b89ce4ac"), "EFI_SMM_ACCESS2_PROTOCOL"},
    {guid("843dc720-ab1e-42cb-9357-8a0078f3561b"), "EFI_SMM_CONTROL2_PROTOCOL"},
    {guid("3242a9d8-ce70-4aa0-955d-5e7b140de4d2"), "EFI_SMM_CPU_IO2_PROTOCOL"},
    {guid("18a3c6dc-5eea-48c8-a1c1-b53389f98999"), "EFI_SMM_SW_DISPATCH2_PROTOCOL"},
    {guid("607f766c-7455-42be-930b-e4d76db2720f"), "EFI_TCG2_PROTOCOL"},
    {guid("60ff8964-e906-41d0-afed-f241e974e08e"), "EFI_DXE_SMM_READY_TO_LOCK_PROTOCOL"},
    // PPIs (PI 1.8 vol. 1).
    {guid("f894643d-c449-42d1-8ea8-85bdd8c65bde"), "EFI_PEI_PERMANENT_MEMORY_INSTALLED_PPI"},
    {guid("2ab86ef5-ecb5-4134-b556-3854ca1fe1b4"), "EFI_PEI_READ_ONLY_VARIABLE2_PPI"},
    {guid("7408d748-fc8c-4ee6-9288-c4bec092a410"), "EFI_PEI_MASTER_BOOT_MODE_PPI"},
    {guid("17ee496a-d8e4-4b9a-94d1-ce8272300850"), "EFI_PEI_BOOT_IN_RECOVERY_MODE_PPI"},
    {guid("605ea650-c65c-42e1-ba80-91a52ab618c6"), "EFI_PEI_END_OF_PEI_PHASE_PPI"},
    {guid("0ae8ce5d-e448-4437-a8d7-ebf5f194f731"), "EFI_DXE_IPL_PPI"},
    {guid("01f34d25-4de2-23ad-3ff3-36353ff323f1"), "EFI_PEI_PCD_PPI"},
    {guid("06e81c58-4ad7-44bc-8390-f10265f72480"), "PCD_PPI"},
    {guid("1f4c6f90-b06b-48d8-a201-bae5f1cd7d56"), "EFI_PEI_STALL_PPI"},
    {guid("057a449a-1fdc-4c06-bfc9-f53f6a99bb92"), "EFI_PEI_PCI_CFG2_PPI"},
    {guid("9ca93627-b65b-4324-a202-c0b461764543"), "EFI_PEI_SMBUS2_PPI"},
};

}  // namespace

std::span<const NamedGuid> firmware_guid_names() noexcept { return kNames; }

}  // namespace assay::formats::uefi
