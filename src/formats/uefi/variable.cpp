#include "formats/uefi/variable.h"

namespace assay::formats::uefi {

bool Variable::named(std::string_view ascii) const noexcept {
  if (name.size() != 2 * ascii.size()) return false;
  for (std::size_t i = 0; i < ascii.size(); ++i)
    if (name[2 * i] != static_cast<std::byte>(ascii[i]) || name[2 * i + 1] != std::byte{0})
      return false;
  return true;
}

bytes::Parsed<Variable> parse_variable(bytes::Reader reader) noexcept {
  Variable variable;
  const auto vendor = read_guid(reader, "VariableName");
  if (!vendor) return std::unexpected(vendor.error());
  variable.vendor = *vendor;

  const std::uint64_t at_length = reader.offset();
  const auto name_units = reader.le64("UnicodeNameLength");
  if (!name_units) return std::unexpected(name_units.error());
  const auto data_size = reader.le64("VariableDataLength");
  if (!data_size) return std::unexpected(data_size.error());
  if (*name_units > reader.remaining() / 2)
    return bytes::bad_value(at_length, "UnicodeNameLength", "a name within the event's data");

  const auto name = reader.take(*name_units * 2, "UnicodeName");
  if (!name) return std::unexpected(name.error());
  variable.name = *name;
  while (variable.name.size() >= 2 && variable.name.back() == std::byte{0} &&
         variable.name[variable.name.size() - 2] == std::byte{0})
    variable.name = variable.name.first(variable.name.size() - 2);

  variable.data_offset = reader.offset();
  const auto data = reader.take(*data_size, "VariableData");
  if (!data) return std::unexpected(data.error());
  variable.data = *data;
  variable.trailing = reader.rest();
  return variable;
}

}  // namespace assay::formats::uefi
