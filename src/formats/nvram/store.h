// Where firmware keeps its settings in flash: stores of variables, in the formats of EDK II (VSS,
// fault-tolerant write), AMI (NVAR), Insyde (FDC), Phoenix (EVSA, flash map, CMDB) and Apple
// (Fsys). One structure serves all: a store, its variables, and what state each is in; a deleted
// variable still stands in flash and may say what was there. Views into the caller's bytes.
//
// All offsets are from the start of the outermost file, as the Reader that was handed in counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::nvram {

enum class StoreKind : std::uint8_t {
  vss,        ///< "$VSS", "$SVS", "$NSS"
  vss2,       ///< told by a GUID; EDK II's variable store
  ftw,        ///< EDK II's fault-tolerant write working block
  fdc,        ///< Insyde's factory data copy: "_FDC", a VSS store inside
  fsys,       ///< Apple's "Fsys" and "Gaid"
  evsa,       ///< Phoenix
  nvar,       ///< AMI
  cmdb,       ///< Phoenix; recognised
  flash_map,  ///< Phoenix "_FLASH_MAP"
};
[[nodiscard]] std::string_view name(StoreKind kind) noexcept;

enum class VariableState : std::uint8_t {
  valid,
  in_transition,  ///< valid, and about to be replaced: counts until its successor is valid
  replaced,       ///< NVAR: an older value; a later entry has the newer
  deleted,
  incomplete,  ///< its header or data was never finished
};
[[nodiscard]] std::string_view name(VariableState state) noexcept;

struct Store;

struct Variable {
  std::uint64_t offset = 0;  ///< of its header
  std::uint64_t size = 0;    ///< header, name and data, without padding
  std::uint32_t header = 0;  ///< bytes before `data`, the name included
  VariableState state = VariableState::valid;
  std::optional<uefi::Guid> vendor;
  std::string name;              ///< UTF-8, not yet printable
  std::uint32_t attributes = 0;  ///< UEFI 2.10, 8.2: bit 0 non-volatile, 1 boot, 2 runtime, …
  bytes::ByteSpan data;
  std::uint64_t data_offset = 0;
  std::string timestamp;  ///< RFC 3339; empty where it has none
  bool authenticated = false;
  bool link = false;            ///< NVAR: a newer value of an earlier entry, whose name it has
  std::optional<bool> checked;  ///< does its checksum hold; nothing where it has none
  /// Another store inside the data (NVAR's StdDefaults, whose variables are NVRAM's defaults).
  std::vector<Store> inner;
};

struct Store {
  StoreKind kind = StoreKind::vss;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  ///< as stated, or to the end of what was handed in
  std::uint32_t header = 0;
  std::string variant{};  ///< "$SVS", "authenticated", "Gaid"; safe to show
  std::uint8_t format = 0;
  std::uint8_t state = 0;
  std::vector<Variable> variables{};
  /// Where unused space begins, up to the GUID table in a NVAR store; the end where there is none.
  std::uint64_t free_offset = 0;
  std::uint64_t free_size = 0;
  std::optional<bool> checked{};  ///< does the store's own checksum hold
  std::vector<Store> inner{};     ///< of FDC
  std::vector<bytes::ParseError> problems{};
};

/// The store that begins at the reader's start, of whatever kind; its body ends with the reader at
/// the latest. Variables after the first that breaks its format are not read: `problems` says
/// where.
[[nodiscard]] bytes::Parsed<Store> parse_store(bytes::Reader reader, bytes::Budget& budget);

/// Does a store of a known kind begin here? Of NVAR, only a file that starts with one.
[[nodiscard]] std::optional<StoreKind> looks_like_store(bytes::ByteSpan bytes) noexcept;

/// All stores in the body of an NVRAM volume, or any other stretch, one after the other; what lies
/// between them is left out. Looked for at multiples of 4 bytes from the reader's start.
[[nodiscard]] bytes::Parsed<std::vector<Store>> find_stores(bytes::Reader reader,
                                                            bytes::Budget& budget);

/// "non-volatile, boot services, runtime, time-based authenticated".
[[nodiscard]] std::string attributes_text(std::uint32_t attributes);

}  // namespace assay::formats::nvram
