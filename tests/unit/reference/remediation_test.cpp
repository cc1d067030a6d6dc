// Records of who mends what: read strictly, and which findings they cover.
#include "reference/remediation.h"

#include <gtest/gtest.h>

#include "appraise/remediation.h"
#include "evidence/finding_codes.h"

namespace assay::reference {
namespace {

std::string record(const std::string& more, const std::string& state = "open") {
  return "[[remediation]]\nid = \"R\"\nservers = [\"web-*\"]\ncodes = [\"boot.*\"]\nowner = "
         "\"o\"\nstate = \"" +
         state + "\"\n" + more;
}

std::string why(const std::string& toml) {
  const auto r = parse_remediation(toml, "r.toml");
  return r ? "accepted" : r.error().describe();
}

TEST(Remediation, is_read_strictly) {
  EXPECT_EQ(why(record("")), "accepted");
  EXPECT_EQ(why(""), "accepted") << "no record is nobody's promise";
  for (const char* bad :
       {"note = 1\n", "unknown = \"x\"\n", "due = \"soon\"\n", "fixed = 2026-01-01\n"})
    EXPECT_NE(why(record(bad)), "accepted") << bad;
  EXPECT_NE(why(record("", "fixed")), "accepted") << "fixed, and nobody says when";
  EXPECT_NE(why(record("", "closed")), "accepted") << "only evidence closes";
  EXPECT_NE(why(record("") + record("")).find("an id of its own"), std::string::npos);
  auto no_code = record("");
  no_code.replace(no_code.find("boot.*"), 6, "bot.*");
  EXPECT_NE(why(no_code).find("codes that exist"), std::string::npos);
}

TEST(Remediation, covers_by_server_code_and_subject) {
  const auto r = parse_remediation(record("subjects = [\"PCR 8\"]\n"), "r.toml").value().at(0);
  EXPECT_TRUE(r.covers("web-1", "boot.pcr.changed", "PCR 8"));
  EXPECT_FALSE(r.covers("web-1", "boot.pcr.changed", "PCR 9"));
  EXPECT_FALSE(r.covers("db-1", "boot.pcr.changed", "PCR 8"));
  EXPECT_FALSE(r.covers("web-1", "inventory.nic.added", "PCR 8"));
}

TEST(Remediation, tells_what_is_late_and_what_is_said_to_be_fixed_and_is_not) {
  const auto applied = [](const std::string& toml, const char* seen, const char* as_of) {
    const auto records = parse_remediation(toml, "r.toml").value();
    std::vector<evidence::Finding> findings{
        evidence::make_finding("boot.pcr.changed", "PCR 8", "It changed.")};
    const auto before = findings;
    appraise::apply_remediation(records, "web-1", *base::parse_rfc3339(seen),
                                *base::parse_rfc3339(as_of), findings);
    EXPECT_EQ(findings[0].severity, before[0].severity);
    EXPECT_EQ(findings[0].status, before[0].status);
    return *findings.at(0).remediation;
  };
  const auto due = record("due = 2026-05-10\n");
  EXPECT_FALSE(applied(due, "2026-05-01T00:00:00Z", "2026-05-10T23:59:59Z").overdue);
  EXPECT_TRUE(applied(due, "2026-05-01T00:00:00Z", "2026-05-11T00:00:00Z").overdue);
  EXPECT_FALSE(applied(record("due = 2026-05-10\n", "accepted"), "2026-05-01T00:00:00Z",
                       "2027-01-01T00:00:00Z")
                   .overdue)
      << "an accepted risk is not late";
  const auto fixed = record("fixed = 2026-05-10T12:00:00Z\n", "fixed");
  EXPECT_FALSE(applied(fixed, "2026-05-10T11:59:59Z", "2026-06-01T00:00:00Z").still_there)
      << "evidence from before shows nothing either way";
  EXPECT_TRUE(applied(fixed, "2026-05-10T12:00:00Z", "2026-06-01T00:00:00Z").still_there);
}

}  // namespace
}  // namespace assay::reference
