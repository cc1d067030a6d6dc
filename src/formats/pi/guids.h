// The GUIDs that decide how a part of a PI firmware volume is read: file systems of volumes, kinds
// of GUID-defined sections, and the few files that are not what their type says. PI 1.8, volume 3;
// the vendors' own where named.
#pragma once

#include "formats/uefi/guid.h"

namespace assay::formats::pi {

using uefi::Guid;
using uefi::guid;

// File systems (PI 1.8 vol. 3, 3.2.2).
inline constexpr Guid kFfs1 = guid("7a9354d9-0468-444a-81ce-0bf617d890df");
inline constexpr Guid kFfs2 = guid("8c8ce578-8a3d-4f1c-9935-896185c32dd3");
inline constexpr Guid kFfs3 = guid("5473c07a-3dcb-4dca-bd6f-1e9689e7349a");
// Vendors' names for FFS2.
inline constexpr Guid kAppleAuthentication = guid("bd001b8c-6a71-487b-a14f-0c2a2dcf7a5d");
inline constexpr Guid kAppleImmutable = guid("04adeead-61ff-4d31-b6ba-64f8bf901f5a");
inline constexpr Guid kIntelFs = guid("ad3fffff-d28b-44c4-9f13-9ea98a97f9f0");
inline constexpr Guid kIntelFs2 = guid("d6a1cd70-4b33-4994-a6ea-375f2ccc5437");
inline constexpr Guid kSonyFs = guid("4f494156-aed6-4d64-a537-b8a5557bceec");
// Volumes that hold something else than files.
inline constexpr Guid kNvram = guid("fff12b8d-7696-4c8b-a985-2747075b4f50");
inline constexpr Guid kNvramAdditional = guid("00504624-8a59-4eeb-bd0f-6b36e96128e0");
inline constexpr Guid kAppleMicrocode = guid("153d2197-29bd-44dc-ac59-887f70e41a6b");

// GUID-defined sections (PI 1.8 vol. 3, 3.2.5.7; edk2's and the vendors').
inline constexpr Guid kSectionCrc32 = guid("fc1bcdb0-7d31-49aa-936a-a4600d9dd083");
inline constexpr Guid kSectionTiano = guid("a31280ad-481e-41b6-95e8-127f4c984779");
inline constexpr Guid kSectionLzma = guid("ee4e5898-3914-4259-9d6e-dc7bd79403cf");
inline constexpr Guid kSectionLzmaF86 = guid("d42ae6bd-1352-4bfb-909a-ca72a6eae889");
inline constexpr Guid kSectionLzmaHp = guid("0ed85e23-f253-413f-a03c-901987b04397");
inline constexpr Guid kSectionLzmaMicrosoft = guid("bd9921ea-ed91-404a-8b2f-b4d724747c8c");
inline constexpr Guid kSectionBrotli = guid("3d532050-5cda-4fd0-879e-0f7f630d5afb");
inline constexpr Guid kSectionGzip = guid("1d301fe9-be79-4353-91c2-d23bc959ae0c");
inline constexpr Guid kSectionZlibAmd = guid("ce3233f5-2cd6-4d87-9152-4a238bb6d1c4");
inline constexpr Guid kSectionSigned = guid("0f9d89e8-9259-4f76-a5af-0c89e34023df");
inline constexpr Guid kSectionRsa2048Sha256 = guid("a7717414-c616-4977-9420-844712a735bf");

// Files.
inline constexpr Guid kVolumeTopFile = guid("1ba0062e-c779-4582-8566-336ae8f78f09");
inline constexpr Guid kNvarStore = guid("cef5b9a3-476d-497f-9fdc-e98143e0422c");
inline constexpr Guid kNvarExternalDefaults = guid("9221315b-30bb-46b5-813e-1b1bf4712bd3");
inline constexpr Guid kNvarBootBlockDefaults = guid("af516361-b4c5-436e-a7e3-a149a31b1461");
inline constexpr Guid kPeiApriori = guid("1b45cc0a-156a-428a-af62-49864da0e6e6");
inline constexpr Guid kDxeApriori = guid("fc510ee7-ffdc-11d4-bd41-0080c73c8881");

}  // namespace assay::formats::pi
