// Real lspci dumps and tools' output: every device is found, capability lists are those that lspci
// itself printed beside the dump, drives have their model, serial and firmware.
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "bytes/lines.h"
#include "formats/hardware/drives.h"
#include "formats/pci/lspci.h"
#include "inspect/artefact.h"
#include "inspect/inventory/from_hardware.h"
#include "inspect/inventory/from_pci.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
namespace pci = formats::pci;

// "Capabilities: [148 v1] …": the offsets that lspci's words name, by device.
using Offsets = std::map<std::string, std::vector<std::uint16_t>>;
Offsets printed_offsets(std::string_view text) {
  Offsets out;
  std::string device;
  bytes::Lines lines{bytes::Reader(bytes::as_bytes(text))};
  while (const auto line = lines.next()) {
    if (const auto address = pci::parse_address(line->text.substr(0, line->text.find(' '))))
      device = address->text();
    const auto trimmed = bytes::trimmed(line->text);
    constexpr std::string_view kStart = "Capabilities: [";
    if (!trimmed.starts_with(kStart)) continue;
    const auto number =
        trimmed.substr(kStart.size(), trimmed.find_first_of(" ]", kStart.size()) - kStart.size());
    if (const auto at = bytes::number<std::uint16_t>(number, 16)) out[device].push_back(*at);
  }
  return out;
}

std::size_t count_headers(std::string_view text) {
  std::size_t n = 0;
  bytes::Lines lines{bytes::Reader(bytes::as_bytes(text))};
  while (const auto line = lines.next()) {
    const auto blank = line->text.find(' ');
    n += blank != std::string_view::npos && pci::parse_address(line->text.substr(0, blank)) ? 1U
                                                                                            : 0U;
  }
  return n;
}

TEST(Lspci, every_device_of_every_dump_is_found_and_its_capabilities_are_lspcis_own) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  std::size_t files = 0;
  std::size_t devices = 0;
  std::size_t compared = 0;
  std::size_t exact = 0;
  for (const auto& entry : stdfs::directory_iterator(corpus / "inventory/pciutils/tests")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto bytes = testing::read_file(entry.path().string());
    const auto text = bytes::as_chars(bytes);
    bytes::Budget budget;
    const auto parsed = pci::parse_lspci(bytes::Reader(bytes), budget);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->devices.size(), count_headers(text));
    const auto printed = printed_offsets(text);
    for (const auto& d : parsed->devices) {
      SCOPED_TRACE(d.address.text());
      ++devices;
      if (!d.config) continue;
      const auto words = printed.find(d.address.text());
      // A dump of fewer bytes than lspci saw when it printed the words shows only the first list.
      if (words == printed.end()) continue;
      std::vector<std::uint16_t> read;
      for (const auto& c : d.config->capabilities) read.push_back(c.offset);
      std::vector<std::uint16_t> wanted;
      for (const auto at : words->second)
        if (at < d.config->size) wanted.push_back(at);
      // Two of the files' authors cut the words short: those must be the beginning of what is read.
      ASSERT_GE(read.size(), wanted.size());
      exact += read == wanted ? 1U : 0U;
      read.resize(wanted.size());
      EXPECT_EQ(read, wanted);
      ++compared;
    }
    ++files;
  }
  EXPECT_GE(files, 41U);
  EXPECT_GE(devices, 120U);
  EXPECT_GE(compared, 35U);
  EXPECT_GE(exact + 2, compared);
  RecordProperty("devices", static_cast<int>(devices));
  RecordProperty("compared", static_cast<int>(compared));
}

std::uint64_t reversed(std::uint64_t value) {
  std::uint64_t out = 0;
  for (int i = 0; i < 8; ++i, value >>= 8U) out = out << 8U | (value & 0xFFU);
  return out;
}

TEST(Lspci, serials_are_those_that_lspci_printed) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  std::size_t serials = 0;
  for (const auto& entry : stdfs::directory_iterator(corpus / "inventory/pciutils/tests")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto bytes = testing::read_file(entry.path().string());
    bytes::Budget budget;
    const auto parsed = pci::parse_lspci(bytes::Reader(bytes), budget);
    ASSERT_TRUE(parsed);
    for (const auto& d : parsed->devices) {
      if (!d.config || d.config->size < pci::kExpressSize || !d.serial) continue;
      // Old versions printed the eight bytes in the order of the registers.
      EXPECT_TRUE(d.config->serial == d.serial || reversed(*d.config->serial) == *d.serial)
          << d.address.text();
      ++serials;
    }
  }
  EXPECT_GE(serials, 7U);
}

TEST(Lspci, inspect_opens_each_and_makes_one_component_a_device) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  for (const auto& entry : stdfs::directory_iterator(corpus / "inventory/pciutils/tests")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto bytes = testing::read_file(entry.path().string());
    const auto found = inspect::inspect("dump", bytes, {}, hash);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, "pci.lspci");
    EXPECT_FALSE(found[0].refused);
    std::set<std::string> places;
    for (const auto& c : found[0].detail["components"])
      places.insert(c["location"].get<std::string>());
    EXPECT_FALSE(places.empty());
  }
}

TEST(Tools, each_drive_of_smartctl_has_model_serial_and_firmware) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  std::size_t drives = 0;
  for (const auto& entry :
       stdfs::recursive_directory_iterator(corpus / "inventory/ironlib/fixtures")) {
    const auto path = entry.path();
    if (path.extension() != ".json" || path.parent_path().filename() != "smartctl") continue;
    SCOPED_TRACE(path.string());
    const auto bytes = testing::read_file(path.string());
    const auto plain = nlohmann::json::parse(bytes::as_chars(bytes));
    const auto found = inspect::inspect(path.filename().string(), bytes, {}, hash);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, "smartctl.json");
    const auto& components = found[0].detail["components"];
    if (!plain.contains("serial_number")) continue;
    ASSERT_EQ(components.size(), 1U);
    EXPECT_EQ(components[0]["serial"], plain["serial_number"]);
    EXPECT_EQ(components[0]["model"], plain["model_name"]);
    EXPECT_EQ(components[0]["firmware"], plain["firmware_version"]);
    ++drives;
  }
  EXPECT_GE(drives, 24U);
}

TEST(Tools, what_other_tools_printed_is_opened_with_its_parts) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  const auto fixtures = corpus / "inventory/ironlib/fixtures";
  struct Case {
    std::string_view path;
    std::string_view kind;
    std::size_t at_least;
  };
  for (const auto& [path, kind, at_least] :
       {Case{"utils/nvme/nvmecli-id-ctrl", "nvme.json", 1},
        Case{"utils/lsblk/json", "lsblk.json", 4},
        Case{"utils/storecli/show.json", "storcli.json", 13},
        Case{"utils/storecli/show_nocontrollers.json", "storcli.json", 0},
        Case{"supermicro/x11dph-t/storecli.json", "storcli.json", 13},
        Case{"supermicro/x11dph-t/lshw.json", "lshw.json", 10},
        Case{"dell/r6515/lshw.json", "lshw.json", 10},
        Case{"asrr/e3c246d4i-nl/lshw.json", "lshw.json", 5}}) {
    SCOPED_TRACE(path);
    const auto bytes = testing::read_file((fixtures / path).string());
    const auto found = inspect::inspect(std::string(path), bytes, {}, hash);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, kind);
    EXPECT_FALSE(found[0].refused);
    EXPECT_TRUE(found[0].findings.empty());
    EXPECT_GE(found[0].detail["components"].size(), at_least) << found[0].text;
  }
}

}  // namespace
}  // namespace assay
