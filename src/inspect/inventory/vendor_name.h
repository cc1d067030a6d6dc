// One maker, many spellings: "Samsung", "Samsung Electronics Co., Ltd.", "Intel(R) Corporation",
// "8086", "80CE000080CE". Two texts that reduce to the same key speak of the same maker.
#pragma once

#include <string>
#include <string_view>

namespace assay::inspect::inventory {

/// Lower case, without legal forms and punctuation; well-known other names, PCI vendor numbers and
/// JEDEC codes become the name itself. Empty for an empty text.
[[nodiscard]] std::string vendor_key(std::string_view vendor);

/// True where both can be the same maker: equal keys, one the beginning of the other, or one empty.
[[nodiscard]] bool may_be_same_vendor(std::string_view a, std::string_view b);

/// Letters and digits in lower case: what is compared of a model, a serial number, a place.
[[nodiscard]] std::string squeezed(std::string_view text);

}  // namespace assay::inspect::inventory
