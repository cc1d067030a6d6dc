// GeneralNames (RFC 5280, 4.2.1.6): how subjectAltName, and later the holder of a platform
// certificate, name things; and the TPM's identity that the TCG hides in a directoryName of it.
#pragma once

#include "formats/x509/extensions.h"

namespace assay::formats::x509 {

struct GeneralNames {
  std::vector<GeneralName> all;
  std::vector<Name> directory;  ///< the directoryName entries, decoded
};

/// The next element of `reader`, a SEQUENCE OF GeneralName.
[[nodiscard]] bytes::Parsed<GeneralNames> parse_general_names(bytes::Reader& reader,
                                                              bytes::Budget& budget,
                                                              std::string_view field);
/// The same for content whose SEQUENCE tag was replaced by an IMPLICIT one.
[[nodiscard]] bytes::Parsed<GeneralNames> parse_general_name_list(bytes::Reader content,
                                                                  bytes::Budget& budget,
                                                                  std::string_view field);

/// tPMManufacturer, tPMModel and tPMVersion (2.23.133.2.1 to .3) of the first name that has any of
/// them.
[[nodiscard]] std::optional<TpmIdentity> tpm_identity(const std::vector<Name>& names);

}  // namespace assay::formats::x509
