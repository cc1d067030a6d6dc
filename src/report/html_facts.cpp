#include "report/html_server.h"

namespace assay::report {
namespace {

void open_row(Html& html, Markup title) { html.put("<div><dt>").put(title).put("</dt><dd>"); }
void close_row(Html& html) { html.put("</dd></div>\n"); }

void mark(Html& html, Told t) {
  html.put("<span class=\"m ").put(t.tone).put("\">").put(t.words).put("</span>");
}

void judged(Html& html, Markup title, Told t) {
  open_row(html, title);
  mark(html, t);
  close_row(html);
}

void said(Html& html, Markup title, std::string_view text, Markup otherwise) {
  open_row(html, title);
  if (text.empty())
    html.put("<span class=\"soft\">").put(otherwise).put("</span>");
  else
    html.text(text, 1000);
  close_row(html);
}

Told told_ek(std::string_view ek) {
  if (ek == "trusted") return {"ok", "leads to a trusted root"};
  if (ek == "untrusted") return {"warn", "leads to no trusted root"};
  if (ek == "not checked") return {"none", "not checked: no roots were given"};
  return {"none", "no certificate given"};
}

void write_vouching(Html& html, const appraise::ServerAppraisal& s) {
  const auto& b = s.boot;
  html.put("<div><h4>What vouches for it</h4>\n<dl>\n");
  open_row(html, "Quote");
  mark(html, b.quote_valid ? Told{"ok", "signature valid"} : Told{"bad", "no valid signature"});
  if (!b.signature.empty()) html.put(", ").text(b.signature, 100);
  close_row(html);
  judged(html, "Freshness",
         b.fresh ? Told{"ok", "answers a challenge that the appraiser held"}
                 : Told{"warn", "not proven: it may be an old quote"});
  open_row(html, "Signing key");
  mark(html, b.ak_bound ? Told{"ok", "bound to its TPM"} : Told{"warn", "bound to no TPM"});
  if (!b.bound_by.empty()) html.put(", ").text(b.bound_by, 300);
  close_row(html);
  judged(html, "TPM’s certificate", told_ek(b.ek));
  open_row(html, "Manifest");
  if (s.manifest_signer.empty())
    mark(html, {"warn", "signed by no trusted collector"});
  else {
    mark(html, {"ok", "signed by "});
    html.text(s.manifest_signer, 200);
  }
  close_row(html);
  open_row(html, "Reference");
  if (b.reference.empty()) {
    mark(html, {"none", "compared with none: nothing says what should have run"});
  } else {
    mark(html, b.matches_reference ? Told{"ok", "matches "} : Told{"bad", "departs from "});
    html.text(b.reference, 200);
  }
  close_row(html);
  html.put("</dl></div>\n");
}

void write_dbx(Html& html, const appraise::BootSummary& b) {
  open_row(html, "Revocations (dbx)");
  if (b.dbx_entries == 0) {
    html.put("<span class=\"soft\">not in the log</span>");
  } else {
    html.count(b.dbx_entries).put(b.dbx_entries == 1 ? Markup(" entry") : Markup(" entries"));
    if (!b.dbx_at_least.empty()) html.put(", not older than ").text(b.dbx_at_least, 40);
    if (!b.dbx_against.empty()) html.put("; it ").text(b.dbx_against, 200);
  }
  close_row(html);
}

void write_contents(Html& html, const appraise::BootSummary& b) {
  html.put("<div><h4>What it says</h4>\n<dl>\n");
  said(html, "Firmware", b.firmware_version, "version not in the log");
  judged(html, "Secure Boot",
         !b.secure_boot   ? Told{"none", "not known"}
         : *b.secure_boot ? Told{"ok", "on"}
                          : Told{"warn", "off"});
  write_dbx(html, b);
  said(html, "SBAT level", b.sbat_level, "not in the log");
  open_row(html, "Kernel command line");
  if (b.kernel_command_line.empty())
    html.put("<span class=\"soft\">not in the log</span>");
  else
    html.put("<code>").text(b.kernel_command_line, 2000).put("</code>");
  close_row(html);
  open_row(html, "Event log");
  b.events == 0 ? html.put("<span class=\"soft\">none, or empty</span>")
                : html.counted(b.events, "event");
  close_row(html);
  open_row(html, "IMA log");
  if (b.ima_entries == 0) {
    html.put("<span class=\"soft\">none</span>");
  } else {
    const bool all = b.ima_covered == b.ima_entries;
    mark(html,
         all ? Told{"ok", "what the TPM signed"} : Told{"warn", "in part what the TPM signed"});
    html.put(", ").count(b.ima_covered).put(" of ").count(b.ima_entries).put(" entries");
  }
  close_row(html);
  html.put("</dl></div>\n");
}

void write_inventory(Html& html, const appraise::InventorySummary& i) {
  html.put("<div><h4>What it is made of</h4>\n<dl>\n");
  said(html, "System", i.identity.manufacturer + " " + i.identity.product, "does not say");
  said(html, "Board", i.identity.board_product, "does not say");
  said(html, "Serial number", i.identity.serial, "none, or a placeholder");
  open_row(html, "Parts");
  html.counted(i.components, "part").put(", told by ").text(i.sources, 200);
  close_row(html);
  open_row(html, "Compared with");
  if (!i.reference.empty()) {
    mark(html, i.matches_reference ? Told{"ok", "as "} : Told{"bad", "departs from "});
    html.text(i.reference, 200);
  } else if (i.siblings > 0) {
    mark(html, {"none", "siblings alone, which cannot show what a whole lot shares: "});
    html.count(i.siblings);
  } else {
    mark(html, {"warn", "nothing"});
  }
  close_row(html);
  html.put("</dl></div>\n");
}

}  // namespace

void write_facts(Html& html, const appraise::ServerAppraisal& s) {
  if (!s.boot.examined) {
    if (s.inventory.examined) {
      html.put("<div class=\"facts\">\n");
      write_inventory(html, s.inventory);
      html.put("</div>\n");
    }
    html.put(
        "<p class=\"callout\"><strong>There is no boot evidence.</strong> Nothing is known about "
        "what this "
        "server booted.</p>\n");
    return;
  }
  html.put("<div class=\"facts\">\n");
  write_vouching(html, s);
  write_contents(html, s.boot);
  if (s.inventory.examined) write_inventory(html, s.inventory);
  html.put("</div>\n");
}

}  // namespace assay::report
