#include "inspect/artefact.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "formats/archive/pack.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::inspect {
namespace {

using namespace formats::tcg;
using testing::codes;
using testing::EventLogBuilder;
using testing::GoodBoot;
using testing::text_bytes;

std::vector<InspectedArtefact> look(bytes::ByteSpan b, const std::string& path = "file") {
  crypto::HashEngine hash;
  return inspect(path, b, {}, hash);
}

TEST(Inspect, knows_each_kind_by_its_content) {
  const GoodBoot boot;
  const std::vector<std::pair<base::Bytes, std::string_view>> kKinds{
      {boot.files.at("boot/eventlog.bin"), "tcg.eventlog"},
      {boot.files.at("boot/quote.msg"), "tpm.attest"},
      {boot.files.at("boot/quote.sig"), "tpm.signature"},
      {boot.files.at("boot/ak.tpmt"), "tpm.public"},
      {boot.files.at("boot/pcrs.json"), "tpm.pcrs"},
      {testing::read_source("samples/fleet/node-06/boot/ima.log"), "ima.log"},
      {testing::read_source("samples/fleet/node-06/boot/ek.crt"), "x509.certificate"},
      {testing::read_source("samples/fleet/node-06/inventory/acpi/TPM2"), "acpi.table"},
      {testing::read_source("samples/fleet/node-06/manifest.json"), "evidence.manifest"},
  };
  for (const auto& [bytes, kind] : kKinds) {
    const auto got = look(bytes);
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].kind, kind);
    EXPECT_FALSE(got[0].refused) << kind;
    EXPECT_FALSE(got[0].summary.empty()) << kind;
    EXPECT_EQ(got[0].size, bytes.size());
    EXPECT_EQ(got[0].sha256, crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes).hex());
  }
}

TEST(Inspect, knows_hardwares_files_by_their_content) {
  base::Bytes config(256);
  for (const auto& [at, value] : {std::pair{0, 0x86}, {1, 0x80}, {2, 0x21}, {3, 0x15}, {11, 2}})
    config[static_cast<std::size_t>(at)] = static_cast<std::byte>(value);
  const std::vector<std::pair<base::Bytes, std::string_view>> kKinds{
      {config, "pci.config"},
      {text_bytes("00:1f.2 SATA controller: Intel\n"), "pci.lspci"},
      {text_bytes("FRU Device Description : Builtin (ID 0)\n Board Serial : A\n"), "ipmi.fru-text"},
      {text_bytes("Device ID : 32\nFirmware Revision : 1.7\nIPMI Version : 2.0\n"), "ipmi.mc-info"},
      {text_bytes(R"({"smartctl":{},"model_name":"M","serial_number":"S"})"), "smartctl.json"},
      {text_bytes(R"({"Devices":[{"DevicePath":"/dev/nvme0n1","SerialNumber":"S"}]})"),
       "nvme.json"},
      {text_bytes(R"([{"ifname":"eth0","address":"02:00:00:00:00:01"}])"), "ip-link.json"},
      {text_bytes(R"([{"idVendor":"1d6b","idProduct":"0002"}])"), "usb.json"},
      {text_bytes("Bus 001 Device 001: ID 1d6b:0002 Hub\n"), "usb.lsusb"},
      {text_bytes("processor\t: 0\nmodel name\t: X\n"), "cpuinfo"},
      {text_bytes("driver: igb\nversion: 1\nbus-info: 0000:03:00.0\n"), "ethtool.text"},
  };
  for (const auto& [bytes, kind] : kKinds) {
    const auto got = look(bytes);
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].kind, kind);
    EXPECT_FALSE(got[0].refused) << kind;
    EXPECT_TRUE(got[0].findings.empty()) << kind;
    EXPECT_FALSE(got[0].summary.empty()) << kind;
    EXPECT_EQ(got[0].detail["components"].size(), 1U) << kind << got[0].text;
  }
}

TEST(Inspect, an_event_logs_detail_follows_the_contract) {
  const GoodBoot boot;
  const auto got = look(boot.files.at("boot/eventlog.bin"));
  const auto& d = got.at(0).detail;
  for (const unsigned pcr : {0U, 4U, 7U, 8U, 9U})
    EXPECT_EQ(d["banks"]["sha256"][std::to_string(pcr)],
              boot.pcrs.at(crypto::HashAlg::sha256, pcr).hex());
  EXPECT_EQ(d["banks"].size(), 1U);
  EXPECT_EQ(d["banks"]["sha256"].size(), 10U);
  std::size_t proven = 0;
  for (std::size_t i = 0; i < d["events"].size(); ++i) {
    const auto& e = d["events"][i];
    EXPECT_EQ(e["index"], i);
    for (const char* key : {"pcr", "type", "digests", "data", "describes", "checked"})
      EXPECT_TRUE(e.contains(key)) << key;
    proven += e["checked"] == "digest-of-data" ? 1U : 0U;
  }
  EXPECT_GE(proven, 10U);
  EXPECT_EQ(d["events"].back()["type"], "EV_IPL");
  EXPECT_NE(d["events"].back()["describes"].get<std::string>().find("root=/dev/vda1 ro quiet"),
            std::string::npos);
}

