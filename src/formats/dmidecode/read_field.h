// Puts one printed line into the decoded structure that it belongs to: by the list of fields that
// each structure has (formats/smbios/values.h), and by hand where dmidecode prints several members
// in one line. Only for the parser of this folder.
#pragma once

#include "formats/smbios/decode.h"

namespace assay::formats::dmidecode {

/// `label` without its colon, `value` without the one blank behind it. False where the body has no
/// such member.
[[nodiscard]] bool read_field(smbios::Body& body, std::string_view label, std::string_view value);

/// An item of the list that the line `label` began.
[[nodiscard]] bool read_item(smbios::Body& body, std::string_view label, std::string_view item);

}  // namespace assay::formats::dmidecode
