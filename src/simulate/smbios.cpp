#include "simulate/smbios.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "simulate/random.h"

namespace assay::simulate {
namespace {

using Fields = bytes::Writer;

// One structure: its formatted area in `fields`, its strings numbered as they are named.
class Structure {
 public:
  Structure(std::uint8_t type, std::uint16_t handle) : type_(type), handle_(handle) {}
  Fields fields;
  /// The number of a string; 0 for an empty one.
  std::uint8_t text(std::string_view s) {
    if (s.empty()) return 0;
    strings_ += s;
    strings_ += '\0';
    return ++count_;
  }
  Structure& string(std::string_view s) {
    fields.u8(text(s));
    return *this;
  }
  void end(bytes::Writer& out) const {
    out.u8(type_).u8(static_cast<std::uint8_t>(4 + fields.size())).le16(handle_).raw(fields.view());
    out.raw(bytes::as_bytes(strings_)).u8(0);
    if (count_ == 0) out.u8(0);
  }

 private:
  std::uint8_t type_;
  std::uint16_t handle_;
  std::uint8_t count_ = 0;
  std::string strings_;
};

constexpr std::uint16_t kChassis = 0x0003;
constexpr std::uint16_t kProcessor = 0x0040;
constexpr std::uint16_t kCache = 0x0050;
constexpr std::uint16_t kSlot = 0x0900;
constexpr std::uint16_t kArray = 0x1000;
constexpr std::uint16_t kDevice = 0x1100;
constexpr std::uint16_t kPower = 0x2700;
constexpr std::uint16_t kOnboard = 0x2900;

std::uint16_t handle(std::uint16_t base, std::size_t n) {
  return static_cast<std::uint16_t>(base + n);
}

void bios(const Machine& m, bytes::Writer& out) {
  Structure s(0, 0x0000);
  const BiosVersion& v = m.family->bios[m.bios];
  s.string(m.family->bios_vendor).string(v.version);
  s.fields.le16(0xF000);
  s.string(v.date);
  s.fields.u8(0xFF)
      .le64(0x0000'0000'4BF9'9880ULL)
      .u8(0x03)
      .u8(0x0D)
      .u8(5)
      .u8(static_cast<std::uint8_t>(14 + m.bios));
  s.fields.u8(0xFF).u8(0xFF).le16(32);
  s.end(out);
}

void uuid(const Machine& m, Fields& out) {
  // The first three fields are little-endian (7.2.1).
  constexpr std::array<std::size_t, 16> kOrder{3, 2, 1,  0,  5,  4,  7,  6,
                                               8, 9, 10, 11, 12, 13, 14, 15};
  for (const std::size_t at : kOrder) out.u8(std::to_integer<std::uint8_t>(m.uuid[at]));
}

void system(const Machine& m, bytes::Writer& out) {
  Structure s(1, 0x0001);
  s.string(m.family->manufacturer)
      .string(m.family->product)
      .string(m.family->writes_asset_tag ? "" : "0123456789");
  s.string(m.serial);
  uuid(m, s.fields);
  s.fields.u8(6);
  s.string(m.family->sku).string(m.family->code);
  s.end(out);
}

void board(const Machine& m, bytes::Writer& out) {
  Structure s(2, 0x0002);
  s.string(m.family->manufacturer)
      .string(m.family->board)
      .string(m.family->revisions[m.lot->revision]);
  s.string(m.board_serial).string(m.family->writes_asset_tag ? "" : "Default string");
  s.fields.u8(0x09);
  s.string("Part Component");
  s.fields.le16(kChassis).u8(0x0A).u8(0);
  s.end(out);
}

void chassis(const Machine& m, bytes::Writer& out) {
  Structure s(3, kChassis);
  s.string(m.family->manufacturer);
  s.fields.u8(0x17);
  s.string(m.family->writes_asset_tag ? "" : "To Be Filled By O.E.M.").string(m.chassis_serial);
  s.string(m.family->writes_asset_tag ? std::string_view(m.asset_tag) : "Chassis Asset Tag");
  s.fields.u8(3)
      .u8(3)
      .u8(3)
      .u8(2)
      .le32(0)
      .u8(m.family->height)
      .u8(static_cast<std::uint8_t>(m.psus.size()));
  s.fields.u8(0).u8(0);
  s.string(m.family->sku);
  s.end(out);
}

void processors(const Machine& m, bytes::Writer& out) {
  const CpuModel& c = cpus()[m.order->cpu];
  for (std::size_t i = 0; i < m.family->sockets; ++i) {
    Structure s(4, handle(kProcessor, i));
    s.string(fmt::format("CPU{}", i + 1));
    s.fields.u8(3).u8(c.family);
    s.string(c.maker);
    s.fields.le32(c.signature[m.stepping]).le32(0xBFEBFBFF);
    s.string(c.name);
    s.fields.u8(0x92).le16(100).le16(c.most_mhz).le16(c.mhz).u8(0x41).u8(c.upgrade);
    for (std::size_t level = 0; level < 3; ++level) s.fields.le16(handle(kCache, i * 3 + level));
    s.fields.u8(0);
    s.string("UNKNOWN").fields.u8(0);
    const auto threads = static_cast<std::uint8_t>(c.cores * 2);
    s.fields.u8(c.cores).u8(c.cores).u8(threads).le16(0x00FC).le16(c.family);
    s.fields.le16(c.cores).le16(c.cores).le16(threads);
    s.end(out);
  }
}

void caches(const Machine& m, bytes::Writer& out) {
  const CpuModel& c = cpus()[m.order->cpu];
  const std::array<std::uint32_t, 3> kib{c.cores * 64U, c.cores * 1024U, c.cores * 2048U};
  for (std::size_t i = 0; i < m.family->sockets; ++i)
    for (std::size_t level = 0; level < 3; ++level) {
      Structure s(7, handle(kCache, i * 3 + level));
      s.string(fmt::format("L{} Cache", level + 1));
      s.fields.le16(static_cast<std::uint16_t>(0x0180 + level));
      // Sizes over 2047 MiB do not occur; those over 32 MiB come in 64 KiB units.
      const auto units = static_cast<std::uint16_t>(0x8000U | kib[level] / 64U);
      s.fields.le16(units).le16(units).le16(0x20).le16(0x20).u8(0).u8(level == 0 ? 4 : 5);
      s.fields.u8(level == 0 ? 4 : 5).u8(7).le32(0x80000000U | kib[level] / 64U);
      s.fields.le32(0x80000000U | kib[level] / 64U);
      s.end(out);
    }
}

void slots(const Machine& m, const Topology& t, bytes::Writer& out) {
  for (std::size_t i = 0; i < m.family->slots; ++i) {
    const SlotContent& c = m.slots[i];
    const bool there = c.nic || c.card != nullptr || c.bridge_only;
    const bool used = there && c.listed;
    Structure s(9, handle(kSlot, i));
    s.string(fmt::format("PCIe Slot {}", i + 1));
    s.fields.u8(m.family->platform == 0 ? 0xB6 : 0xBE).u8(0x0D).u8(used ? 4 : 3).u8(4);
    s.fields.le16(static_cast<std::uint16_t>(i + 1)).u8(0x04).u8(0x01).le16(0);
    s.fields.u8(used ? t.slot_bus[i] : 0xFF)
        .u8(used ? t.slot_devfn[i] : 0xFF)
        .u8(used ? 16 : 0)
        .u8(0);
    s.end(out);
  }
}

void oem_strings(const Machine& m, bytes::Writer& out) {
  Structure s(11, 0x0B00);
  s.fields.u8(3);
  s.text(m.family->manufacturer);
  s.text(fmt::format("{}[{}]", m.family->code, m.family->sku));
  s.text(fmt::format("CPLD {}", m.family->cpld));
  s.end(out);
  Structure boot(32, 0x2000);
  boot.fields.zeros(6).u8(0);
  boot.end(out);
}

void memory_device(const Machine& m, std::size_t i, bytes::Writer& out) {
  const Dimm& d = m.dimms[i];
  Structure s(17, handle(kDevice, i));
  const bool there = d.model != nullptr;
  s.fields.le16(kArray).le16(0xFFFE).le16(there ? 72 : 0xFFFF).le16(there ? 64 : 0xFFFF);
  const std::uint64_t mib = there ? d.model->gib * 1024ULL : 0;
  s.fields.le16(static_cast<std::uint16_t>(mib < 0x7FFF ? mib : 0x7FFF)).u8(9).u8(0);
  s.string(dimm_locator(*m.family, i));
  s.string(m.family->locator == Locator::a1
               ? ""
               : fmt::format("P{}_Node0_Channel{}_Dimm{}", i * m.family->sockets / m.dimms.size(),
                             i % m.family->channels, 0));
  s.fields.u8(there ? d.model->type : 2)
      .le16(there ? 0x2080 : 0x0004)
      .le16(there ? d.model->mts : 0);
  if (there)
    s.string(d.model->maker).string(fmt::format("{:08X}", d.serial));
  else
    s.string(m.family->names_empty_dimms ? "NO DIMM" : "")
        .string(m.family->names_empty_dimms ? "NO DIMM" : "");
  s.string(there && m.family->names_empty_dimms ? dimm_locator(*m.family, i) + "_AssetTag" : "");
  s.string(there                         ? fmt::format("{:<20}", d.model->part)
           : m.family->names_empty_dimms ? "NO DIMM"
                                         : "");
  const std::uint16_t millivolt = !there ? 0 : d.model->type == 0x22 ? 1100 : 1200;
  s.fields.u8(there ? d.model->ranks : 0).le32(mib < 0x7FFF ? 0 : static_cast<std::uint32_t>(mib));
  s.fields.le16(there ? d.model->mts : 0).le16(millivolt).le16(millivolt).le16(millivolt);
  s.fields.u8(there ? 3 : 2)
      .le16(there ? 0x0008 : 0x0004)
      .u8(0)
      .le16(there ? d.model->jedec : 0)
      .le16(0)
      .le16(0)
      .le16(0);
  s.fields.le64(0).le64(mib << 20U).le64(0).le64(0).le32(0).le32(0);
  s.end(out);
}

void memory(const Machine& m, bytes::Writer& out) {
  std::uint64_t kib = 0;
  for (const Dimm& d : m.dimms)
    if (d.model != nullptr) kib += std::uint64_t{d.model->gib} << 20U;
  Structure array(16, kArray);
  array.fields.u8(3)
      .u8(3)
      .u8(6)
      .le32(0x80000000)
      .le16(0xFFFE)
      .le16(static_cast<std::uint16_t>(m.dimms.size()));
  array.fields.le64(m.dimms.size() * 256ULL << 30U);
  array.end(out);
  for (std::size_t i = 0; i < m.dimms.size(); ++i) memory_device(m, i, out);
  Structure mapped(19, 0x1300);
  mapped.fields.le32(0xFFFFFFFF).le32(0xFFFFFFFF).le16(kArray).u8(2).le64(0).le64((kib << 10U) - 1);
  mapped.end(out);
}

void management(bytes::Writer& out) {
  Structure s(38, 0x2600);
  s.fields.u8(1).u8(0x20).u8(0x20).u8(0xFF).le64(0x0CA3).u8(0).u8(0);
  s.end(out);
}

void power(const Machine& m, bytes::Writer& out) {
  for (std::size_t i = 0; i < m.psus.size(); ++i) {
    const PsuModel& p = *m.psus[i].model;
    Structure s(39, handle(kPower, i));
    s.fields.u8(1);
    s.string(fmt::format("PSU{}", i + 1)).string(p.name).string(p.maker).string(m.psus[i].serial);
    s.string("").string(p.part).string(p.revision);
    s.fields.le16(p.watts).le16(0x11A3).le16(0xFFFF).le16(0xFFFF).le16(0xFFFF);
    s.end(out);
  }
}

void onboard(const Machine& m, const Topology& t, bytes::Writer& out) {
  for (std::uint8_t i = 0; i <= m.onboard.model->ports; ++i) {
    const bool video = i == m.onboard.model->ports;
    Structure s(41, handle(kOnboard, i));
    s.string(video ? std::string("Embedded Video") : fmt::format("Embedded NIC {}", i + 1));
    s.fields.u8(video ? 0x83 : 0x85).u8(video ? 1 : static_cast<std::uint8_t>(i + 1)).le16(0);
    s.fields.u8(video ? t.vga_bus : t.nic_bus).u8(video ? 0 : i);
    s.end(out);
  }
}

}  // namespace

std::string dimm_locator(const Family& f, std::size_t i) {
  const std::size_t per_socket = std::size_t{f.channels} * f.per_channel;
  const std::size_t socket = i / per_socket;
  const std::size_t channel = i % per_socket / f.per_channel;
  const std::size_t nth = i % f.per_channel + 1;
  const char letter = static_cast<char>('A' + channel);
  switch (f.locator) {
    case Locator::p1_dimma1:
      return fmt::format("P{}-DIMM{}{}", socket + 1, letter, nth);
    case Locator::cpu1_dimm_a1:
      return fmt::format("CPU{}_DIMM_{}{}", socket + 1, letter, nth);
    case Locator::dimm_1:
      return fmt::format("DIMM {}", i + 1);
    case Locator::a1:
      break;
  }
  return fmt::format("{}{}", static_cast<char>('A' + socket), channel + 1 + (nth - 1) * f.channels);
}

base::Bytes smbios_table(const Machine& m, const Topology& t) {
  bytes::Writer out;
  bios(m, out);
  system(m, out);
  board(m, out);
  chassis(m, out);
  caches(m, out);
  processors(m, out);
  slots(m, t, out);
  oem_strings(m, out);
  memory(m, out);
  management(out);
  power(m, out);
  onboard(m, t, out);
  Structure(127, 0xFEFF).end(out);
  return std::move(out).release();
}

base::Bytes smbios_entry_point(const Machine& m, std::size_t table_size) {
  const auto address = 0x6A000000ULL + (mix(m.lot->family * 16ULL + m.bios) & 0xFFF000U);
  // DDR5 platforms are too young for 3.3.
  const std::uint8_t minor = m.family->platform == 2 || m.family->platform == 4 ? 5 : 3;
  const auto write = [&](std::uint8_t checksum) {
    bytes::Writer out;
    out.raw(bytes::as_bytes("_SM3_")).u8(checksum).u8(0x18).u8(3).u8(minor).u8(0).u8(1).u8(0);
    out.le32(static_cast<std::uint32_t>(table_size)).le64(address);
    return std::move(out).release();
  };
  std::uint8_t sum = 0;
  for (const std::byte b : write(0))
    sum = static_cast<std::uint8_t>(sum + std::to_integer<unsigned>(b));
  return write(static_cast<std::uint8_t>(0x100U - sum));
}

}  // namespace assay::simulate
