#include "evidence/firmware_codes.h"

namespace assay::evidence {
namespace {

constexpr auto kInfo = Severity::info;
constexpr auto kWarning = Severity::warning;
constexpr auto kCritical = Severity::critical;

constexpr CodeRow kCodes[] = {
    {"firmware.acm.not-production", kWarning, false,
     "An authenticated code module is a pre-production release or signed with a debug key.",
     "Such modules run on engineering samples only: ask the board's maker for a release."},
    {"firmware.basis.none", kInfo, true,
     "A firmware image was read, and there is no golden image to compare it with.",
     "Learn a reference from the vendor's image or from a known-good server (assay learn)."},
    {"firmware.bootguard.missing", kInfo, false,
     "The firmware interface table lacks what Boot Guard needs: the processor starts any firmware.",
     "Normal for boards made without Boot Guard. On a product that ships with it, compare with a "
     "sibling."},
    {"firmware.capsule.unsigned", kInfo, false, "An update carries no signature of its own.",
     "Take updates only from where their digest can be checked."},
    {"firmware.container.changed", kWarning, false,
     "The bytes of a volume or another container differ although each of its parts is the same.",
     "Compare its header with the golden image's; a vendor's repacking looks like this, and so "
     "does "
     "something hidden between parts."},
    {"firmware.data.changed", kWarning, false,
     "Data of the firmware that does not run by itself differs from the golden image.",
     "Look at what it is (a logo, a table, a certificate); an update explains it once recorded."},
    {"firmware.descriptor.changed", kCritical, false,
     "The flash descriptor differs from the golden image: it says who may read and write which "
     "part "
     "of the flash.",
     "Compare master access and regions with a sibling before the server goes on."},
    {"firmware.descriptor.unlocked", kWarning, false,
     "The flash descriptor lets software on the host write the descriptor itself or the management "
     "engine's region.",
     "Have the maker's manufacturing mode closed; until then, who is root owns the flash."},
    {"firmware.fit.dangling", kWarning, false,
     "The firmware interface table points to something that is not there.",
     "Compare with the vendor's image; updates may have been removed by hand."},
    {"firmware.fit.hash", kWarning, false,
     "An image inside a FIT does not have the hash that the FIT states for it.",
     "Compare with the vendor's image: a boot loader that checks would refuse it, one that does "
     "not runs whatever was put there."},
    {"firmware.fit.unsigned", kInfo, false,
     "A FIT image has a configuration without a signature: whoever can write it can replace what "
     "it boots.",
     "Nothing, where the boot loader is not meant to check. Otherwise sign the configurations."},
    {"firmware.gbe.checksum", kWarning, false,
     "The built-in network controller's settings in flash have a wrong checksum.",
     "Compare with a sibling: settings changed by hand often miss the checksum."},
    {"firmware.image.blank", kWarning, true,
     "A firmware image consists of one byte repeated: nothing was read, or the flash is erased.",
     "Read the flash again; if it is blank on a server that boots, the reader was shown something "
     "else than what the processor runs."},
    {"firmware.image.checksum", kWarning, false,
     "A checksum that a volume, file or section carries does not match its bytes.",
     "Compare the part with the vendor's image: some vendors never set the field, but a part that "
     "was changed by hand looks the same."},
    {"firmware.image.hidden", kWarning, true,
     "A volume or another known structure stands where a firmware image should hold nothing: in a "
     "pad file, or behind the last file of a volume.",
     "Compare with the vendor's image. If it is not there, treat the server as tampered with and "
     "keep the flash."},
    {"firmware.image.overflow", kWarning, true,
     "A part of a firmware image claims more bytes than there are: the dump is cut off, or its "
     "header lies.",
     "Read the flash again, whole; if it stays, compare the header with a sibling's."},
    {"firmware.image.unknown", kWarning, true,
     "A file that should be a firmware image is of no kind that Assay knows, or could not be taken "
     "apart.",
     "Read the flash again; give the vendor's file as it was published."},
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
    {"firmware.me.disabled", kInfo, false,
     "A strap of the flash descriptor stops the management engine.",
     "Nothing where that was ordered; else find out who set the strap."},
    {"firmware.me.not-production", kWarning, false,
     "The management engine's firmware is signed with a debug key.",
     "Install the vendor's release."},
    {"firmware.me.reduced", kWarning, false,
     "Parts of the management engine's firmware were cut out or erased.",
     "Tools such as me_cleaner do so on purpose: record it as planned, or restore the vendor's "
     "image."},
    {"firmware.me.unsigned", kCritical, false,
     "A manifest of the management engine's firmware has no signature.",
     "Compare with the vendor's image; a chipset refuses such firmware unless it is unlocked."},
    {"firmware.measured", kInfo, false,
     "A part of the flash dump is what the firmware measured at its start: the dump shows what "
     "ran.",
     "Nothing: dump and boot log agree."},
    {"firmware.measured.differs", kWarning, false,
     "The firmware measured a part of the flash at its start, and the flash dump holds other bytes "
     "there.",
     "If the firmware was updated after that boot, boot again and collect both. Otherwise the "
     "flash "
     "changed, or the reader was shown another one than the processor runs: read it with a "
     "programmer."},
    {"firmware.microcode.changed", kWarning, false,
     "The processor's microcode differs from the golden image.",
     "Check the revision against the vendor's release; an older one brings closed holes back."},
    {"firmware.microcode.damaged", kWarning, false, "A microcode update's checksum is wrong.",
     "The processor refuses it and runs an older revision. Restore the vendor's image."},
    {"firmware.module.added", kCritical, false,
     "The firmware has code that the golden image does not have.",
     "Take the server out of service and have the module analysed; no update adds a module "
     "unseen."},
    {"firmware.module.changed", kCritical, false,
     "Code of the firmware differs from the golden image.",
     "Compare with the vendor's image of the version that it claims to be; otherwise have the "
     "module "
     "analysed."},
    {"firmware.module.moved", kInfo, false,
     "A module with the same bytes stands in another place of the image.",
     "Nothing by itself; a rebuilt image moves its modules."},
    {"firmware.module.rebuilt", kInfo, false,
     "A module is the same code, built or signed anew: only times, addresses or signatures differ.",
     "Nothing by itself; ask the vendor for the release notes of that build."},
    {"firmware.module.removed", kCritical, false,
     "Code that the golden image has is missing from the firmware.",
     "Find out which protection the module gave, and restore the vendor's image."},
    {"firmware.module.revoked", kCritical, true,
     "An executable in the image, or who signed it, is on a revocation list.",
     "Replace it: it is known to break Secure Boot. Install the vendor's update."},
    {"firmware.padding.changed", kWarning, false,
     "Bytes of the image that should mean nothing are not what the golden image has there.",
     "Look at what was written there: padding is where things are hidden."},
    {"firmware.rebuild", kWarning, false,
     "Most of the firmware's code differs while its parts are the same: another build.",
     "Compare with the vendor's image of that version; record the update if it was planned."},
    {"firmware.region.missing", kWarning, true,
     "A table of the flash names bytes beyond the image's end.",
     "The dump is cut off: read the whole chip again."},
    {"firmware.region.overlap", kWarning, true,
     "Two entries of a table of the flash claim the same bytes.",
     "Compare the table with the vendor's image: overlapping parts hide one another."},
    {"firmware.settings.changed", kWarning, false,
     "Variables, their defaults or the setup's data differ from the golden image.",
     "Compare the setting with a sibling; reset to the vendor's defaults where nobody changed it."},
    {"firmware.signature.broken", kWarning, true,
     "An executable carries a signature that does not hold over it: it was changed after it was "
     "signed, or the signature was made for another one.",
     "Compare the module with the vendor's image, byte by byte."},
    {"firmware.state.changed", kInfo, false,
     "Data that the management engine writes by itself while it runs differs from the golden "
     "image.",
     "Nothing by itself: it differs from board to board."},
    {"firmware.table.changed", kInfo, false,
     "A table of addresses and sizes differs from the golden image.",
     "It follows from parts that changed or moved; look at those."},
    {"firmware.table.checksum", kWarning, false, "A table of the flash has a wrong checksum.",
     "Compare with the vendor's image: tables changed by hand often miss the checksum."},
    {"firmware.uboot.console", kInfo, false,
     "U-Boot waits before it boots and asks for no password: its command line is open to whoever "
     "reaches the serial console.",
     "Set bootdelay to 0 or -2, or a stop password, where the console is within others' reach."},
    {"firmware.uboot.environment", kInfo, false,
     "A U-Boot environment has a wrong CRC: U-Boot ignores it and uses what is compiled in.",
     "Compare with a sibling; an environment that somebody edited by hand looks the same."},
    {"firmware.uimage.crc", kWarning, false,
     "The header or data of a U-Boot image does not have the CRC that its header states.",
     "Read the flash again; if it stays, compare the image with the vendor's."},
};

}  // namespace

std::span<const CodeRow> firmware_image_codes() noexcept { return kCodes; }

}  // namespace assay::evidence
