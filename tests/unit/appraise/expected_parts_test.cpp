// A server against its orders and its platform certificate: what is more, less or other is told
// with both places, what is planned is explained, and nobody's word counts who has not proven it.
#include "appraise/expected_parts.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "unit/formats/platform/builder.h"

namespace assay::appraise {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words
using inspect::inventory::Component;
using inspect::inventory::Inventory;
using inspect::inventory::PartClass;
using Codes = std::vector<std::string>;

constexpr base::Time kWhen{1'750'000'000};  // 2025-06

Component part(PartClass cls, std::string vendor, std::string model, std::string serial = "") {
  Component c;
  c.cls = cls;
  c.vendor = std::move(vendor);
  c.model = std::move(model);
  c.serial = std::move(serial);
  c.sources.push_back({evidence::FactSource::smbios, {"inventory/smbios.bin", "structure 4"}});
  return c;
}

// Two memory modules and a network adapter.
Inventory a_server() {
  Inventory out;
  out.identity.serial = "SVC1";
  out.components = {part(PartClass::dimm, "Samsung", "M393"),
                    part(PartClass::dimm, "Samsung", "M393"),
                    part(PartClass::nic, "Intel", "X710")};
  out.mark(evidence::FactSource::smbios);
  return out;
}

reference::Order order_of(std::string_view rows, const std::string& file = "order.csv") {
  auto order = reference::parse_order(
      bytes::as_bytes("server,class,model,vendor,count\n" + std::string(rows)), file);
  EXPECT_TRUE(order) << order.error().describe();
  return *std::move(order);
}

ServerAppraisal ordered(std::vector<reference::Order> orders, const Inventory& inventory,
                        std::vector<reference::ChangeRecord> changes = {}) {
  Inputs in;
  in.orders = std::move(orders);
  in.changes = std::move(changes);
  ServerAppraisal out;
  out.id = "web-01";
  compare_with_orders(inventory, in, kWhen, out);
  return out;
}

Codes codes(const ServerAppraisal& s) {
  Codes out;
  for (const auto& f : s.findings)
    out.push_back(f.code + (f.status == evidence::FindingStatus::explained ? " explained" : ""));
  return out;
}

const std::string kAsOrdered = "web-*,dimm,M393,Samsung,2\nweb-*,nic,X710,Intel,1\n";

TEST(Orders, what_was_ordered_and_is_there_is_silent) {
  const auto s = ordered({order_of(kAsOrdered)}, a_server());
  EXPECT_EQ(codes(s), Codes{});
  EXPECT_TRUE(s.inventory.ordered);
}

TEST(Orders, without_orders_nothing_is_said) {
  const auto s = ordered({}, a_server());
  EXPECT_EQ(codes(s), Codes{});
  EXPECT_FALSE(s.inventory.ordered);
}

TEST(Orders, the_serial_number_names_the_server_too) {
  EXPECT_TRUE(ordered({order_of("SVC1,dimm,M393,Samsung,2\n")}, a_server()).inventory.ordered);
}

TEST(Orders, a_part_too_many_is_added_and_cites_both) {
  auto server = a_server();
  server.components.push_back(part(PartClass::nic, "Foreign", "F1"));
  const auto s = ordered({order_of(kAsOrdered)}, server);
  ASSERT_EQ(codes(s), Codes{"inventory.nic.added"});
  EXPECT_NE(s.findings[0].why.find("order"), std::string::npos) << s.findings[0].why;
  EXPECT_NE(s.findings[0].why.find("F1"), std::string::npos) << s.findings[0].why;
  ASSERT_EQ(s.findings[0].cites.size(), 2U);
  EXPECT_EQ(s.findings[0].cites[0].artefact, "order.csv");
  EXPECT_EQ(s.findings[0].cites[1].artefact, "inventory/smbios.bin");
  EXPECT_TRUE(s.inventory.ordered);
}

TEST(Orders, a_part_too_few_is_missing_and_cites_the_orders_line) {
  auto server = a_server();
  server.components.erase(server.components.begin());
  const auto s = ordered({order_of(kAsOrdered)}, server);
  ASSERT_EQ(codes(s), Codes{"inventory.dimm.missing"});
  EXPECT_EQ(s.findings[0].cites.at(0), (evidence::Cite{"order.csv", "line 2"}));
}

TEST(Orders, another_model_than_was_bought) {
  auto server = a_server();
  server.components[2].model = "X520";
  const auto s = ordered({order_of(kAsOrdered)}, server);
  ASSERT_FALSE(s.findings.empty());
  bool told = false;
  for (const auto& f : s.findings) {
    EXPECT_TRUE(f.code.starts_with("inventory.nic.")) << f.code;
    told = told || (f.why.find("X520") != std::string::npos);
  }
  EXPECT_TRUE(told);
}

TEST(Orders, classes_that_nobody_looked_at_are_not_missing) {
  const auto s = ordered({order_of(kAsOrdered + "web-*,gpu,G1,Acme,1\n")}, a_server());
  EXPECT_EQ(codes(s), Codes{}) << "SMBIOS lists no adapters of that kind";
}

TEST(Orders, a_server_that_no_order_names_is_told) {
  const auto s = ordered({order_of("db-*,dimm,M393,Samsung,2\n")}, a_server());
  ASSERT_EQ(codes(s), Codes{"inventory.order.none"});
  EXPECT_FALSE(s.inventory.ordered);
  EXPECT_NE(s.findings[0].why.find("web-01"), std::string::npos);
  EXPECT_NE(s.findings[0].why.find("serial SVC1"), std::string::npos);
}

TEST(Orders, one_order_of_several_is_enough_to_be_named) {
  const auto s = ordered(
      {order_of("db-*,dimm,M393,Samsung,2\n", "a.csv"), order_of(kAsOrdered, "b.csv")}, a_server());
  EXPECT_EQ(codes(s), Codes{});
  EXPECT_TRUE(s.inventory.ordered);
}

reference::ChangeRecord repair(std::string code) {
  return {.id = "r1",
          .servers = {"web-*"},
          .from = base::Time{1'740'000'000},
          .to = base::Time{1'760'000'000},
          .codes = {std::move(code)},
          .new_digests = {},
          .ticket = "T-1",
          .by = "ops"};
}

TEST(Orders, a_planned_change_explains_its_code_and_no_other) {
  auto server = a_server();
  server.components.push_back(part(PartClass::nic, "Foreign", "F1"));
  EXPECT_EQ(codes(ordered({order_of(kAsOrdered)}, server, {repair("inventory.nic.added")})),
            Codes{"inventory.nic.added explained"});
  EXPECT_EQ(codes(ordered({order_of(kAsOrdered)}, server, {repair("inventory.dimm.added")})),
            Codes{"inventory.nic.added"});
}

// A maker's root, an EK, and a platform certificate of a memory module and a network adapter.
struct Certified {
  Key maker = Key::p256();
  Key ek_key = Key::p256();
  evidence::Bundle bundle{};
  Inputs in{};

  explicit Certified(std::string_view nic = "X710") {
    Forge root;
    root.subject = root.issuer = "Maker";
    bytes::Budget budget;
    in.platform_roots.emplace().add_file(bytes::Reader(certificate(root, maker, maker)), "maker",
                                         formats::x509::Role::by_shape, budget);
    AcForge f;
    f.attributes = join(
        {credential_type(kBaseType), configuration(join({component("00060004", "Samsung", "M393"),
                                                         component("00060004", "Samsung", "M393"),
                                                         component("00090002", "Intel", nic)}))});
    f.extensions = platform_san("Dell Inc.", "R650", "SVC1");
    bundle.server = "web-01";
    bundle.artefacts.push_back(
        {"boot/ek.crt", evidence::Role::ek_certificate, ek_certificate(ek_key, ek_key)});
    bundle.artefacts.push_back({"inventory/platform/base.crt", evidence::Role::platform_certificate,
                                attribute_certificate(f, maker)});
  }
  [[nodiscard]] ServerAppraisal appraise(const Inventory& inventory = a_server()) const {
    ServerAppraisal out;
    out.id = "web-01";
    compare_with_certificates(bundle, inventory, in, kWhen, out);
    return out;
  }
};

TEST(Certificates, a_proven_certificate_that_agrees_is_named_as_the_basis) {
  const auto s = Certified().appraise();
  EXPECT_EQ(codes(s), Codes{});
  EXPECT_EQ(s.inventory.certificate, "inventory/platform/base.crt");
}

TEST(Certificates, what_departs_from_the_makers_list_is_told) {
  auto server = a_server();
  server.components.push_back(part(PartClass::nic, "Foreign", "F1"));
  const auto s = Certified().appraise(server);
  ASSERT_EQ(codes(s), Codes{"inventory.nic.added"});
  EXPECT_NE(s.findings[0].why.find("platform certificate"), std::string::npos);
  EXPECT_EQ(s.findings[0].cites.at(0).artefact, "inventory/platform/base.crt");
  server.components.erase(server.components.begin());
  EXPECT_EQ(codes(Certified().appraise(server)),
            (Codes{"inventory.dimm.missing", "inventory.nic.added"}));
}

TEST(Certificates, of_an_unknown_maker_it_is_no_basis) {
  Certified c;
  c.in.platform_roots.reset();
  const auto s = c.appraise();
  EXPECT_EQ(codes(s), Codes{"inventory.certificate.untrusted"});
  EXPECT_EQ(s.inventory.certificate, "");
}

TEST(Certificates, the_roots_of_the_tpms_serve_where_there_are_no_others) {
  Certified c;
  c.in.ek_roots = std::move(c.in.platform_roots);
  c.in.platform_roots.reset();
  EXPECT_EQ(c.appraise().inventory.certificate, "inventory/platform/base.crt");
}

TEST(Certificates, without_the_tpms_own_certificate_it_is_no_basis) {
  Certified c;
  c.bundle.artefacts.erase(c.bundle.artefacts.begin());
  const auto s = c.appraise();
  EXPECT_EQ(codes(s), Codes{"inventory.certificate.unbound"});
  EXPECT_EQ(s.inventory.certificate, "");
}

TEST(Certificates, of_another_tpm_it_is_no_basis) {
  Certified c;
  c.bundle.artefacts[0].bytes = ek_certificate(c.ek_key, c.ek_key, "02020999");
  const auto s = c.appraise();
  ASSERT_FALSE(s.findings.empty());
  EXPECT_EQ(s.findings[0].code, "inventory.certificate.holder-mismatch");
  EXPECT_EQ(s.inventory.certificate, "");
}

TEST(Certificates, an_altered_one_expects_nothing) {
  Certified c;
  auto& bytes = c.bundle.artefacts[1].bytes;
  bytes[bytes::as_chars(bytes).find("X710")] ^= std::byte{1};
  const auto s = c.appraise();
  EXPECT_EQ(codes(s), Codes{"inventory.certificate.invalid"});
  EXPECT_EQ(s.inventory.certificate, "");
}

TEST(Certificates, evidence_without_one_says_nothing) {
  Certified c;
  c.bundle.artefacts.pop_back();
  EXPECT_EQ(codes(c.appraise()), Codes{});
}

}  // namespace
}  // namespace assay::appraise
