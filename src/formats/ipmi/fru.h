// IPMI FRU information, the EEPROM of a board, chassis or power supply that says who made it, its
// part number and its serial (Platform Management FRU Information Storage Definition 1.0,
// revision 1.3). Read over I2C or with `ipmitool fru read`. Holds copies: its texts are packed in
// forms that have to be decoded.
//
// A FRU is written once in a factory, often badly: a wrong checksum or an area that overruns its
// length is told in `problems`, and what can be read is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::ipmi {

/// Chapter 10. Times count minutes since 1996-01-01 00:00 UTC; 0 is unspecified.
inline constexpr std::int64_t kFruEpoch = 820'454'400;  ///< of that moment, in Unix seconds

/// Texts are decoded from their type/length code (chapter 13) to characters; binary ones are lower
/// case hex. Not yet printable.
struct ChassisInfo {
  std::uint8_t type = 0;  ///< SMBIOS chassis type
  std::string part_number;
  std::string serial;
  std::vector<std::string> custom;
};

struct BoardInfo {
  std::uint8_t language = 0;
  std::optional<std::int64_t> made;  ///< Unix seconds; nothing where unspecified
  std::string manufacturer, product, serial, part_number, file_id;
  std::vector<std::string> custom;
};

struct ProductInfo {
  std::uint8_t language = 0;
  std::string manufacturer, name, part_number, version, serial, asset_tag, file_id;
  std::vector<std::string> custom;
};

/// 16.2: a record of the multirecord area.
struct FruRecord {
  std::uint64_t offset = 0;
  std::uint8_t type = 0;  ///< 0 power supply, 1 DC output, 2 DC load, 3 management, 0xC0… OEM
  bytes::ByteSpan data;   ///< view into the caller's bytes
  bool checksum_good = false;
};

struct Fru {
  std::optional<ChassisInfo> chassis;
  std::optional<BoardInfo> board;
  std::optional<ProductInfo> product;
  std::vector<FruRecord> records;
  /// What is wrong with the parts, in the order of the file.
  std::vector<bytes::ParseError> problems;
};

/// "Power Supply Information", …; empty for one without a name.
[[nodiscard]] std::string_view record_name(std::uint8_t type) noexcept;

/// The device's bytes from its first on; what lies behind the last area is not looked at. An error
/// only where there is no common header, or the budget ends. Costs one item for each field and
/// record, and the bytes of the texts.
[[nodiscard]] bytes::Parsed<Fru> parse_fru(bytes::Reader reader, bytes::Budget& budget);

/// The common header with a right checksum, and at least one area.
[[nodiscard]] bool looks_like_fru(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::ipmi
