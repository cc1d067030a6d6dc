#include "evidence/intake.h"

#include <gtest/gtest.h>

#include "evidence/bundle.h"
#include "support/mutate.h"
#include "support/smbios_builder.h"

namespace assay::evidence {
namespace {

TEST(Intake, a_bare_smbios_table_or_its_print_is_evidence_of_one_server) {
  const auto table = testing::smbios_table(testing::smbios_server());
  const auto entry = testing::smbios3_entry_point(static_cast<std::uint32_t>(table.size()));
  const std::string_view text =
      "# dmidecode 3.3\n\nHandle 0x0001, DMI type 1, 27 bytes\nSystem Information\n";
  EXPECT_EQ(role_by_content(table), Role::smbios);
  EXPECT_EQ(role_by_content(testing::smbios_dump(entry, table)), Role::smbios);
  EXPECT_EQ(role_by_content(entry), Role::smbios_entry_point);
  EXPECT_EQ(role_by_content(bytes::as_bytes(text)), Role::dmidecode);
  const auto bundle = load_bytes(table, "rack3/node-17").value();
  EXPECT_EQ(bundle.server, "node-17");
  ASSERT_NE(bundle.find(Role::smbios), nullptr);
}

TEST(Intake, other_evidence_keeps_its_role) {
  EXPECT_EQ(role_by_content(testing::read_source("samples/fleet/node-06/boot/eventlog.bin")),
            Role::event_log);
  EXPECT_EQ(role_by_content(testing::read_source("samples/fleet/node-06/boot/ima.log")),
            Role::ima_log);
  EXPECT_EQ(role_by_content(testing::read_source("samples/fleet/node-06/boot/quote.sig")),
            Role::none);
  EXPECT_EQ(role_by_content(testing::read_source("samples/fleet/node-06/boot/ak.tpmt")),
            Role::none);
  EXPECT_EQ(role_by_content(base::Bytes(64)), Role::none);
  EXPECT_EQ(role_by_content({}), Role::none);
}

}  // namespace
}  // namespace assay::evidence
