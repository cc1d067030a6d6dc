#include "report/html.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "base/text.h"
#include "bytes/text.h"
#include "report/html_writer.h"
#include "support/mutate.h"
#include "unit/report/html_model.h"

namespace assay::report {
namespace {

using appraise::FleetAppraisal;
using appraise::ServerAppraisal;
using appraise::Verdict;
using ::testing::HasSubstr;
using ::testing::Not;

std::string render(const FleetAppraisal& fleet, const HtmlOptions& options = {}) {
  std::string out;
  write_html(fleet, options, [&](std::string_view piece) { out += piece; });
  return out;
}

// Between <body> and <script>: what the model made.
std::string body(const std::string& html) {
  const auto from = html.find("<body>");
  const auto to = html.find("<script>");
  EXPECT_NE(from, std::string::npos);
  EXPECT_NE(to, std::string::npos);
  return html.substr(from, to - from);
}

std::size_t occurrences(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

// Each `prefix"NAME"` in the text.
std::vector<std::string> quoted_after(const std::string& text, const std::string& prefix) {
  std::vector<std::string> out;
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
    const auto from = at + prefix.size();
    out.push_back(text.substr(from, text.find('"', from) - from));
  }
  return out;
}

// Every tag that is opened is closed, in order; the report leaves none out.
void expect_balanced(const std::string& html) {
  const std::set<std::string> empty{"meta", "!doctype"};
  std::vector<std::string> open;
  for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto end = html.find_first_of(" >\n", at);
    std::string name = html.substr(at + 1, end - at - 1);
    if (name == "style" || name == "script") at = html.find("</" + name, at) - 1;
    if (empty.contains(name)) continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else {
      ASSERT_FALSE(open.empty()) << name << " at " << at;
      ASSERT_EQ("/" + open.back(), name) << html.substr(at - 80, 120);
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
}

template <class T>
concept PutTakes = requires(Html& html, T text) { html.put(text); };
static_assert(!PutTakes<std::string> && !PutTakes<std::string_view> && !PutTakes<const char*>,
              "evidence must not become markup");

FleetAppraisal small_fleet() {
  FleetAppraisal fleet = fleet_of(
      {affirmed("node-01"), contradicted("node-02"), unseen("node-03"), affirmed("node-04")});
  fleet.servers[3].verdict = Verdict::warning;
  fleet.servers[3].disciplines = boot_only(Verdict::warning);
  fleet.servers[3].boot.fresh = false;
  fleet.coverage.fresh = 2;
  fleet.servers[3].findings = {evidence::make_finding("boot.freshness.unproven", "quote",
                                                      "No nonce answers for this quote.")};
  fleet.findings = {
      evidence::make_finding("boot.rollout", "PCR 4", "5 of 9 servers show the same new value.")};
  return fleet;
}

TEST(Html, TellsTheFleetInOneSentence) {
  const auto html = render(small_fleet());
  EXPECT_THAT(html, HasSubstr("4 servers: <span class=\"fg ok\">1 affirmed</span>"));
  EXPECT_THAT(html, HasSubstr("1 contraindicated</span>."));
  EXPECT_THAT(html, HasSubstr("2026-03-05T00:00:00Z"));
}

TEST(Html, IsSelfContained) {
  const auto html = render(small_fleet());
  for (const auto* outside :
       {"http://", "https://", "src=", "url(", "@import", "<link", "<img", "fetch("})
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  EXPECT_THAT(
      html, HasSubstr("default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"));
}

TEST(Html, IsWellFormedAndItsLinksLeadSomewhere) {
  const auto html = render(small_fleet());
  expect_balanced(html);
  const auto ids = quoted_after(html, " id=\"");
  const std::set<std::string> unique(ids.begin(), ids.end());
  EXPECT_EQ(unique.size(), ids.size()) << "an id stands twice";
  const auto links = quoted_after(html, "href=\"#");
  EXPECT_GT(links.size(), 10U);
  for (const auto& link : links) EXPECT_TRUE(unique.contains(link)) << link;
}

TEST(Html, SameModelGivesSameBytes) { EXPECT_EQ(render(small_fleet()), render(small_fleet())); }

TEST(Html, PutsWorstFirst) {
  const auto html = render(small_fleet());
  EXPECT_LT(html.find("id=\"s2\""),
            html.find("id=\"s3\""));  // contraindicated, then nobody looked,
  EXPECT_LT(html.find("id=\"s3\""), html.find("id=\"s4\""));  // then a warning,
  EXPECT_LT(html.find("id=\"s4\""), html.find("id=\"s1\""));  // then affirmed
}

TEST(Html, FindingStandsAtItsEvent) {
  const auto html = render(small_fleet());
  const auto at = html.find("id=\"s2e3\"");
  ASSERT_NE(at, std::string::npos);
  const auto item = html.substr(at, html.find("</li>", at) - at);
  EXPECT_THAT(item, HasSubstr("kernel command line: root=/dev/vda1 ro quiet init=/bin/sh"));
  EXPECT_THAT(item, HasSubstr("<code>init=/bin/sh</code> was added"));
  EXPECT_THAT(item, HasSubstr("words proven"));
  EXPECT_THAT(html, HasSubstr("href=\"#s2e3\">event 3, offset 300"));
}

TEST(Html, FindingWithoutEventStandsAtItsPcr) {
  const auto html = render(small_fleet());
  const auto at = html.find("id=\"s2p14\"");
  const auto part = html.substr(at, html.find("</details>", at) - at);
  EXPECT_THAT(part, HasSubstr("PCR 14 was quoted, and no log explains it."));
}

TEST(Html, OpensPcrsWithFindingsAndNoOthers) {
  const auto html = render(small_fleet());
  EXPECT_THAT(html, HasSubstr("id=\"s2p8\" open>"));
  EXPECT_THAT(html, HasSubstr("id=\"s1p8\">"));
}

TEST(Html, SaysWhoExplainedAFinding) {
  EXPECT_THAT(render(small_fleet()), HasSubstr("<b>Explained by</b> change fw-7 (OPS-1, by ops)"));
}

TEST(Html, MissingEvidenceIsTold) {
  const auto html = render(small_fleet());
  EXPECT_THAT(
      html,
      HasSubstr("Not examined on any server: firmware, inventory, board, traffic and custody."));
  EXPECT_THAT(html, HasSubstr("“affirmed” means affirmed for boot alone"));
  EXPECT_THAT(html, HasSubstr("<code>inventory/</code>"));
  EXPECT_THAT(html, HasSubstr("is missing for <strong>1 server</strong>"));
  EXPECT_THAT(html, HasSubstr("<strong>There is no boot evidence.</strong>"));
  EXPECT_THAT(html, HasSubstr("<span>2 of 4</span>"));
}

TEST(Html, EmptyFleetIsNoPass) {
  const auto html = render(fleet_of({}));
  expect_balanced(html);
  EXPECT_THAT(html, HasSubstr("No servers: nothing was appraised."));
  EXPECT_THAT(html, HasSubstr("Nothing was examined."));
  EXPECT_THAT(body(html), Not(HasSubstr("affirmed")));
  EXPECT_THAT(body(html), Not(HasSubstr("<b class=\"v ok\">")));
}

TEST(Html, ServerWithoutTimelineSaysWhy) {
  ServerAppraisal no_log = affirmed("node-01");
  no_log.timeline.reset();
  no_log.boot.events = 0;
  EXPECT_THAT(render(fleet_of({no_log})), HasSubstr("There is no event log to show."));
  ServerAppraisal values_only = affirmed("node-01");
  values_only.boot.events = 0;
  values_only.timeline->events.clear();
  const auto html = render(fleet_of({values_only}));
  expect_balanced(html);
  EXPECT_THAT(html, HasSubstr("There is no event log to show."));
  EXPECT_THAT(html, HasSubstr("the values below are what the TPM signed"));
  EXPECT_THAT(html, HasSubstr("id=\"s1p0\""));
  ServerAppraisal not_kept = affirmed("node-01");
  not_kept.timeline.reset();
  EXPECT_THAT(render(fleet_of({not_kept})), HasSubstr("were not kept for this report"));
}

TEST(Html, LogWithoutQuoteSaysThatNothingVouches) {
  ServerAppraisal s = affirmed("node-01");
  s.boot.quote_valid = false;
  const auto html = render(fleet_of({s}));
  EXPECT_THAT(html, HasSubstr("No valid quote covers this log"));
  EXPECT_THAT(html, HasSubstr("words fit</span>"));
  EXPECT_THAT(html, Not(HasSubstr("words proven</span>")));
  EXPECT_THAT(html, Not(HasSubstr("value that the TPM signed")));
}

TEST(Html, WordsOfAPcrThatTheLogDoesNotExplainProveNothing) {
  ServerAppraisal s = affirmed("node-01");
  s.timeline->pcrs[1].state = "mismatch";
  s.timeline->events[2].checked = "mismatch";
  const auto html = render(fleet_of({s}));
  const auto at = html.find("id=\"s1p8\" open>");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(html.substr(at), HasSubstr("words fit</span>"));
  EXPECT_THAT(html, HasSubstr("words differ</span>"));
  EXPECT_THAT(html, HasSubstr("<a class=\"m bad\" href=\"#s1p8\">8</a>"));
}

TEST(Html, CutTimelineSaysSo) {
  ServerAppraisal s = affirmed("node-01");
  s.boot.events = 6000;
  EXPECT_THAT(render(fleet_of({s})), HasSubstr("The log has 6,000 events; the first 4 are shown."));
}

TEST(Html, LeavesOutDetailsPlainly) {
  std::vector<ServerAppraisal> servers;
  servers.reserve(10);
  for (int i = 0; i < 9; ++i) servers.push_back(affirmed("clean-" + std::to_string(i)));
  servers.push_back(contradicted("odd"));
  const auto html = render(fleet_of(servers), {.most_details = 3});
  EXPECT_EQ(occurrences(html, "class=\"server\""), 3U);
  EXPECT_EQ(occurrences(html, "<tr id=\"r"), 10U);
  EXPECT_THAT(html, HasSubstr("id=\"s10\""));  // the odd one, though it came last
  EXPECT_THAT(
      html,
      HasSubstr(
          "Only the first 3 have a section of their own below; <strong>7 have none</strong>"));
  EXPECT_THAT(html, HasSubstr("7 more servers</strong> of this fleet have no section here"));
  const auto links = quoted_after(html, "href=\"#");
  const auto ids = quoted_after(html, " id=\"");
  for (const auto& link : links) EXPECT_THAT(ids, ::testing::Contains(link));
  EXPECT_THAT(render(fleet_of(servers)), Not(HasSubstr("have none")));
}

TEST(Html, NoTextOfTheModelBecomesMarkup) {
  const std::string evil = "<script>alert(1)</script>\"'><img onerror=x>&`</code>`\x01\xff";
  ServerAppraisal s = contradicted(evil);
  s.source = s.manifest_signer = s.boot.bound_by = s.boot.ek = s.boot.signature = evil;
  s.boot.firmware_version = s.boot.kernel_command_line = s.boot.dbx_at_least = s.boot.sbat_level =
      evil;
  s.boot.reference = evil;
  s.not_appraised = {evil};
  for (auto& f : s.findings) {
    f.code = f.subject = f.why = f.action = f.explained_by = evil;
    f.cites = {{evil, evil}, {evil, "event 3, " + evil}};
  }
  s.timeline->bank = evil;
  for (auto& p : s.timeline->pcrs) p.state = p.value = evil;
  for (auto& e : s.timeline->events) e.type = e.text = e.checked = e.digest = evil;
  FleetAppraisal fleet = fleet_of({s});
  fleet.policy = evil;
  fleet.references = {evil};
  fleet.findings = s.findings;
  fleet.coverage.not_appraised = {evil};
  const auto html = render(fleet, {.title = evil});
  expect_balanced(html);
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
  EXPECT_EQ(occurrences(html, "<script"), 1U);  // the report's own
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("\x01")));
  for (const auto& id : quoted_after(html, " id=\""))
    EXPECT_TRUE(base::is_ascii_text(id) && id.size() < 20) << id;
}

TEST(Html, OddNumbersDoNoHarm) {
  ServerAppraisal s = contradicted("node-01");
  s.timeline->events[0].findings = {99};  // no such finding
  s.timeline->events[1].number = 3;       // the same number twice
  s.timeline->events[1].findings = {0};
  s.timeline->events[2].pcr = 0xFFFFFFFF;
  s.findings[0].cites.push_back({"boot/eventlog.bin", "event 99999999999999999999, offset"});
  const auto html = render(fleet_of({s}));
  expect_balanced(html);
  const auto ids = quoted_after(html, " id=\"");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_THAT(html, HasSubstr("Not a PCR of a TPM"));
}

TEST(Html, StreamsInSmallPieces) {
  std::vector<ServerAppraisal> servers;
  servers.reserve(3000);
  for (int i = 0; i < 3000; ++i) servers.push_back(contradicted("node-" + std::to_string(i)));
  std::size_t largest = 0;
  std::size_t total = 0;
  write_html(fleet_of(std::move(servers)), {}, [&](std::string_view piece) {
    largest = std::max(largest, piece.size());
    total += piece.size();
  });
  EXPECT_GT(total, 1'000'000U);
  EXPECT_LT(largest, 128U << 10U);
}

// What the model made, without style, script and version. ASSAY_REGOLD=1 writes it anew.
TEST(Html, Golden) {
  std::string html = body(render(small_fleet()));
  const std::string version = "assay " ASSAY_VERSION;
  const auto at = html.find(version);
  ASSERT_NE(at, std::string::npos);
  html.replace(at, version.size(), "assay VERSION");
  // One thread at this point. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (std::getenv("ASSAY_REGOLD") != nullptr)
    std::ofstream(ASSAY_SOURCE_DIR "/tests/golden/report.html") << html;
  EXPECT_EQ(html, bytes::to_string(assay::testing::read_source("tests/golden/report.html")));
}

}  // namespace
}  // namespace assay::report