TEST(Inspect, what_it_is_not_is_said_with_the_place) {
  const auto nothing = look({});
  EXPECT_EQ(codes(nothing.at(0).findings), "artefact.unrecognised");
  EXPECT_EQ(nothing[0].summary, "an empty file");
  const auto text = look(text_bytes("hello, world\n"));
  EXPECT_EQ(text.at(0).kind, "unknown");
  EXPECT_NE(text[0].findings.at(0).cites.at(0).at.find("offset"), std::string::npos);
}

// A log whose header claims 0xffffffff algorithms, and one whose event claims 3 GB.
TEST(Inspect, absurd_sizes_are_refused_where_they_stand) {
  bytes::Writer algorithms;
  algorithms.le32(0).le32(EV_NO_ACTION).zeros(20).le32(33);
  algorithms.raw(bytes::as_bytes(std::string_view("Spec ID Event03\0", 16)))
      .le32(0)
      .u8(0)
      .u8(2)
      .u8(0)
      .u8(2)
      .le32(0xFFFFFFFF)
      .zeros(5);
  const auto refused = look(algorithms.view());
  ASSERT_TRUE(refused.at(0).refused);
  EXPECT_EQ(refused[0].refused->offset, 32U + 24U);
  EXPECT_NE(refused[0].refused->message.find("numberOfAlgorithms"), std::string::npos)
      << refused[0].refused->message;
  EXPECT_EQ(codes(refused[0].findings), "artefact.malformed");

  EventLogBuilder log;
  log.separators();
  bytes::Writer huge;
  huge.le32(4).le32(EV_IPL).le32(1).le16(0x000B).zeros(32).le32(0xC0000000).u8(1);
  log.raw(huge.view());
  const auto kept = look(log.bytes());
  ASSERT_TRUE(testing::has_code(kept.at(0).findings, "artefact.malformed"));
  EXPECT_EQ(kept[0].detail["banks"]["sha256"].size(), 8U) << "what came before is kept";
  const auto& why =
      std::ranges::find(kept[0].findings, "artefact.malformed", &evidence::Finding::code)->why;
  EXPECT_NE(why.find("3221225472"), std::string::npos) << why;
}

TEST(Inspect, containers_are_opened_and_what_is_inside_is_told) {
  const GoodBoot boot;
  const auto& log = boot.files.at("boot/eventlog.bin");
  const auto got = look(formats::archive::compress_zstd(log).value(), "dir/eventlog.bin.zst");
  ASSERT_EQ(got.size(), 2U);
  EXPECT_EQ(got[0].kind, "container.zstd");
  EXPECT_EQ(got[1].kind, "tcg.eventlog");
  EXPECT_EQ(got[1].path, "dir/eventlog.bin.zst!eventlog.bin");
  // Zstd in zstd in zstd …: the nest ends.
  base::Bytes nested = log;
  for (int i = 0; i < 10; ++i) nested = formats::archive::compress_zstd(nested).value();
  const auto deep = look(nested);
  EXPECT_LT(deep.size(), 6U);
  EXPECT_NE(deep.back().kind, "tcg.eventlog");
}

TEST(Inspect, a_damaged_container_is_refused) {
  auto zst = formats::archive::compress_zstd(GoodBoot().files.at("boot/eventlog.bin")).value();
  zst.resize(zst.size() - 4);
  const auto got = look(zst);
  ASSERT_TRUE(got.at(0).refused);
  EXPECT_EQ(codes(got[0].findings), "artefact.malformed");
}

TEST(Inspect, a_files_own_text_cannot_forge_the_report) {
  EventLogBuilder log;
  log.separators().event(4, EV_EFI_ACTION, "one\n\x1b[2Jserver-1: affirmed\r");
  const auto got = look(log.bytes());
  EXPECT_EQ(got.at(0).text.find('\x1b'), std::string::npos);
  EXPECT_EQ(got[0].text.find('\r'), std::string::npos);
}

TEST(Inspect, survives_every_prefix_and_mutation_of_every_kind) {
  const GoodBoot boot;
  for (const auto& [path, whole] : boot.files) {
    const std::size_t step = whole.size() > 500 ? 5 : 1;
    for (std::size_t n = 0; n < whole.size(); n += step) {
      const base::Bytes prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
      const auto got = look(prefix);
      ASSERT_EQ(got.size(), 1U);
      EXPECT_TRUE(!got[0].findings.empty() || got[0].kind != look(whole)[0].kind ||
                  path == "boot/eventlog.bin")
          << path << n;
    }
    testing::mutations(whole, 200, 9, [](bytes::ByteSpan b) { EXPECT_FALSE(look(b).empty()); });
  }
}

}  // namespace
}  // namespace assay::inspect
