#include "evidence/finding_codes.h"

#include <algorithm>
#include <deque>
#include <vector>

#include "evidence/firmware_codes.h"
#include "evidence/inventory_codes.h"

namespace assay::evidence {
namespace {

constexpr auto kInfo = Severity::info;
constexpr auto kWarning = Severity::warning;
constexpr auto kCritical = Severity::critical;

// Sorted by code. The table is prose, and exempt from the rule on file length.
constexpr CodeRow kCodes[] = {
    {"artefact.malformed", kWarning, true,
     "A file does not follow its format; what lies behind the place named could not be read.",
     "Collect the artefact again. If it stays broken, compare the place with a sibling's file in a "
     "hex dump: firmware quirks repeat across siblings, tampering does not."},
    {"artefact.unreadable", kWarning, true,
     "A file of the evidence could not be read at all (permissions, a directory in its place, over "
     "the size limit).",
     "Make the file readable and audit again; until then what it would have shown counts as "
     "missing."},
    {"artefact.unrecognised", kWarning, false, "A file is of no format that Assay knows.",
     "Nothing, if the file does not belong to the evidence. Otherwise say what it is in an issue."},
    {"boot.ak.attributes-unknown", kWarning, true,
     "The attestation key came as a bare public key: nothing says that a TPM holds it or that it "
     "signs only what the TPM itself made.",
     "Collect ak.tpmt (tpm2_readpublic -f tpmt) beside the quote."},
    {"boot.ak.mismatch", kCritical, true,
     "The enrolment record or certificate vouches for another key than the one that signed the "
     "quote.",
     "Treat the quote as forged until explained: enrol the server again on its console with "
     "credential activation, and compare the EK certificate with the TPM's own."},
    {"boot.ak.missing", kWarning, true, "There is a quote but no attestation key to check it with.",
     "Collect ak.tpmt beside the quote."},
    {"boot.ak.unbound", kWarning, true,
     "Nothing trusted ties the attestation key to this server's TPM: a software key could have "
     "signed the quote.",
     "Enrol the server (credential activation against its EK), or supply a certificate for the "
     "AK."},
    {"boot.ak.unrestricted", kCritical, true,
     "The key that signed the quote may sign anything, or may leave its TPM: it proves nothing "
     "about PCRs.",
     "Use an attestation key with restricted, sign, fixedTPM, fixedParent and sensitiveDataOrigin, "
     "and quote again."},
    {"boot.clock.backwards", kCritical, true,
     "A later quote of the same key shows an earlier boot counter or clock: one of the two is not "
     "what its time says.",
     "Find out which quote is stale; challenge the server with a fresh nonce."},
    {"boot.command-line.changed", kCritical, false,
     "The kernel's command line is not the expected one.",
     "Look at the words that changed. Added init=, rdinit=, systemd.unit= or disabled protections "
     "hand over the machine; find who changed the boot entry, or record the change."},
    {"boot.config.changed", kWarning, false,
     "Platform configuration that the firmware measures differs from the reference.",
     "Compare the setup options with a sibling's; record the change if it was planned."},
    {"boot.enrolment.untrusted", kWarning, true,
     "The enrolment record is not signed by an enroller that the appraiser trusts, or its "
     "signature is wrong.",
     "Add the enroller's key to the policy's trust list if it is yours; otherwise enrol the server "
     "again."},
    {"boot.ek.mismatch", kCritical, true,
     "The enrolment record names another endorsement key than the certificate beside it.",
     "The certificate or the record was copied from another machine; read the EK certificate from "
     "the TPM itself."},
    {"boot.ek.quirk", kInfo, false,
     "The EK certificate departs from its standards in a known, harmless way and was accepted.",
     "Nothing; it is told so that nobody wonders why other tools refuse it."},
    {"boot.ek.untrusted", kWarning, true,
     "The EK certificate does not lead to a TPM vendor root that the appraiser trusts.",
     "Check the vendor named in the certificate; add its root to the roots folder if it is "
     "genuine."},
    {"boot.event.mismatch", kWarning, true,
     "An event's data does not hash to the digest that was measured: the words in the log are not "
     "what was extended.",
     "Do not believe this event's text. Compare with the same event of a sibling: firmware that "
     "logs other bytes than it measures does so everywhere."},
    {"boot.event.changed", kCritical, false,
     "The boot log departs from the reference at an event of no more special kind.",
     "Look the event up and decide whether it was planned; record the change or isolate the "
     "server."},
    {"boot.event.quirk", kInfo, false,
     "An event's data does not hash to its digest, and the known-good servers show the very same "
     "event: the firmware logs other bytes than it measures.",
     "Nothing; do not rely on this event's words."},
    {"boot.event.rare", kWarning, false,
     "A measured event (firmware, a card's driver, a boot program, a Secure Boot variable or a "
     "file "
     "of the loader) differs from nearly all siblings: rarer than a rollout under way would be.",
     "Compare this server with a sibling (assay compare). An update explains it once it is "
     "recorded "
     "in changes.toml; otherwise examine the server before it goes on."},
    {"boot.event.type-doubtful", kWarning, true,
     "An event carries the digest of another kind of event than its type says; event types are not "
     "authenticated.",
     "Treat the log's order and types as forged until a sibling with the same firmware shows the "
     "same."},
    {"boot.file.changed", kCritical, false,
     "A file that the boot loader loads and measures (a kernel, an initial RAM disk, a module, a "
     "configuration) differs from the reference.",
     "Compare the file on disk with the package it should come from; record the change if it was a "
     "planned update."},
    {"boot.firmware.changed", kCritical, false,
     "Firmware code measured into PCR 0 differs from the reference.",
     "Compare the flash with the vendor's image module by module (assay compare). Record the "
     "change if it was a planned update."},
    {"boot.freshness.unproven", kWarning, false,
     "No nonce that the appraiser holds answers for this quote: it may be an old one.",
     "Challenge the server with a nonce of your own and pass it with --nonces."},
    {"boot.image.revoked", kCritical, false,
     "A program that ran at boot is on a revocation list (dbx, a hash list, or an SBAT level).",
     "Update the boot loader and the dbx; find out how a revoked program came to be started."},
    {"boot.ima.mismatch", kWarning, true,
     "An entry of the IMA log does not hash to its template digest, or no prefix of the log gives "
     "the quoted PCR.",
     "Do not believe the entries named; collect log and quote again, log last."},
    {"boot.ima.violation", kInfo, false,
     "The kernel recorded violations: files that were open for writing while measured.",
     "Usually logs and databases; narrow the IMA policy if they hide executables."},
    {"boot.loader.changed", kCritical, false,
     "A boot loader, boot application or its configuration measured into PCR 4 differs from the "
     "reference.",
     "Check the image's digest and signer against the package it should come from; record the "
     "change if planned."},
    {"boot.log.elsewhere", kInfo, false,
     "An ACPI TPM2 table says where the firmware keeps its event log, but does not hold it.",
     "Collect the log itself (binary_bios_measurements); whether the address is right cannot be "
     "checked offline."},
    {"boot.log.empty", kWarning, true,
     "The event log is empty although PCRs were quoted: what ran is not explained.",
     "Find out why the OS exports no log (Secure Boot off through GRUB does this); compare the "
     "quoted PCRs with the reference."},
    {"boot.log.fragment", kWarning, true,
     "The event log has no separators: it is a part of a log, not one that a firmware finished.",
     "Collect the whole log (binary_bios_measurements); some tools cut it."},
    {"boot.log.missing", kWarning, true,
     "There is a quote but no event log: what ran is not explained.",
     "Collect binary_bios_measurements from securityfs together with the quote."},
    {"boot.log.unquoted", kWarning, true,
     "Nothing of the event log is covered by the quote, or a bank of it is covered by none.",
     "Quote the PCRs that the log extends, in a bank that the log has."},
    {"boot.nonce.mismatch", kCritical, true,
     "The quote answers another challenge than the appraiser's: it was made for another occasion.",
     "Treat as a replay until shown otherwise; challenge the server again and look at who relayed "
     "the answer."},
    {"boot.option-rom.changed", kCritical, false,
     "Code from an add-in card (an option ROM or a driver measured into PCR 2) differs from the "
     "reference.",
     "Find the card; compare the inventory with siblings. An unexpected option ROM is a reason to "
     "open the case."},
    {"boot.partition.changed", kWarning, false, "The partition table differs from the reference.",
     "Expected after a disk change; otherwise find who repartitioned."},
    {"boot.pcr-digest.mismatch", kCritical, true,
     "The PCR values beside the quote are not those that the TPM signed.",
     "Ignore the values file; it was altered or belongs to another quote."},
    {"boot.pcr-values.surplus", kWarning, false,
     "The PCR file of tpm2-tools holds more digests than the PCRs that it names.",
     "No tool writes such a file: somebody put them there. Collect the values again."},
    {"boot.pcr.changed", kCritical, true,
     "A quoted PCR differs from the reference, and no event log says why.",
     "Collect the event log; without it only the fact of the change is known."},
    {"boot.pcr.extended-later", kCritical, true,
     "A PCR that is fixed after boot has another value than in an earlier quote of the same boot.",
     "Something extended it on the running system: isolate the server and look for who drives its "
     "TPM."},
    {"boot.pcr.unexplained", kWarning, true,
     "The event log does not reproduce a quoted PCR: something was measured that the log does not "
     "tell, or the log tells what was not measured.",
     "Compare with siblings of the same firmware: a quirk shows on all of them, an attack on one."},
    {"boot.pcr.uncovered", kWarning, false,
     "A PCR that only the running system extends was quoted, and no log explains its value.",
     "Collect the IMA log (binary_runtime_measurements), or leave the PCR out of the quote."},
    {"boot.quote.invalid", kCritical, true,
     "The quote's signature does not verify under the attestation key.",
     "Nothing in this quote counts. Collect again; if it repeats, suspect whoever relayed it."},
    {"boot.quote.missing", kWarning, true,
     "There is a boot log but no quote: nothing signed vouches for it.",
     "Collect a TPM quote over the PCRs of the log."},
    {"boot.quote.not-tpm", kCritical, true,
     "The signed structure is not a quote that a TPM made (its magic or type is wrong).",
     "Treat as forged: a restricted key never signs this."},
    {"boot.reference.incomparable", kWarning, true,
     "References were given, but none could be compared with this boot: none holds for the server "
     "at that time, or the log lacks the reference's banks.",
     "Learn a reference for this kind of server, extend its validity, or collect a log and a quote "
     "in the reference's bank; a server that quotes another bank than its siblings may be avoiding "
     "the comparison."},
    {"boot.secure-boot.changed", kCritical, false,
     "Secure Boot's state, keys or the authority that allowed an image differ from the reference.",
     "Compare PK, KEK, db and dbx with the reference; re-enable Secure Boot, or record the "
     "change."},
    {"boot.secure-boot.off", kWarning, false,
     "Secure Boot was off: the firmware would have started any boot loader.",
     "Switch it on, or lower this code in the policy where it is off on purpose."},
    {"boot.secure-boot.unproven", kWarning, false,
     "The log does not prove whether Secure Boot was on.",
     "Normal for firmware without Secure Boot; lower this code in the policy for such servers. "
     "Otherwise compare PCR 7's events with a sibling's."},
    {"boot.siblings.differ", kInfo, false,
     "The server measured what few of its siblings measured; they are too few to call that rare.",
     "Look whether the difference was planned; learn a reference to be told of every departure."},
    {"boot.rollout", kWarning, false,
     "The same new value appeared on many siblings at once, which is how an update looks (and how "
     "an attack on a whole lot looks).",
     "If it was planned, record it in changes.toml; if nobody planned it, it concerns every server "
     "named."},
    {"custody.assets.column", kInfo, false,
     "The asset register has a column that Assay does not read.",
     "Nothing, if the column is your own. If it is a misspelt one of docs/fleet.md, rename it: "
     "until "
     "then what it says is unknown."},
    {"custody.assets.date", kWarning, false,
     "A date of the asset register cannot be read, so nothing follows from it.",
     "Write it as 2026-11-22 and import again."},
    {"custody.assets.overlap", kWarning, false,
     "Two rows of the asset register hold for one server at the same time: it cannot be of two "
     "lots "
     "or in two places.",
     "Find out which row is right and end the other (valid_to)."},
    {"custody.assets.row", kWarning, false,
     "A row of the asset register cannot be used: too few or too many fields, no server, or an end "
     "before its beginning.",
     "Mend the row and import again; until then the register says nothing of that server there."},
    {"custody.assets.unknown-server", kInfo, false,
     "The asset register names a server of which the index has no evidence.",
     "Collect evidence of it, or end its row if it has left the fleet."},
    {"evidence.challenge.expired", kWarning, false,
     "The signed challenge beside the quote does not count at the time of the appraisal: its time "
     "is over, or has "
     "not begun.",
     "Challenge the server again. For an appraisal as of an earlier time, pass that time with "
     "--as-of."},
    {"evidence.challenge.invalid", kCritical, true,
     "The signed challenge was altered, or was put to another server.",
     "Somebody made it look as if this server had been asked; challenge it again and look at who "
     "relayed the "
     "answer."},
    {"evidence.challenge.mismatch", kWarning, true,
     "The manifest's challenge is not the nonce that the appraiser issued to this server.",
     "The evidence was collected for another occasion; collect it again."},
    {"evidence.challenge.untrusted", kInfo, false,
     "The challenge beside the quote is signed by nobody on the policy's list of challengers.",
     "Add the challenger's key to the policy's challengers if it is yours; else its nonce proves "
     "nothing."},
    {"evidence.digest.mismatch", kCritical, true,
     "A file is not the one that the manifest lists: it was altered after collection.",
     "Do not use this evidence; fetch the original from the collector."},
    {"evidence.manifest.malformed", kWarning, true,
     "manifest.json or its signature cannot be read.",
     "Collect again; the evidence is treated as unsigned files."},
    {"evidence.missing", kWarning, true, "A file that the manifest lists is not there.",
     "Fetch it from the collector; what it would have shown counts as missing."},
    {"evidence.signature.invalid", kCritical, true,
     "The manifest's signature is wrong, though it names a key that the appraiser trusts.",
     "The manifest was altered after it was signed; do not use this evidence."},
    {"evidence.signature.untrusted", kWarning, false,
     "The manifest is signed by nobody on the policy's list of collectors.",
     "Add the collector's key to the policy if it is yours; otherwise collect again."},
    {"evidence.unlisted", kWarning, false,
     "A file lies in the evidence that the manifest does not list.",
     "It was added after collection; it is appraised, but nobody signed it."},
    {"identity.repeated", kInfo, false, "Several pieces of evidence carry the same server id.",
     "Nothing, if these are several collections of one server. Otherwise somebody renamed "
     "evidence: look at the sources named."},
    {"identity.shared", kCritical, false,
     "Two servers show the same endorsement key or the same system UUID: one of them answers for "
     "the other, or both are one machine.",
     "Read the serial on the chassis of each; a cloned identity hides a machine that is never "
     "examined."},
    {"inventory.basis.none", kInfo, true,
     "The inventory was read, but there is nothing to compare it with: no reference, no platform "
     "certificate, no order, too few siblings.",
     "Learn a reference from known-good servers (assay learn), give the order or the platform "
     "certificate, or audit the server together with its siblings."},
    {"inventory.certificate.delta-gap", kWarning, true,
     "A delta platform certificate does not fit: what it builds on is not there, it changes a part "
     "that the list before it does not hold, or nobody trusted signed it. The certified parts list "
     "has a gap.",
     "Ask the maker, or whoever repaired the server, for every certificate since it left the "
     "factory; record the repair as a change until they are there."},
    {"inventory.certificate.expired", kInfo, false,
     "A platform certificate, or one above it, was outside its dates at the time of the audit. "
     "What "
     "the maker built in does not expire, but a lost key of that age could sign today.",
     "Ask the maker for a renewed certificate, or accept the old one where the server was enrolled "
     "while it was valid."},
    {"inventory.certificate.holder-mismatch", kCritical, true,
     "The platform certificate speaks of another TPM than this server's: board or TPM were "
     "exchanged, or the certificate belongs to another machine.",
     "Read the serial on the chassis and compare it with the certificate's. If the board was "
     "replaced, ask for the delta or the new certificate; if not, treat the server as another "
     "one."},
    {"inventory.certificate.invalid", kCritical, true,
     "A platform certificate does not carry the signature of the issuer that it names: it was "
     "altered, or made by somebody else.",
     "Fetch the certificate from the maker's own service and compare. Do not rely on any part that "
     "this file lists."},
    {"inventory.certificate.quirk", kInfo, false,
     "A platform certificate departs from the TCG's profile or from DER in a way that changes "
     "nothing of what it states.",
     "Nothing, if the siblings' certificates show the same; tell the maker."},
    {"inventory.certificate.unbound", kWarning, true,
     "Nothing ties the platform certificate to this server: there is no EK certificate to compare, "
     "or the certificate names none.",
     "Collect the EK certificate (boot/ek.crt); without it the certificate may be any server's."},
    {"inventory.certificate.untrusted", kWarning, true,
     "No path leads from a platform certificate to a maker whom the appraiser trusts, or it is "
     "signed in a way that Assay cannot check. Anybody may have written its parts list.",
     "Give the maker's root and intermediate certificates as trusted roots."},
    {"inventory.order.none", kWarning, true,
     "Orders were given, and none of them names this server.",
     "Find the order that the server came with, or correct the server's id or serial number in "
     "it."},
    {"inventory.reference.incomparable", kWarning, true,
     "References were given, but none of them describes this kind of server.",
     "Learn a reference for this product and board, or check why the server says it is another "
     "model."},
    {"inventory.siblings.differ", kInfo, false,
     "The server differs from most of its siblings, which are too few to call that rare.",
     "Look whether the difference was ordered; learn a reference to be told of every departure."},
    {"inventory.siblings.sub-population", kInfo, false,
     "Several siblings share something that most others do not have: a second supplier, another "
     "lot, an update under way (and how an attack on a whole lot looks).",
     "Nothing, if purchasing or the update plan explains it. Otherwise it concerns every server "
     "named."},
    {"inventory.slot.usage", kWarning, false,
     "A slot is in use where the reference says it is free, or free where it says it is in use.",
     "Look into the slot named, and compare the PCI devices with the reference; record the change "
     "if a card was added or taken out on purpose."},
    {"inventory.source.missing", kInfo, true,
     "A reference was learned from a source that this evidence does not hold: what only that "
     "source "
     "shows was not compared.",
     "Collect the source named as well (assay collect takes all of them)."},
    {"inventory.sources.disagree", kWarning, false,
     "Two sources that describe the same part contradict each other: a table that is not measured "
     "can be rewritten alone, hardly together with the others.",
     "Read the part's label. Compare both sources on a sibling: firmware quirks repeat there, a "
     "forged table does not."},
    {"inventory.redfish.incomplete", kWarning, true,
     "The BMC's Redfish tree was not read to its end: it answered slowly, refused, or held more "
     "than "
     "the collector takes.",
     "Collect again, with a longer --timeout or with an account that may read everything. What is "
     "missing counts as not examined."},
    {"inventory.redfish.several-systems", kInfo, false,
     "The BMC tells of several computer systems, and nothing says which of them this server is.",
     "Collect the server's SMBIOS tables too, whose UUID chooses the system."},
    {"inventory.spdm.invalid", kCritical, true,
     "A device's signed SPDM measurements do not carry that device's signature: somebody altered "
     "them, or another key signed.",
     "Ask the device again with a fresh nonce. If it stays so, take the card out of service: it, "
     "or "
     "the BMC that asked it, does not tell the truth."},
    {"inventory.spdm.unverified", kWarning, false,
     "SPDM measurements are there, but nothing proves that the device made them now: no signature, "
     "no trusted certificate, or no fresh nonce.",
     "Collect with `assay collect --redfish URL --nonce HEX` so that devices sign, and give the "
     "vendor's root certificate."},
};

}  // namespace

std::span<const CodeRow> all_codes() noexcept {
  struct Table {
    std::deque<std::string> texts;
    std::vector<CodeRow> rows;
  };
  static const Table kTable = [] {
    Table t;
    t.rows = inventory_part_codes(t.texts);
    t.rows.insert(t.rows.end(), std::begin(kCodes), std::end(kCodes));
    const auto firmware = firmware_image_codes();
    t.rows.insert(t.rows.end(), firmware.begin(), firmware.end());
    std::ranges::sort(t.rows, {}, &CodeRow::code);
    return t;
  }();
  return kTable.rows;
}

const CodeRow* find_code(std::string_view code) noexcept {
  const auto rows = all_codes();
  const auto row = std::ranges::lower_bound(rows, code, {}, &CodeRow::code);
  return row != rows.end() && row->code == code ? &*row : nullptr;
}

std::string_view family(std::string_view code) noexcept { return code.substr(0, code.find('.')); }

Finding make_finding(std::string_view code, std::string subject, std::string why,
                     std::vector<Cite> cites) {
  Finding f;
  f.code = std::string(code);
  f.subject = std::move(subject);
  f.why = std::move(why);
  f.cites = std::move(cites);
  if (const CodeRow* row = find_code(code); row != nullptr) {
    f.severity = row->severity;
    f.action = std::string(row->action);
  }
  return f;
}

}  // namespace assay::evidence
