// Executables, variables and keys as nodes of the tree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/firmware/add.h"
#include "inspect/firmware/inspect_image.h"
#include "inspect/firmware/node_json.h"
#include "inspect/firmware/test_keys.h"
#include "support/mutate.h"
#include "support/nvram_builder.h"
#include "support/pe_builder.h"
#include "unit/formats/x509/forge.h"

namespace assay::inspect::firmware {
namespace {

using base::Bytes;
using testing::auth_variable;
using testing::PeBuilder;
namespace uefi = formats::uefi;

Tree tree_of(const Bytes& image, std::optional<base::Time> as_of = {}) {
  crypto::HashEngine hash;
  bytes::Budget budget;
  return inspect_image(image, budget, hash,
                       {.artefact = "image.bin", .threads = 1, .digest = {}, .as_of = as_of});
}
std::string attribute(const Node& node, std::string_view name) {
  for (const Attribute& a : node.attributes)
    if (a.name == name) return a.value;
  return {};
}
const Node* named(const Tree& tree, std::string_view name) {
  for (const Node& node : tree.nodes)
    if (node.name == name) return &node;
  return nullptr;
}

// A signature list of one certificate with that name.
Bytes key_list(std::string_view subject) {
  const auto key = testing::Key::p256();
  const auto der = testing::certificate(
      {.subject = std::string(subject), .issuer = std::string(subject)}, key, key);
  bytes::Writer out;
  out.raw(uefi::kCertX509.raw).le32(static_cast<std::uint32_t>(28 + 16 + der.size())).le32(0);
  out.le32(static_cast<std::uint32_t>(16 + der.size())).raw(testing::kVendor.raw).raw(der);
  return std::move(out).release();
}
std::size_t findings(const Tree& tree, std::string_view code) {
  return static_cast<std::size_t>(
      std::ranges::count(tree.findings, code, &evidence::Finding::code));
}

TEST(Executable, a_bare_one_is_its_own_root_with_attributes) {
  const auto tree = tree_of(PeBuilder{}.pe());
  const Node& root = tree.nodes.front();
  EXPECT_EQ(root.kind, Kind::executable);
  EXPECT_EQ(attribute(root, "Machine"), "x86-64");
  EXPECT_EQ(attribute(root, "Debug path"), "/build/Driver.pdb");
  EXPECT_EQ(attribute(root, kAuthenticode).size(), 64U);
  EXPECT_EQ(attribute(root, kNormalised).size(), 64U);
  const auto json = attributes_json(root);
  EXPECT_EQ(json["machine"], "x86-64");
  EXPECT_TRUE(json["build_id"].is_array());
  EXPECT_EQ(attribute(root, kNormalised),
            attribute(tree_of(PeBuilder{.base = 0x7000}.pe()).nodes.front(), kNormalised));
}

TEST(Variables, a_stores_variables_and_free_space_are_nodes) {
  const auto image = testing::vss2_store(
      {auth_variable("Boot0000", uefi::kGlobalVariable, bytes::as_bytes("entry")),
       auth_variable("Gone", testing::kVendor, bytes::as_bytes("x"), 0x3D)},
      512);
  const auto tree = tree_of(image);
  const Node* boot = named(tree, "Boot0000");
  ASSERT_NE(boot, nullptr);
  EXPECT_EQ(boot->guid, uefi::kGlobalVariable);
  EXPECT_EQ(attribute(*boot, "State"), "valid");
  EXPECT_EQ(tree.path_of(static_cast<std::uint32_t>(boot - tree.nodes.data())),
            "VSS2 store/8be4df61-93ca-11d2-aa0d-00e098032b8c(Boot0000)");
  EXPECT_EQ(attribute(*named(tree, "Gone"), "State"), "deleted");
  EXPECT_EQ(std::ranges::count(tree.nodes, Kind::free_space, &Node::kind), 1);
  const auto stores = stores_json(tree);
  ASSERT_EQ(stores.size(), 1U);
  EXPECT_EQ(stores[0]["variables"].size(), 2U);
}

TEST(Variables, unused_space_that_is_not_erased_is_not_called_free) {
  auto image =
      testing::vss2_store({auth_variable("A", testing::kVendor, bytes::as_bytes("x"))}, 512);
  image[500] = std::byte{0x42};
  const auto tree = tree_of(image);
  EXPECT_EQ(std::ranges::count(tree.nodes, Kind::free_space, &Node::kind), 0);
}

TEST(Keys, a_trusted_test_key_is_found_and_names_are_shown) {
  const auto list = key_list("DO NOT TRUST - Example Test PK");
  const auto image = testing::vss2_store({auth_variable("PK", uefi::kGlobalVariable, list)}, 2048);
  const auto tree = tree_of(image);
  const Node* pk = named(tree, "PK");
  ASSERT_NE(pk, nullptr);
  EXPECT_THAT(attribute(*pk, "Certificate"), ::testing::HasSubstr("DO NOT TRUST"));
  EXPECT_EQ(attribute(*pk, "Holds"), "1 certificate");
  EXPECT_EQ(findings(tree, "firmware.key.test"), 1U);
}

TEST(Keys, honest_keys_deleted_keys_and_forbidden_keys_are_silent) {
  const auto bad = key_list("DO NOT SHIP");
  const auto image = testing::vss2_store(
      {auth_variable("PK", uefi::kGlobalVariable, key_list("Vendor Platform Key")),
       auth_variable("KEK", uefi::kGlobalVariable, bad, 0x3D),
       auth_variable("dbx", uefi::kImageSecurityDatabase, bad),
       auth_variable("db", testing::kVendor, bad)},
      8192);
  const auto tree = tree_of(image);
  EXPECT_EQ(findings(tree, "firmware.key.test"), 0U);
}

TEST(Keys, a_trusted_certificate_that_has_run_out_is_told_by_whoever_has_a_date) {
  const auto list = key_list("Vendor Platform Key");
  const auto trusts = testing::vss2_store({auth_variable("PK", uefi::kGlobalVariable, list)}, 2048);
  const auto forbids =
      testing::vss2_store({auth_variable("dbx", uefi::kImageSecurityDatabase, list)}, 2048);
  const auto late = base::parse_rfc3339("2199-01-01T00:00:00Z");
  const auto early = base::parse_rfc3339("1999-01-01T00:00:00Z");
  EXPECT_EQ(findings(tree_of(trusts, late), "firmware.key.expired"), 1U);
  EXPECT_EQ(findings(tree_of(trusts, early), "firmware.key.expired"), 0U);
  EXPECT_EQ(findings(tree_of(trusts), "firmware.key.expired"), 0U) << "no date, no word of it";
  EXPECT_EQ(findings(tree_of(forbids, late), "firmware.key.expired"), 0U);
}

TEST(Keys, names_of_test_keys) {
  EXPECT_TRUE(names_test_key("CN=DO NOT TRUST - AMI Test PK"));
  EXPECT_TRUE(names_test_key("CN=DO NOT SHIP - PK"));
  EXPECT_TRUE(names_test_key("O=SnakeOil,C=US"));
  EXPECT_TRUE(names_test_key("emailAddress=x,CN=TestRoot,O=Tianocore"));
  EXPECT_FALSE(names_test_key("CN=Microsoft Corporation UEFI CA 2011"));
  EXPECT_FALSE(names_test_key("CN=Latest Release Key"));
}

TEST(BareFile, one_of_a_volume_is_taken_apart) {
  // EFI_FFS_FILE_HEADER of a raw file with a store in it.
  const auto store = testing::nvar_store(
      {testing::nvar_entry(0x83, testing::nvar_body(0, "Setup", bytes::as_bytes("v")))},
      {testing::kVendor}, 128);
  bytes::Writer w;
  w.raw(uefi::guid("cef5b9a3-476d-497f-9fdc-e98143e0422c").raw);
  w.u8(0).u8(0xAA).u8(1).u8(0).le16(24 + 128).u8(0).u8(0xF8).raw(store);
  auto image = bytes::copy(w.view());
  unsigned sum = 0;
  for (std::size_t i = 0; i < 24; ++i)
    if (i != 17 && i != 23) sum += static_cast<unsigned>(image[i]);
  image[16] = static_cast<std::byte>((0x100U - (sum & 0xFFU)) & 0xFFU);
  ASSERT_TRUE(is_bare_file(image));
  const auto tree = tree_of(image);
  EXPECT_NE(named(tree, "Setup"), nullptr);
  image[16] ^= std::byte{1};
  EXPECT_FALSE(is_bare_file(image));
}

TEST(Adapters, hostile_images_are_survived) {
  const auto all = [](bytes::ByteSpan b) { (void)tree_of(bytes::copy(b)); };
  const auto store =
      testing::vss2_store({auth_variable("PK", uefi::kGlobalVariable, key_list("Key"))}, 1024);
  for (const auto& b : {PeBuilder{}.pe(), store}) testing::mutations(b, 500, 31, all);
}

}  // namespace
}  // namespace assay::inspect::firmware
