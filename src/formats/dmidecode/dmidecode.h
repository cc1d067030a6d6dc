// The text that dmidecode prints of an SMBIOS table, read back into the model that the table itself
// decodes to. Administrators keep such dumps where nobody kept the table. The grammar is
// dmidecode's, of versions 2.0 to 3.7, whole or in parts (-t, -q, -u):
//
//     # dmidecode 3.3                              tool, table's version: all may be missing
//     SMBIOS 3.2.1 present.
//
//     Handle 0x0020, DMI type 17, 84 bytes         missing with -q
//     Memory Device                                the title; two lines below 2.8
//     <TAB>Size: 64 GB                             a field
//     <TAB>Flags:                                  a list: its items are indented once more
//     <TAB><TAB>FPU (Floating-point unit on-chip)
//
// Tabs may have become blanks on the way. What dmidecode complained about stands between.
#pragma once

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/smbios/decode.h"

namespace assay::formats::dmidecode {

/// Views into the text, which must outlive the model. Entry::at is the line, from 1. A hex dump of
/// a structure ("Header and Data:") is decoded as the structure it is. Costs one item for each
/// line; Model::broken is set where the budget ends it. Never fails otherwise: what is no
/// dmidecode's line is left out.
[[nodiscard]] smbios::Model parse_dmidecode(bytes::Reader reader, bytes::Budget& budget);

/// dmidecode's own comment, a structure's handle line, or a known title with an indented line
/// below, within the first 4 KiB of text.
[[nodiscard]] bool looks_like_dmidecode(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::dmidecode
