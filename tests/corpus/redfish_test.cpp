// Redfish trees of real BMCs and the DMTF's own mockup: as many parts of each class as the tree's
// collections state.
#include <algorithm>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "base/filesystem.h"
#include "bytes/text.h"
#include "evidence/bundle.h"
#include "inspect/artefact.h"
#include "inspect/inventory/from_redfish.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
using inspect::inventory::Component;
using inspect::inventory::Inventory;
using inspect::inventory::PartClass;

Inventory read_tree(const stdfs::path& folder) {
  const base::PosixFileSystem fs;
  EXPECT_TRUE(evidence::is_evidence_directory(fs, folder)) << folder;
  const auto bundle = evidence::load(fs, folder);
  EXPECT_TRUE(bundle) << folder;
  std::vector<const evidence::Artefact*> resources;
  for (const auto& a : bundle->artefacts) {
    EXPECT_EQ(a.role, evidence::Role::redfish) << a.path;
    resources.push_back(&a);
  }
  Inventory out;
  bytes::Budget budget;
  inspect::inventory::add_redfish(resources, budget, out);
  return out;
}

std::size_t count(const Inventory& inventory, PartClass cls, bool populated_only = false) {
  return static_cast<std::size_t>(std::ranges::count_if(inventory.components, [&](const auto& c) {
    return c.cls == cls && (c.populated || !populated_only);
  }));
}

// Members that the saved collection lists, each once.
std::size_t stated(const stdfs::path& collection) {
  const auto path = collection / "index.json";
  if (!stdfs::exists(path)) return 0;
  const auto json = nlohmann::json::parse(bytes::as_chars(testing::read_file(path.string())));
  std::set<std::string> members;
  for (const auto& m : json.value("Members", nlohmann::json::array()))
    members.insert(m.at("@odata.id").get<std::string>());
  return members.size();
}

struct Tree {
  const char* folder;
  const char* system;
};
constexpr Tree kTrees[] = {
    {"redfish/Gigabyte", "Systems/Self"},
    {"redfish/Intel", "Systems/QSBP74100021"},
    {"redfish/OpenBMC-stock", "Systems/system"},
    {"redfish/XL675d_A40", "Systems/1"},
    {"DMTF-Redfish-Mockup-Server/public-rackmount1", "Systems/437XR1138R2"},
};

TEST(Redfish, processors_and_dimms_are_as_many_as_the_collections_state) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const Tree& t : kTrees) {
    SCOPED_TRACE(t.folder);
    const auto folder = corpus / "inventory" / t.folder;
    const auto inv = read_tree(folder);
    EXPECT_EQ(count(inv, PartClass::system), 1U);
    EXPECT_EQ(count(inv, PartClass::bmc), stated(folder / "Managers"));
    EXPECT_EQ(count(inv, PartClass::dimm), stated(folder / t.system / "Memory"));
    const auto processors = stated(folder / t.system / "Processors");
    EXPECT_GE(count(inv, PartClass::cpu) + count(inv, PartClass::gpu), processors);
    EXPECT_LE(count(inv, PartClass::cpu), processors);
    for (const auto& f : inv.findings)
      EXPECT_TRUE(f.code == "inventory.spdm.unverified") << f.code << ": " << f.why;
  }
}

TEST(Redfish, a_gigabyte_node_has_its_parts) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto inv = read_tree(corpus / "inventory/redfish/Gigabyte");
  EXPECT_EQ(inv.identity.product, "H262-Z63-00");
  EXPECT_EQ(count(inv, PartClass::psu), 2U);
  EXPECT_EQ(count(inv, PartClass::nic), 2U);
  EXPECT_EQ(count(inv, PartClass::drive), 1U);
}

TEST(Redfish, an_intel_node_has_its_parts) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto inv = read_tree(corpus / "inventory/redfish/Intel");
  EXPECT_EQ(inv.identity.board_product, "S2600BPB");
  EXPECT_EQ(count(inv, PartClass::psu), 2U);
  EXPECT_EQ(count(inv, PartClass::fan), 6U);
  EXPECT_EQ(count(inv, PartClass::drive), 0U) << "its only drive answers with an error";
}

TEST(Redfish, an_hpe_server_has_its_cards) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto inv = read_tree(corpus / "inventory/redfish/XL675d_A40");
  EXPECT_EQ(count(inv, PartClass::dimm, true), 16U);
  EXPECT_EQ(count(inv, PartClass::psu), 6U);
  EXPECT_EQ(count(inv, PartClass::psu, true), 4U);
  EXPECT_EQ(std::ranges::count(inv.components, "NVIDIA A40", &Component::model), 8);
  // Four cards, and two onboard ports that no card names.
  EXPECT_EQ(count(inv, PartClass::nic), 6U);
}

TEST(Redfish, the_mockup_has_its_parts_and_says_why_spdm_proves_nothing) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto folder = corpus / "inventory/DMTF-Redfish-Mockup-Server/public-rackmount1";
  const auto inv = read_tree(folder);
  EXPECT_EQ(count(inv, PartClass::psu), stated(folder / "Chassis/1U/PowerSubsystem/PowerSupplies"));
  EXPECT_EQ(count(inv, PartClass::fan), stated(folder / "Chassis/1U/ThermalSubsystem/Fans"));
  EXPECT_EQ(count(inv, PartClass::tpm), stated(folder / "Chassis/1U/TrustedComponents"));
  EXPECT_EQ(count(inv, PartClass::drive), 4U);
  ASSERT_EQ(inv.findings.size(), 1U);
  EXPECT_NE(inv.findings[0].why.find("without the devices' own signatures"), std::string::npos);
}

// Single resources, as another project saved them for its own tests.
TEST(Redfish, every_saved_resource_opens) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  std::size_t files = 0;
  for (const auto& entry :
       stdfs::recursive_directory_iterator(corpus / "inventory/bmclib/internal/redfishwrapper")) {
    if (entry.path().extension() != ".json") continue;
    const auto bytes = testing::read_file(entry.path().string());
    if (bytes::as_chars(bytes).find("\"@odata.id\"") == std::string_view::npos) continue;
    SCOPED_TRACE(entry.path().string());
    const auto found = inspect::inspect(entry.path().string(), bytes, {}, hash);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, "redfish.resource");
    EXPECT_FALSE(found[0].refused) << found[0].refused->describe();
    ++files;
  }
  EXPECT_GE(files, 50U);
}

}  // namespace
}  // namespace assay
