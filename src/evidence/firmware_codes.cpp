#include "evidence/firmware_codes.h"

namespace assay::evidence {
namespace {

constexpr auto kInfo = Severity::info;
constexpr auto kWarning = Severity::warning;
constexpr auto kCritical = Severity::critical;

constexpr CodeRow kCodes[] = {
    {"firmware.indicator.fwhunt", kWarning, false,
     "A module matches a rule that describes a known threat or vulnerability.",
     "Read the rule's advisory. For a threat, take the server out of service and keep its flash; "
     "for a vulnerability, install the vendor's update."},
    {"firmware.indicator.hash", kCritical, true,
     "A part of the image has a digest that a list of known bad files names.",
     "Take the server out of service, keep its flash as evidence, and find out how the module got "
     "there."},
    {"firmware.indicator.unevaluated", kInfo, false,
     "Rules or list entries were given that Assay cannot evaluate; what they describe was not "
     "looked for.",
     "Check for it by other means, or leave the rule out."},
    {"firmware.indicator.yara", kCritical, true, "A part of the image matches a YARA rule.",
     "Look at the rule's description and the bytes at the place named."},
    {"firmware.key.expired", kInfo, false,
     "A certificate that the platform trusts for Secure Boot has run out. Firmware does not look "
     "at that date; it says how old the trust is.",
     "Plan the vendor's update of the Secure Boot keys."},
    {"firmware.key.test", kCritical, true,
     "The platform trusts a key that was made for tests, whose private half is published: anybody "
     "can sign what Secure Boot then accepts.",
     "Install the vendor's fixed firmware, and enrol keys of your own until it exists."},
    {"firmware.module.revoked", kCritical, true,
     "An executable in the image, or who signed it, is on a revocation list.",
     "Replace it: it is known to break Secure Boot. Install the vendor's update."},
    {"firmware.signature.broken", kWarning, true,
     "An executable carries a signature that does not hold over it: it was changed after it was "
     "signed, or the signature was made for another one.",
     "Compare the module with the vendor's image, byte by byte."},
};

}  // namespace

std::span<const CodeRow> firmware_image_codes() noexcept { return kCodes; }

}  // namespace assay::evidence
