// Numbers, sizes, voltages and the like as dmidecode writes them. Each gives nothing for what is
// not of its form: "Unknown", "Not Provided", "<OUT OF SPEC>".
#pragma once

#include <cstddef>
#include <vector>

#include "formats/smbios/values.h"

namespace assay::formats::dmidecode {

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
/// Equal but for the case of ASCII letters.
[[nodiscard]] bool same(std::string_view a, std::string_view b) noexcept;

/// Takes the decimal number at the front off `text`.
[[nodiscard]] std::optional<std::uint64_t> take_decimal(std::string_view& text) noexcept;
/// The same with hexadecimal digits, without 0x.
[[nodiscard]] std::optional<std::uint64_t> take_hex(std::string_view& text) noexcept;

/// "84 bytes", "3200 MT/s", "0x0010".
[[nodiscard]] std::optional<std::uint64_t> read_number(std::string_view text) noexcept;
/// "64 GB", "32767 MB", "128 kB", "16 MiB"; "None" and "No Module Installed" are 0.
[[nodiscard]] std::optional<smbios::Size> read_size(std::string_view text) noexcept;
/// "1.35 V".
[[nodiscard]] std::optional<smbios::Millivolts> read_volts(std::string_view text) noexcept;
/// "5.14".
[[nodiscard]] std::optional<smbios::Release> read_release(std::string_view text) noexcept;
/// "0000:3b:00.0".
[[nodiscard]] std::optional<smbios::BusAddress> read_address(std::string_view text) noexcept;
/// "Bank 1, Hex 0xCE".
[[nodiscard]] std::optional<smbios::JedecId> read_jedec(std::string_view text) noexcept;
/// 8-4-4-4-12 in any case, as printed; nothing for "Not Settable" and all zeros or ones.
[[nodiscard]] std::optional<smbios::Uuid> read_uuid(std::string_view text) noexcept;
/// Up to 16 "C2 06 02 00", nothing else. Appends; false, and nothing appended, where it is not.
[[nodiscard]] bool read_hex_row(std::string_view text, std::vector<std::byte>& out);
/// The bits that `words` names, one blank between: "Synchronous Registered (Buffered)".
[[nodiscard]] std::uint64_t read_flat_flags(std::string_view text, smbios::Words words) noexcept;
/// The bit whose word this is.
[[nodiscard]] std::optional<std::uint32_t> bit_of(std::string_view word,
                                                  smbios::Words words) noexcept;

}  // namespace assay::formats::dmidecode
