// The words for SMBIOS's enumerated values and bits, in the spelling that dmidecode prints and
// people know, so that a table and its printed form read alike. Each takes the code (or the number
// of the bit) and gives an empty view for what DSP0134 does not list. Named by the clause's title.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::formats::smbios {
namespace words {

/// Bits 0 to 31 are 7.1.1, 32 to 39 extension byte 1, 40 to 47 extension byte 2 (7.1.2).
std::string_view bios_characteristics(std::uint32_t bit) noexcept;
std::string_view wake_up_type(std::uint32_t code) noexcept;              ///< 7.2.2
std::string_view board_features(std::uint32_t bit) noexcept;             ///< 7.3.1
std::string_view board_type(std::uint32_t code) noexcept;                ///< 7.3.2
std::string_view chassis_type(std::uint32_t code) noexcept;              ///< 7.4.1
std::string_view chassis_state(std::uint32_t code) noexcept;             ///< 7.4.2
std::string_view chassis_security(std::uint32_t code) noexcept;          ///< 7.4.3
std::string_view rack_type(std::uint32_t code) noexcept;                 ///< 7.4 of 3.9
std::string_view present(std::uint32_t code) noexcept;                   ///< 0 and 1
std::string_view enabled(std::uint32_t code) noexcept;                   ///< 0 and 1
std::string_view yes(std::uint32_t code) noexcept;                       ///< 0 and 1
std::string_view processor_type(std::uint32_t code) noexcept;            ///< 7.5.1
std::string_view processor_family(std::uint32_t code) noexcept;          ///< 7.5.2
std::string_view processor_upgrade(std::uint32_t code) noexcept;         ///< 7.5.5
std::string_view processor_status(std::uint32_t code) noexcept;          ///< 7.5, Status
std::string_view processor_characteristics(std::uint32_t bit) noexcept;  ///< 7.5.9
std::string_view legacy_voltage(std::uint32_t bit) noexcept;             ///< 7.5.4
std::string_view cache_mode(std::uint32_t code) noexcept;                ///< 7.8
std::string_view cache_location(std::uint32_t code) noexcept;            ///< 7.8
std::string_view cache_socketed(std::uint32_t code) noexcept;            ///< 7.8
std::string_view sram_type(std::uint32_t bit) noexcept;                  ///< 7.8.2
std::string_view cache_error_correction(std::uint32_t code) noexcept;    ///< 7.8.3
std::string_view cache_type(std::uint32_t code) noexcept;                ///< 7.8.4
std::string_view cache_associativity(std::uint32_t code) noexcept;       ///< 7.8.5
std::string_view connector_type(std::uint32_t code) noexcept;            ///< 7.9.2
std::string_view port_type(std::uint32_t code) noexcept;                 ///< 7.9.3
std::string_view slot_type(std::uint32_t code) noexcept;                 ///< 7.10.1
std::string_view slot_width(std::uint32_t code) noexcept;                ///< 7.10.2
std::string_view slot_usage(std::uint32_t code) noexcept;                ///< 7.10.3
std::string_view slot_length(std::uint32_t code) noexcept;               ///< 7.10.4
std::string_view slot_height(std::uint32_t code) noexcept;               ///< 7.10.3 of 3.5
/// Bits 0 to 7 are characteristics 1 (7.10.6), 8 to 15 characteristics 2 (7.10.7).
std::string_view slot_characteristics(std::uint32_t bit) noexcept;
std::string_view onboard_type(std::uint32_t code) noexcept;             ///< 7.11.1, 7.42.2
std::string_view language_format(std::uint32_t code) noexcept;          ///< 7.14
std::string_view array_location(std::uint32_t code) noexcept;           ///< 7.17.1
std::string_view array_use(std::uint32_t code) noexcept;                ///< 7.17.2
std::string_view array_error_correction(std::uint32_t code) noexcept;   ///< 7.17.3
std::string_view memory_form_factor(std::uint32_t code) noexcept;       ///< 7.18.1
std::string_view memory_type(std::uint32_t code) noexcept;              ///< 7.18.2
std::string_view memory_type_detail(std::uint32_t bit) noexcept;        ///< 7.18.3
std::string_view memory_technology(std::uint32_t code) noexcept;        ///< 7.18.6
std::string_view memory_mode(std::uint32_t bit) noexcept;               ///< 7.18.7
std::string_view boot_status(std::uint32_t code) noexcept;              ///< 7.33.1
std::string_view ipmi_interface(std::uint32_t code) noexcept;           ///< 7.39.1
std::string_view address_space(std::uint32_t code) noexcept;            ///< 7.39
std::string_view register_spacing(std::uint32_t code) noexcept;         ///< 7.39
std::string_view interrupt_polarity(std::uint32_t code) noexcept;       ///< 7.39
std::string_view interrupt_trigger(std::uint32_t code) noexcept;        ///< 7.39
std::string_view power_supply_type(std::uint32_t code) noexcept;        ///< 7.40.1
std::string_view power_supply_status(std::uint32_t code) noexcept;      ///< 7.40.1
std::string_view range_switching(std::uint32_t code) noexcept;          ///< 7.40.1
std::string_view host_interface(std::uint32_t code) noexcept;           ///< 7.43.1, DSP0239
std::string_view host_device(std::uint32_t code) noexcept;              ///< DSP0270, 8.3
std::string_view host_protocol(std::uint32_t code) noexcept;            ///< 7.43.2
std::string_view ip_assignment(std::uint32_t code) noexcept;            ///< DSP0270, 8.4
std::string_view ip_format(std::uint32_t code) noexcept;                ///< DSP0270, 8.4
std::string_view tpm_characteristics(std::uint32_t bit) noexcept;       ///< 7.44.1
std::string_view firmware_characteristics(std::uint32_t bit) noexcept;  ///< 7.46.3
std::string_view firmware_state(std::uint32_t code) noexcept;           ///< 7.46.4

}  // namespace words
}  // namespace assay::formats::smbios
