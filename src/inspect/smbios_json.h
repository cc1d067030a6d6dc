// An SMBIOS model as the JSON that `assay inspect` prints: `version`, `structures[] {type, handle,
// name, offset or line, …the decoded fields…}`. Numbers carry their unit in the key; enumerated
// values are words; what is not there has no key.
#pragma once

#include "formats/json/json.h"
#include "formats/smbios/decode.h"

namespace assay::inspect {

/// `place` is the key for Entry::at: "offset" of a table, "line" of a text.
[[nodiscard]] formats::json::Value smbios_json(const formats::smbios::Model& model,
                                               std::string_view place);
[[nodiscard]] formats::json::Value entry_point_json(const formats::smbios::EntryPoint& entry);
/// "3.2.1", "2.7".
[[nodiscard]] std::string version_text(const formats::smbios::Version& version);

}  // namespace assay::inspect
