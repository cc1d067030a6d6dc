// PCR values in JSON as every collector writes them: {"sha256":{"0":"hex",…},…} with plain ASCII
// strings and nothing else. A fleet's audit reads one such file a server, and the general JSON
// library would take longer for it than the TPM's signature does.
#pragma once

#include <optional>
#include <string_view>

#include "formats/tpm/pcr_values.h"

namespace assay::formats::tpm {

/// Nothing for any other text, good or bad (an escape, a bank that is not known, an index twice, a
/// digest of the wrong size): the caller then asks the JSON library, which reads it or says what is
/// wrong.
[[nodiscard]] std::optional<PcrValues> plain_pcr_json(std::string_view text);

}  // namespace assay::formats::tpm
