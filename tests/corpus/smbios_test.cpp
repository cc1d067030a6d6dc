// Real SMBIOS tables against what another decoder says of them field by field, and real dmidecode
// dumps, which must give what their text has.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bytes/text.h"
#include "formats/dmidecode/dmidecode.h"
#include "formats/smbios/decode.h"
#include "inspect/artefact.h"
#include "inspect/inventory/from_smbios.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
namespace smbios = formats::smbios;
using nlohmann::json;

std::vector<stdfs::path> files_below(const stdfs::path& folder) {
  std::vector<stdfs::path> out;
  for (const auto& entry : stdfs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

template <class T>
const T* first(const smbios::Model& m) {
  for (const auto& e : m.entries)
    if (const auto* body = std::get_if<T>(&e.body)) return body;
  return nullptr;
}

template <class T>
std::vector<const T*> every(const smbios::Model& m) {
  std::vector<const T*> out;
  for (const auto& e : m.entries)
    if (const auto* body = std::get_if<T>(&e.body)) out.push_back(body);
  return out;
}

// The other decoder writes "" and 0 for what is not there, and for what is not known.
// It trims blanks, which the model keeps.
std::string trimmed(std::string_view t) {
  const auto first = t.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(t.substr(first, t.find_last_not_of(' ') - first + 1));
}
// And it has nothing where firmware's makers left the form's own words.
json text(const smbios::Text& t) {
  const std::string out = t ? trimmed(*t) : std::string{};
  return out == "To Be Filled By O.E.M." || out == "To be filled by O.E.M." ? "" : out;
}
std::uint64_t code(const std::optional<smbios::Coded>& c) { return c ? c->code.value_or(0) : 0; }
template <class T>
std::uint64_t number(const std::optional<T>& n) {
  return n ? static_cast<std::uint64_t>(*n) : 0;
}
std::uint64_t handle(const std::optional<smbios::Handle>& h, const json& said) {
  return h ? h->value : said.get<std::uint64_t>() >= 0xFFFE ? said.get<std::uint64_t>() : 0;
}

void expect_bios(const smbios::Model& m, const json& j) {
  const auto* s = first<smbios::Bios>(m);
  ASSERT_NE(s, nullptr);
  if (j["Vendor"].get<std::string>().empty())
    return;  // it misses the first structure behind an entry point
  EXPECT_EQ(text(s->vendor), j["Vendor"]);
  EXPECT_EQ(text(s->version), j["Version"]);
  EXPECT_EQ(text(s->release_date), j["ReleaseDate"]);
}

void expect_system(const smbios::Model& m, const json& j) {
  const auto* s = first<smbios::System>(m);
  ASSERT_NE(s, nullptr);
  EXPECT_EQ(text(s->manufacturer), j["Manufacturer"]);
  EXPECT_EQ(text(s->product_name), j["ProductName"]);
  EXPECT_EQ(text(s->version), j["Version"]);
  EXPECT_EQ(text(s->serial_number), j["SerialNumber"]);
  EXPECT_EQ(json(s->uuid ? smbios::to_text(*s->uuid) : ""), j["UUID"]);
  EXPECT_EQ(code(s->wake_up_type), j["WakeUpType"]);
  EXPECT_EQ(text(s->sku_number), j["SKUNumber"]);
  EXPECT_EQ(text(s->family), j["Family"]);
}

void expect_board(const smbios::Model& m, const json& j) {
  const auto* s = first<smbios::BaseBoard>(m);
  ASSERT_NE(s, nullptr);
  EXPECT_EQ(text(s->manufacturer), j["Manufacturer"]);
  EXPECT_EQ(text(s->product), j["Product"]);
  EXPECT_EQ(text(s->version), j["Version"]);
  EXPECT_EQ(text(s->serial_number), j["SerialNumber"]);
  EXPECT_EQ(text(s->asset_tag), j["AssetTag"]);
  EXPECT_EQ(text(s->location_in_chassis), j["LocationInChassis"]);
  EXPECT_EQ(code(s->board_type), j["BoardType"]);
}

void expect_chassis(const smbios::Model& m, const json& j) {
  const auto* s = first<smbios::Chassis>(m);
  ASSERT_NE(s, nullptr);
  EXPECT_EQ(text(s->manufacturer), j["Manufacturer"]);
  EXPECT_EQ(text(s->version), j["Version"]);
  EXPECT_EQ(text(s->serial_number), j["SerialNumber"]);
  if (!j["AssetTagNumber"].get<std::string>().empty()) {  // which it never reads
    EXPECT_EQ(text(s->asset_tag), j["AssetTagNumber"]);
  }
  EXPECT_EQ(text(s->sku_number), j["SKUNumber"]);
}

void expect_processors(const smbios::Model& m, const json& list) {
  const auto all = every<smbios::Processor>(m);
  ASSERT_EQ(all.size(), list.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& s = *all[i];
    const json& j = list[i];
    EXPECT_EQ(text(s.socket_designation), j["SocketDesignation"]);
    EXPECT_EQ(text(s.manufacturer), j["ProcessorManufacturer"]);
    EXPECT_EQ(text(s.version), j["ProcessorVersion"]);
    EXPECT_EQ(number(s.max_speed), j["MaxSpeed"]);
    EXPECT_EQ(number(s.current_speed), j["CurrentSpeed"]);
    const unsigned status =
        (s.populated.value_or(false) ? 0x40U : 0U) | static_cast<unsigned>(code(s.status));
    EXPECT_EQ(status, j["Status"].get<unsigned>() & 0x47U);
    EXPECT_EQ(text(s.serial_number), j["SerialNumber"]);
    EXPECT_EQ(text(s.asset_tag), j["AssetTag"]);
    EXPECT_EQ(text(s.part_number), j["PartNumber"]);
    EXPECT_EQ(number(s.core_count), j["CoreCount"]);
    EXPECT_EQ(number(s.core_enabled), j["CoreEnabled"]);
    EXPECT_EQ(number(s.thread_count), j["ThreadCount"]);
  }
}

void expect_memory(const smbios::Model& m, const json& list) {
  const auto all = every<smbios::MemoryDevice>(m);
  ASSERT_EQ(all.size(), list.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& s = *all[i];
    const json& j = list[i];
    SCOPED_TRACE(text(s.device_locator));
    EXPECT_EQ(handle(s.array, j["PhysicalMemoryArrayHandle"]), j["PhysicalMemoryArrayHandle"]);
    EXPECT_EQ(handle(s.error_information, j["MemoryErrorInformationHandle"]),
              j["MemoryErrorInformationHandle"]);
    const auto width = [](const json& w) { return w == 0xFFFF ? json(0) : w; };
    EXPECT_EQ(number(s.total_width), width(j["TotalWidth"]));
    EXPECT_EQ(number(s.data_width), width(j["DataWidth"]));
    const auto word = j["Size"].get<std::uint64_t>();
    if (word == 0xFFFF) {
      EXPECT_FALSE(s.size);
    } else {
      const std::uint64_t bytes = word == 0x7FFF && j["ExtendedSize"] != 0
                                      ? j["ExtendedSize"].get<std::uint64_t>() << 20U
                                  : (word & 0x8000U) != 0 ? (word & 0x7FFFU) << 10U
                                                          : word << 20U;
      EXPECT_EQ(s.size.value().bytes, bytes);
    }
    EXPECT_EQ(code(s.form_factor), j["FormFactor"]);
    EXPECT_EQ(text(s.device_locator), j["DeviceLocator"]);
    EXPECT_EQ(text(s.bank_locator), j["BankLocator"]);
    EXPECT_EQ(code(s.memory_type), j["MemoryType"]);
    // It reads one byte of this word.
    EXPECT_EQ(s.type_detail ? s.type_detail->bits & 0xFFU : 0, j["TypeDetail"]);
    EXPECT_EQ(number(s.speed), j["Speed"]);
    EXPECT_EQ(text(s.manufacturer), j["Manufacturer"]);
    EXPECT_EQ(text(s.serial_number), j["SerialNumber"]);
    EXPECT_EQ(text(s.asset_tag), j["AssetTag"]);
    EXPECT_EQ(text(s.part_number), j["PartNumber"]);
    EXPECT_EQ(number(s.rank), j["Attributes"].get<unsigned>() & 0x0FU);
    EXPECT_EQ(number(s.configured_speed), j["ConfiguredMemorySpeed"]);
    const auto volts = [](const auto& v) { return v ? v->value : 0; };
    EXPECT_EQ(volts(s.minimum_voltage), j["MinimumVoltage"]);
    EXPECT_EQ(volts(s.maximum_voltage), j["MaximumVoltage"]);
    EXPECT_EQ(volts(s.configured_voltage), j["ConfiguredVoltage"]);
  }
}

void expect_array(const smbios::Model& m, const json& j) {
  const auto* s = first<smbios::MemoryArray>(m);
  if (s == nullptr) {
    EXPECT_EQ(j["NumberOfMemoryDevices"], 0);
    return;
  }
  EXPECT_EQ(code(s->location), j["Location"]);
  EXPECT_EQ(code(s->use), j["Use"]);
  EXPECT_EQ(code(s->error_correction), j["MemoryErrorCorrection"]);
  const auto capacity = j["MaximumCapacity"].get<std::uint64_t>();
  EXPECT_EQ(s->maximum_capacity.value().bytes,
            capacity == 0x80000000U ? j["ExtendedMaximumCapacity"].get<std::uint64_t>()
                                    : capacity << 10U);
  EXPECT_EQ(handle(s->error_information, j["MemoryErrorInformationHandle"]),
            j["MemoryErrorInformationHandle"]);
  EXPECT_EQ(number(s->devices), j["NumberOfMemoryDevices"]);
}

template <class T, class Get>
void expect_texts(const smbios::Model& m, const json& list, const char* key, Get get) {
  const auto all = every<T>(m);
  ASSERT_EQ(all.size(), list.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(text(get(*all[i])), list[i][key]);
}

void expect_strings(const std::vector<std::string_view>& strings, const json& said) {
  ASSERT_EQ(strings.size(), said.size());
  for (std::size_t i = 0; i < strings.size(); ++i) EXPECT_EQ(json(strings[i]), said[i]);
}

TEST(CorpusSmbios, tables_decode_to_what_another_decoder_says) {
  ASSAY_CORPUS_OR_SKIP(root);
  std::size_t tables = 0;
  for (const auto& path : files_below(root / "inventory/siderolabs-go-smbios")) {
    if (path.extension() != ".dmi") continue;
    SCOPED_TRACE(path.filename().string());
    const auto bytes = testing::read_file(path.string());
    const auto said = json::parse(
        bytes::as_chars(testing::read_file(stdfs::path(path).replace_extension("json").string())));
    bytes::Budget budget;
    const auto table = smbios::parse_table(bytes::Reader(bytes), budget);
    if (table.entry_point) {
      EXPECT_TRUE(table.entry_point->checksum_good);
    }
    const auto m = smbios::decode(table);
    expect_bios(m, said["BIOSInformation"]);
    expect_system(m, said["SystemInformation"]);
    expect_board(m, said["BaseboardInformation"]);
    expect_chassis(m, said["SystemEnclosure"]);
    expect_processors(m, said["ProcessorInformation"]);
    expect_texts<smbios::Cache>(m, said["CacheInformation"], "SocketDesignation",
                                [](const auto& s) { return s.socket_designation; });
    expect_texts<smbios::PortConnector>(m, said["PortConnectorInformation"],
                                        "InternalReferenceDesignator",
                                        [](const auto& s) { return s.internal_designator; });
    expect_texts<smbios::PortConnector>(m, said["PortConnectorInformation"],
                                        "ExternalReferenceDesignator",
                                        [](const auto& s) { return s.external_designator; });
    expect_texts<smbios::SystemSlot>(m, said["SystemSlots"], "SlotDesignation",
                                     [](const auto& s) { return s.designation; });
    if (const auto* s = first<smbios::OemStrings>(m))
      expect_strings(s->strings, said["OEMStrings"]["Strings"]);
    if (const auto* s = first<smbios::ConfigurationOptions>(m))
      expect_strings(s->options, said["SystemConfigurationOptions"]["Strings"]);
    if (const auto* s = first<smbios::BiosLanguage>(m)) {
      EXPECT_EQ(text(s->current), said["BIOSLanguageInformation"]["CurrentLanguage"]);
      expect_strings(s->installable, said["BIOSLanguageInformation"]["InstallableLanguages"]);
    }
    if (const auto* s = first<smbios::GroupAssociations>(m)) {
      EXPECT_EQ(text(s->name), said["GroupAssociations"]["GroupName"]);
    }
    expect_array(m, said["PhysicalMemoryArray"]);
    expect_memory(m, said["MemoryDevices"]);
    ++tables;
  }
  EXPECT_GT(tables, 0U);
}

TEST(CorpusSmbios, other_tables_and_inputs_for_fuzzers_open_or_are_refused) {
  ASSAY_CORPUS_OR_SKIP(root);
  std::size_t tables = 0;
  crypto::HashEngine hash;
  for (const auto& path : files_below(root / "inventory/u-root")) {
    SCOPED_TRACE(path.string());
    const auto bytes = testing::read_file(path.string());
    bytes::Budget budget;
    static_cast<void>(smbios::decode(smbios::parse_table(bytes::Reader(bytes), budget)));
    for (const auto& a : inspect::inspect(path.string(), bytes, {}, hash)) {
      if (a.kind != "smbios.table") continue;
      EXPECT_TRUE(a.findings.empty());
      EXPECT_EQ(a.detail["entry_point"]["checksum_good"], true);
      ++tables;
    }
  }
  EXPECT_GT(tables, 0U);
}

// Sections that the dump itself shows, by their titles: whoever masked the dumps masked some of the
// handle lines as well.
std::size_t sections(std::string_view text, std::uint8_t type) {
  const std::string line = "\n" + std::string(smbios::title_of(type)) + "\n";
  std::size_t n = 0;
  for (auto at = text.find(line); at != std::string_view::npos; at = text.find(line, at + 1)) ++n;
  return n;
}

TEST(CorpusSmbios, dumps_of_dmidecode_have_their_parts) {
  ASSAY_CORPUS_OR_SKIP(root);
  std::size_t dumps = 0;
  for (const auto& path : files_below(root / "inventory/linuxhw-dmi")) {
    const auto bytes = testing::read_file(path.string());
    if (!formats::dmidecode::looks_like_dmidecode(bytes)) {
      EXPECT_FALSE(bytes::as_chars(bytes).starts_with("# dmidecode")) << path;
      continue;
    }
    SCOPED_TRACE(path.string());
    ++dumps;
    inspect::inventory::Inventory inv;
    bytes::Budget budget;
    inspect::inventory::add_dmidecode({path.string(), evidence::Role::dmidecode, bytes}, budget,
                                      inv);
    EXPECT_TRUE(inv.findings.empty());
    const auto text = bytes::as_chars(bytes);
    const auto count = [&](inspect::inventory::PartClass cls) {
      return static_cast<std::size_t>(
          std::ranges::count(inv.components, cls, &inspect::inventory::Component::cls));
    };
    using inspect::inventory::PartClass;
    EXPECT_EQ(count(PartClass::bios), sections(text, 0));
    EXPECT_EQ(count(PartClass::system), sections(text, 1));
    EXPECT_EQ(count(PartClass::board), sections(text, 2));
    EXPECT_EQ(count(PartClass::chassis), sections(text, 3));
    EXPECT_EQ(count(PartClass::cpu), sections(text, 4));
    EXPECT_EQ(count(PartClass::slot), sections(text, 9));
    EXPECT_EQ(count(PartClass::dimm), sections(text, 17));
    EXPECT_EQ(count(PartClass::psu), sections(text, 39));
    for (const auto& c : inv.components) {
      if (c.cls == PartClass::cpu && c.populated) {
        EXPECT_FALSE(c.vendor.empty() && c.model.empty());
      }
      if (c.cls == PartClass::dimm && c.populated) {
        EXPECT_FALSE(c.attribute("size").empty());
      }
    }
    // A model that the text names is not lost, placeholders apart.
    const auto product = text.find("\tProduct Name: ");
    if (product != std::string_view::npos) {
      const auto value = text.substr(product + 15, text.find('\n', product) - product - 15);
      EXPECT_EQ(inv.identity.product, inspect::inventory::clean_text(value));
    }
  }
  EXPECT_GT(dumps, 0U);
}

}  // namespace
}  // namespace assay
