// The table of what Assay can open, most distinctive first. A new format adds one line here.
#include <array>

#include "formats/acpi/table.h"
#include "formats/dmidecode/dmidecode.h"
#include "formats/hbom/bom.h"
#include "formats/ima/ascii_log.h"
#include "formats/ima/ima_log.h"
#include "formats/platform/certificate_file.h"
#include "formats/redfish/resource.h"
#include "formats/smbios/table.h"
#include "formats/spdm/transcript.h"
#include "formats/tcg/event_log.h"
#include "formats/tpm/attest.h"
#include "formats/tpm/public.h"
#include "formats/x509/certificate_file.h"
#include "inspect/artefact.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {

std::span<const Opener> openers() noexcept {
  static constexpr std::array kOpeners{
      Opener{"tpm.attest", "TPMS_ATTEST", formats::tpm::looks_like_attest, open_attest},
      Opener{"acpi.table", "ACPI table", formats::acpi::looks_like_table, open_acpi},
      Opener{"platform.certificate", "platform certificate",
             formats::platform::looks_like_platform_certificate, open_platform},
      Opener{"x509.certificate", "certificate", formats::x509::looks_like_certificate,
             open_certificates},
      Opener{"tcg.eventlog", "TCG event log", formats::tcg::looks_like_event_log, open_event_log},
      Opener{"ima.log", "IMA log", formats::ima::looks_like_ima_log, open_ima},
      Opener{"ima.ascii", "IMA log as text", formats::ima::looks_like_ima_ascii_log,
             open_ima_ascii},
      Opener{"smbios.dmidecode", "dmidecode text", formats::dmidecode::looks_like_dmidecode,
             open_dmidecode},
      Opener{"smbios.table", "SMBIOS table", formats::smbios::looks_like_table, open_smbios},
      Opener{"tpm.public", "TPM public area", formats::tpm::looks_like_public, open_public},
      Opener{"tpm.signature", "TPM signature", looks_like_signature, open_signature},
      Opener{"tpm.pcrs", "PCR values", looks_like_pcrs, open_pcrs},
      Opener{"redfish.resource", "Redfish resource", formats::redfish::looks_like_resource,
             open_redfish},
      Opener{"spdm.measurements", "SPDM measurements", formats::spdm::looks_like_transcript,
             open_spdm},
      Opener{"cyclonedx.hbom", "CycloneDX bill of materials", formats::hbom::looks_like_bom,
             open_hbom},
      Opener{"evidence.manifest", "evidence manifest", looks_like_manifest, open_manifest},
  };
  return kOpeners;
}

}  // namespace assay::inspect
