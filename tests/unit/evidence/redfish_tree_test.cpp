#include "evidence/redfish_tree.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace assay::evidence {
namespace {

Bundle bundle_of(std::initializer_list<const char*> paths) {
  Bundle b;
  for (const char* path : paths) b.artefacts.push_back({path, Role::none, {}});
  return b;
}

TEST(RedfishTree, a_mockup_is_taken_in_without_its_schemas) {
  auto b = bundle_of(
      {"$metadata/index.xml", "Systems/1/index.json", "index.json", "Systems/1/error.txt"});
  adopt_redfish_tree(b);
  ASSERT_EQ(b.artefacts.size(), 2U);
  EXPECT_EQ(b.artefacts[0].path, "inventory/redfish/Systems/1/index.json");
  EXPECT_EQ(b.artefacts[0].role, Role::redfish);
}

TEST(RedfishTree, the_step_redfish_v1_alone_is_enough) {
  auto b = bundle_of({"redfish/v1/Chassis/1.json"});
  adopt_redfish_tree(b);
  EXPECT_EQ(b.artefacts.at(0).path, "inventory/redfish/redfish/v1/Chassis/1.json");
}

TEST(RedfishTree, other_evidence_stays_as_it_is) {
  for (auto b :
       {bundle_of({"boot/eventlog.bin", "redfish/v1/index.json"}),
        bundle_of({"inventory/redfish/index.json"}), bundle_of({"index.json", "a.json"})}) {
    const auto before = b.artefacts.front().path;
    const auto files = b.artefacts.size();
    adopt_redfish_tree(b);
    EXPECT_EQ(b.artefacts.size(), files);
    EXPECT_EQ(b.artefacts.front().path, before);
  }
  auto listed = bundle_of({"redfish/v1/index.json"});
  listed.manifest_bytes.resize(2);
  adopt_redfish_tree(listed);
  EXPECT_EQ(listed.artefacts.at(0).path, "redfish/v1/index.json") << "its manifest names it so";
}

}  // namespace
}  // namespace assay::evidence
