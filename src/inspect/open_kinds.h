// The decoders behind the table of openers: each fills one InspectedArtefact.
#pragma once

#include "inspect/artefact.h"

namespace assay::inspect {

void open_event_log(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_ima(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_ima_ascii(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_attest(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_public(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_signature(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_pcrs(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_certificates(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                       InspectedArtefact&);
void open_acpi(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_smbios(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_dmidecode(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_manifest(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_redfish(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_platform(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_hbom(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_spdm(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);

[[nodiscard]] bool looks_like_signature(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_pcrs(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_manifest(bytes::ByteSpan bytes);

}  // namespace assay::inspect
