#include "report/html_words.h"

namespace assay::report {

using appraise::Discipline;
using appraise::Verdict;
using evidence::FindingStatus;
using evidence::Severity;

Told told(Verdict verdict) {
  switch (verdict) {
    case Verdict::affirmed:
      return {"ok", "affirmed"};
    case Verdict::warning:
      return {"warn", "warning"};
    case Verdict::contraindicated:
      return {"bad", "contraindicated"};
    case Verdict::no_evidence:
      break;
  }
  return {"none", "no evidence"};
}

Told told(const evidence::Finding& f) {
  if (f.status == FindingStatus::explained) return {"info", "explained"};
  if (f.status == FindingStatus::resolved) return {"info", "resolved"};
  switch (f.severity) {
    case Severity::critical:
      return {"bad", "critical"};
    case Severity::warning:
      return {"warn", "warning"};
    case Severity::info:
      break;
  }
  return {"info", "info"};
}

Told told_pcr(std::uint32_t pcr, std::string_view state, bool quote_valid) {
  if (state == "mismatch")
    return {"bad", "not explained: the log does not give the value that the TPM signed"};
  if (!quote_valid) return {"none", "not signed: no valid quote covers this PCR"};
  if (pcr == 10 && state == "match")
    return {"ok", "explained: the IMA log gives the value that the TPM signed"};
  if (state == "match") return {"ok", "explained: the log gives the value that the TPM signed"};
  if (state == "capped") return {"ok", "explained, with the cap that Windows adds to this bank"};
  if (state == "not-quoted") return {"none", "not signed: the quote does not cover this PCR"};
  if (state == "no-events") return {"ok", "untouched: signed at its reset value, and no events"};
  if (state == "not-covered")
    return {"warn", "not explained: the running system extends it, and no log says how"};
  return {"none", "not checked"};
}

Told told_event(const appraise::TimelineEvent& e, bool digests_signed) {
  if (e.type == "EV_NO_ACTION") return {"none", "not measured"};
  if (e.checked == "mismatch") return {"bad", "words differ"};
  if (e.checked != "digest-of-data") return {"none", "digest only"};
  return digests_signed ? Told{"ok", "words proven"} : Told{"none", "words fit"};
}

Markup pcr_title(std::uint32_t pcr) {
  switch (pcr) {
    case 0:
      return "Firmware code";
    case 1:
      return "Firmware configuration";
    case 2:
      return "Option ROMs and drivers of add-in cards";
    case 3:
      return "Configuration of add-in cards";
    case 4:
      return "Boot loader";
    case 5:
      return "Boot loader configuration and partitions";
    case 6:
      return "Events of the platform's maker";
    case 7:
      return "Secure Boot policy";
    case 8:
      return "Boot loader commands and kernel command line";
    case 9:
      return "Files that the boot loader loaded";
    case 10:
      return "Files that the running kernel measured (IMA)";
    case 11:
      return "Unified kernel image and boot phases";
    case 12:
      return "Kernel command line and credentials given at boot";
    case 13:
      return "System extensions";
    case 14:
      return "Keys enrolled by the machine's owner (shim)";
    case 15:
      return "System identity";
    case 16:
      return "Debug";
    case 17:
    case 18:
    case 19:
    case 20:
    case 21:
    case 22:
      return "Dynamic launch";
    case 23:
      return "Application support";
    default:
      break;
  }
  return "Not a PCR of a TPM";
}

Markup discipline_title(Discipline d) {
  switch (d) {
    case Discipline::boot:
      return "Boot";
    case Discipline::firmware:
      return "Firmware";
    case Discipline::inventory:
      return "Inventory";
    case Discipline::board:
      return "Board";
    case Discipline::traffic:
      return "Traffic";
    case Discipline::custody:
      break;
  }
  return "Custody";
}

Markup discipline_subject(Discipline d) {
  switch (d) {
    case Discipline::boot:
      return "the firmware, boot loader and kernel that ran, event by event";
    case Discipline::firmware:
      return "the contents of the flash chips, module by module";
    case Discipline::inventory:
      return "the parts on every bus";
    case Discipline::board:
      return "the components on the board";
    case Discipline::traffic:
      return "whom the servers talk to";
    case Discipline::custody:
      break;
  }
  return "whose hands the servers passed through";
}

int urgency(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::contraindicated:
      return 0;
    case Verdict::no_evidence:
      return 1;
    case Verdict::warning:
      return 2;
    case Verdict::affirmed:
      break;
  }
  return 3;
}

bool is_open(const evidence::Finding& f) noexcept { return f.status == FindingStatus::open; }

void badge(Html& html, Told t) {
  html.put("<b class=\"v ").put(t.tone).put("\">").put(t.words).put("</b>");
}

}  // namespace assay::report
