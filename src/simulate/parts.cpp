#include "simulate/parts.h"

namespace assay::simulate {
namespace {

constexpr std::uint32_t kEthernet = 0x020000;
constexpr std::uint32_t kNvme = 0x010802;
constexpr std::uint32_t kSas = 0x010700;
constexpr std::uint32_t kRaid = 0x010400;
constexpr std::uint32_t k3d = 0x030200;
constexpr std::uint32_t kBridge = 0x060400;

constexpr std::array<std::array<DimmModel, kSuppliers>, 6> kDimms{{
    {{{"Samsung", "M393A2K43CB2-CTD", 16, 2666, 0x1A, 0xCE80, 2},
      {"Micron Technology", "18ASF2G72PDZ-2G6J1", 16, 2666, 0x1A, 0x2C80, 2},
      {"SK Hynix", "HMA82GR7CJR8N-VK", 16, 2666, 0x1A, 0xAD80, 2}}},
    {{{"Samsung", "M393A4K40CB2-CTD", 32, 2666, 0x1A, 0xCE80, 2},
      {"SK Hynix", "HMA84GR7CJR4N-VK", 32, 2666, 0x1A, 0xAD80, 2},
      {"Micron Technology", "36ASF4G72PZ-2G6J1", 32, 2666, 0x1A, 0x2C80, 2}}},
    {{{"SK Hynix", "HMA84GR7DJR4N-XN", 32, 3200, 0x1A, 0xAD80, 2},
      {"Samsung", "M393A4K40EB3-CWE", 32, 3200, 0x1A, 0xCE80, 2},
      {"Micron Technology", "36ASF4G72PZ-3G2J3", 32, 3200, 0x1A, 0x2C80, 2}}},
    {{{"Samsung", "M393A8G40AB2-CWE", 64, 3200, 0x1A, 0xCE80, 2},
      {"Micron Technology", "36ASF8G72PZ-3G2B2", 64, 3200, 0x1A, 0x2C80, 2},
      {"SK Hynix", "HMAA8GR7AJR4N-XN", 64, 3200, 0x1A, 0xAD80, 2}}},
    {{{"SK Hynix", "HMCG88AEBRA168N", 32, 4800, 0x22, 0xAD80, 2},
      {"Samsung", "M321R4GA3BB6-CQKET", 32, 4800, 0x22, 0xCE80, 2},
      {"Micron Technology", "MTC20F2085S1RC48BA1", 32, 4800, 0x22, 0x2C80, 2}}},
    {{{"Samsung", "M321R8GA0BB0-CQKZJ", 64, 4800, 0x22, 0xCE80, 2},
      {"SK Hynix", "HMCG94AEBRA109N", 64, 4800, 0x22, 0xAD80, 2},
      {"Micron Technology", "MTC40F2046S1RC48BA1", 64, 4800, 0x22, 0x2C80, 2}}},
}};

constexpr std::uint64_t k960G = 960'197'124'096;
constexpr std::uint64_t k1T92 = 1'920'383'410'176;
constexpr std::uint64_t k3T84 = 3'840'755'982'336;
constexpr std::uint64_t k7T68 = 7'681'501'126'656;

constexpr std::array<std::array<DriveModel, kSuppliers>, 4> kDrives{{
    {{{"SAMSUNG MZQLB960HAJR-00007",
       "EDA5702Q",
       "S437NA0M",
       k960G,
       {0x144D, 0xA808, 0x144D, 0xA801, 0x00, kNvme, 3, 4}},
      {"Micron_7300_MTFDHBE960TDF",
       "95420260",
       "2035298",
       k960G,
       {0x1344, 0x51A2, 0x1344, 0x2000, 0x01, kNvme, 3, 4}},
      {"WUS4BB096D7P3E3",
       "R1410004",
       "A068",
       k960G,
       {0x1B96, 0x2400, 0x1B96, 0x2400, 0x00, kNvme, 3, 4}}}},
    {{{"INTEL SSDPE2KX020T8",
       "VDV10184",
       "PHLJ0",
       2'000'398'934'016,
       {0x8086, 0x0A54, 0x8086, 0x4702, 0x00, kNvme, 3, 4}},
      {"SAMSUNG MZQLB1T9HAJR-00007",
       "EDA5702Q",
       "S439NA0N",
       k1T92,
       {0x144D, 0xA808, 0x144D, 0xA801, 0x00, kNvme, 3, 4}},
      {"HFS1T9GDUFEH-A430A",
       "31110C30",
       "SJA2N",
       k1T92,
       {0x1C5C, 0x2839, 0x1C5C, 0x0102, 0x21, kNvme, 3, 4}}}},
    {{{"SAMSUNG MZQL23T8HCLS-00A07",
       "GDC5602Q",
       "S64HNE0R",
       k3T84,
       {0x144D, 0xA80A, 0x144D, 0xA813, 0x00, kNvme, 4, 4}},
      {"KCD6XLUL3T84",
       "0106",
       "Y1A0A0",
       k3T84,
       {0x1E0F, 0x0009, 0x1E0F, 0x0001, 0x00, kNvme, 4, 4}},
      {"Micron_7450_MTFDKCC3T8TFR",
       "E2MU110",
       "2240394",
       k3T84,
       {0x1344, 0x51C3, 0x1344, 0x2100, 0x01, kNvme, 4, 4}}}},
    {{{"SOLIDIGM SSDPF2KX076TZ",
       "JCV10100",
       "PHAC2",
       k7T68,
       {0x8086, 0x0B60, 0x8086, 0xD814, 0x00, kNvme, 4, 4}},
      {"SAMSUNG MZQL27T6HBLA-00A07",
       "GDC5602Q",
       "S6CKNE0R",
       k7T68,
       {0x144D, 0xA80A, 0x144D, 0xA813, 0x00, kNvme, 4, 4}},
      {"KCM6XRUL7T68",
       "0105",
       "Z1B0A0",
       k7T68,
       {0x1E0F, 0x0007, 0x1E0F, 0x0001, 0x01, kNvme, 4, 4}}}},
}};

// Names come padded, as boards read them out of the supply's EEPROM.
constexpr std::array<std::array<PsuModel, kSuppliers>, 4> kPsus{{
    {{{"DELTA", "PWR SPLY,750W,RDNT", "DPS-750AB-32 B", "S1F", 750, "DTHD"},
      {"LITEON", "PWR SPLY,750W,RDNT", "PS-2751-5Q", "A02", 750, "LT7Q"},
      {"FLEX", "S-0750ADU00-201  ", "700-015038", "00F", 750, "FX0A"}}},
    {{{"LITEON", "PS-2112-5Q       ", "PS-2112-5Q", "A05", 1100, "LT11"},
      {"DELTA", "DPS-1100FB A     ", "DPS-1100FB A", "S0F", 1100, "DTK1"},
      {"ARTESYN", "CSU1100AP-3-100  ", "CSU1100AP-3", "B1", 1100, "AE11"}}},
    {{{"DELTA", "DPS-1600AB-13 R  ", "DPS-1600AB-13 R", "S2F", 1600, "DTR6"},
      {"ARTESYN", "CSU1600AP-3-100  ", "CSU1600AP-3", "A3", 1600, "AE16"},
      {"LITEON", "PS-2162-5L       ", "PS-2162-5L", "A01", 1600, "LT16"}}},
    {{{"DELTA", "DPS-3000AB-1 A   ", "DPS-3000AB-1 A", "S1F", 3000, "DT30"},
      {"GREAT WALL", "GW-CRPS3000N     ", "GW-CRPS3000N", "R02", 3000, "GW3K"},
      {"LITEON", "PS-2302-3L       ", "PS-2302-3L", "A00", 3000, "LT30"}}},
}};

constexpr std::string_view kIntel = "Intel(R) Corporation";
constexpr std::string_view kAmd = "Advanced Micro Devices, Inc.";

constexpr std::array kCpus{
    CpuModel{kIntel,
             "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz",
             0xB3,
             0x36,
             {0x50657, 0x50656},
             20,
             2100,
             4000},
    CpuModel{kIntel,
             "Intel(R) Xeon(R) Silver 4214 CPU @ 2.20GHz",
             0xB3,
             0x36,
             {0x50657, 0x50656},
             12,
             2200,
             4000},
    CpuModel{kIntel,
             "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
             0xB3,
             0x3D,
             {0x606A6, 0x606A5},
             32,
             2000,
             4500},
    CpuModel{kIntel,
             "Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz",
             0xB3,
             0x3D,
             {0x606A6, 0x606A5},
             16,
             2400,
             4500},
    CpuModel{kIntel, "Intel(R) Xeon(R) Gold 6430", 0xB3, 0x3F, {0x806F8, 0x806F7}, 32, 2100, 4000},
    CpuModel{
        kIntel, "Intel(R) Xeon(R) Platinum 8468", 0xB3, 0x3F, {0x806F8, 0x806F7}, 48, 2100, 4000},
    CpuModel{
        kAmd, "AMD EPYC 7402P 24-Core Processor", 0x6B, 0x37, {0x830F10, 0x830F11}, 24, 2800, 3350},
    CpuModel{
        kAmd, "AMD EPYC 7702P 64-Core Processor", 0x6B, 0x37, {0x830F10, 0x830F11}, 64, 2000, 3350},
    CpuModel{
        kAmd, "AMD EPYC 7543 32-Core Processor", 0x6B, 0x37, {0xA00F11, 0xA00F10}, 32, 2800, 3700},
    CpuModel{
        kAmd, "AMD EPYC 7763 64-Core Processor", 0x6B, 0x37, {0xA00F11, 0xA00F10}, 64, 2450, 3500},
    CpuModel{
        kAmd, "AMD EPYC 9354 32-Core Processor", 0x6B, 0x4A, {0xA10F11, 0xA10F10}, 32, 3250, 3800},
    CpuModel{
        kAmd, "AMD EPYC 9554P 64-Core Processor", 0x6B, 0x4A, {0xA10F11, 0xA10F10}, 64, 3100, 3750},
};

constexpr std::array kNics{
    NicModel{"I350", {0x8086, 0x1521, 0x8086, 0x5001, 0x01, kEthernet, 2, 4}, 2, 0xA0369F, "1.63"},
    NicModel{"X550", {0x8086, 0x1563, 0x8086, 0x001D, 0x01, kEthernet, 3, 4}, 2, 0xA0423F, "3.60"},
    NicModel{"X710", {0x8086, 0x1572, 0x8086, 0x0006, 0x02, kEthernet, 3, 8}, 2, 0x3CFDFE, "8.30"},
    NicModel{
        "XXV710", {0x8086, 0x158B, 0x8086, 0x0001, 0x02, kEthernet, 3, 8}, 2, 0x40A6B7, "8.30"},
    NicModel{
        "E810-XXV", {0x8086, 0x159B, 0x8086, 0x0003, 0x02, kEthernet, 4, 8}, 2, 0xB49691, "4.20"},
    NicModel{
        "E810-C", {0x8086, 0x1592, 0x8086, 0x0002, 0x02, kEthernet, 4, 16}, 2, 0x6CFE54, "4.20"},
    NicModel{"ConnectX-4 Lx",
             {0x15B3, 0x1015, 0x15B3, 0x0004, 0x00, kEthernet, 3, 8},
             2,
             0x506B4B,
             "14.32.1010"},
    NicModel{"ConnectX-5",
             {0x15B3, 0x1017, 0x15B3, 0x0007, 0x00, kEthernet, 3, 16},
             2,
             0x98039B,
             "16.35.1012"},
    NicModel{"ConnectX-6 Dx",
             {0x15B3, 0x101D, 0x15B3, 0x0016, 0x00, kEthernet, 4, 16},
             2,
             0xB83FD2,
             "22.36.1010"},
    NicModel{
        "BCM5720", {0x14E4, 0x165F, 0x14E4, 0x1981, 0x00, kEthernet, 2, 1}, 2, 0x2CEA7F, "21.80.9"},
    NicModel{"BCM57414",
             {0x14E4, 0x16D7, 0x14E4, 0x4140, 0x01, kEthernet, 3, 8},
             2,
             0xB02628,
             "218.0.219"},
    NicModel{"BCM57508",
             {0x14E4, 0x1750, 0x14E4, 0x2100, 0x11, kEthernet, 4, 16},
             2,
             0x84160C,
             "222.0.143"},
};

constexpr std::array kCards{
    CardModel{"SAS3008", {0x1000, 0x0097, 0x1000, 0x3090, 0x02, kSas, 3, 8}},
    CardModel{"SAS3408", {0x1000, 0x00AF, 0x1000, 0x3010, 0x01, kSas, 3, 8}},
    CardModel{"SAS3516", {0x1000, 0x0014, 0x1000, 0x9460, 0x01, kRaid, 3, 8}},
    CardModel{"T4", {0x10DE, 0x1EB8, 0x10DE, 0x12A2, 0xA1, k3d, 3, 16}},
    CardModel{"A30", {0x10DE, 0x20B7, 0x10DE, 0x1532, 0xA1, k3d, 4, 16}},
    CardModel{"L4", {0x10DE, 0x27B8, 0x10DE, 0x16CA, 0xA1, k3d, 4, 16}},
    CardModel{"PEX 8747", {0x10B5, 0x8747, 0x10B5, 0x8747, 0xCA, kBridge, 3, 16}},
};

constexpr std::array kForeignNics{
    NicModel{
        "SFC9250", {0x1924, 0x0B03, 0x1924, 0x801C, 0x01, kEthernet, 3, 8}, 2, 0x000F53, "8.1"},
    NicModel{"FastLinQ QL41000",
             {0x1077, 0x8070, 0x1077, 0x000B, 0x02, kEthernet, 3, 8},
             2,
             0x000E1E,
             "8.55"},
    NicModel{
        "T6225-CR", {0x1425, 0x6401, 0x1425, 0x0000, 0x00, kEthernet, 3, 8}, 1, 0x000743, "1.24"},
    NicModel{"AQC107", {0x1D6A, 0x07B1, 0x1D6A, 0x0001, 0x02, kEthernet, 3, 4}, 1, 0x001760, "3.1"},
    NicModel{"RTL8125", {0x10EC, 0x8125, 0x10EC, 0x0123, 0x05, kEthernet, 2, 1}, 1, 0x00E04C, ""},
    NicModel{"82574L", {0x8086, 0x10D3, 0x8086, 0xA01F, 0x00, kEthernet, 1, 1}, 1, 0x6805CA, "1.8"},
    NicModel{"I210", {0x8086, 0x1533, 0x8086, 0x0001, 0x03, kEthernet, 1, 1}, 1, 0xA0369E, "3.16"},
    NicModel{"ConnectX-3 Pro",
             {0x15B3, 0x1007, 0x15B3, 0x0006, 0x00, kEthernet, 3, 8},
             1,
             0x248A07,
             "2.42.5000"},
    NicModel{"BCM57416",
             {0x14E4, 0x16D8, 0x14E4, 0x4160, 0x01, kEthernet, 3, 8},
             2,
             0xBC97E1,
             "218.0.152"},
    NicModel{"BlueField-2",
             {0x15B3, 0xA2D6, 0x15B3, 0x0061, 0x00, kEthernet, 4, 8},
             2,
             0x0C42A1,
             "24.35.1012"},
};

constexpr std::array kForeignBridges{
    CardModel{"PI7C9X111SL", {0x12D8, 0xE111, 0, 0, 0x02, kBridge, 1, 1}},
    CardModel{"XIO2000", {0x104C, 0x8231, 0, 0, 0x03, kBridge, 1, 1}},
    CardModel{"ASM1083", {0x1B21, 0x1080, 0, 0, 0x04, kBridge, 1, 1}},
    CardModel{"IT8893E", {0x1283, 0x8893, 0, 0, 0x41, kBridge, 1, 1}},
};

constexpr std::array kForeignSwitches{
    CardModel{"PEX 8724", {0x10B5, 0x8724, 0x10B5, 0x8724, 0xCA, kBridge, 3, 8}},
    CardModel{"PM8533", {0x11F8, 0x8533, 0x11F8, 0xBEEF, 0x00, kBridge, 3, 16}},
    CardModel{"ASM2806", {0x1B21, 0x2806, 0x1B21, 0x2806, 0x01, kBridge, 3, 4}},
    CardModel{"PI7C9X2G404", {0x12D8, 0x2404, 0x12D8, 0x2404, 0x05, kBridge, 2, 1}},
};

}  // namespace

std::span<const std::array<DimmModel, kSuppliers>> dimms() noexcept { return kDimms; }
std::span<const std::array<DriveModel, kSuppliers>> drives() noexcept { return kDrives; }
std::span<const std::array<PsuModel, kSuppliers>> psus() noexcept { return kPsus; }
std::span<const CpuModel> cpus() noexcept { return kCpus; }
std::span<const NicModel> nics() noexcept { return kNics; }
std::span<const CardModel> cards() noexcept { return kCards; }
std::span<const NicModel> foreign_nics() noexcept { return kForeignNics; }
std::span<const CardModel> foreign_bridges() noexcept { return kForeignBridges; }
std::span<const CardModel> foreign_switches() noexcept { return kForeignSwitches; }

}  // namespace assay::simulate
