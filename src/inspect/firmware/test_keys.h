// Keys that no shipped machine should trust: those that firmware vendors generate for development
// and ask, in the certificate's own name, not to ship. Hundreds of products did; the private halves
// are public.
#pragma once

#include <string_view>

namespace assay::inspect::firmware {

/// Does a certificate with this subject or issuer (as Name::text() gives it) say so of itself?
[[nodiscard]] bool names_test_key(std::string_view name);

}  // namespace assay::inspect::firmware
