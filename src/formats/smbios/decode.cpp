#include "formats/smbios/decode.h"

#include <algorithm>

#include "formats/smbios/fill.h"

namespace assay::formats::smbios {
namespace {

// The alternative of Body whose kType is `type`, made by `make`.
template <std::size_t I = 1, class Make>
Body of_type(std::uint8_t type, const Make& make) {
  if constexpr (I < std::variant_size_v<Body>) {
    using T = std::variant_alternative_t<I, Body>;
    if (T::kType == type) return make(std::type_identity<T>{});
    return of_type<I + 1>(type, make);
  } else {
    return {};
  }
}

}  // namespace

Body decode(const Structure& s, std::optional<Version> version) {
  return of_type(s.type, [&]<class T>(std::type_identity<T>) -> Body {
    Body body(std::in_place_type<T>);
    T& out = std::get<T>(body);
    T::fields(out, Fill(s));
    finish(s, version, out);
    return body;
  });
}

Body empty_body(std::uint8_t type) {
  return of_type(type, []<class T>(std::type_identity<T>) { return Body(std::in_place_type<T>); });
}

Model decode(const Table& table, const EntryPoint* elsewhere) {
  Model out;
  if (table.entry_point)
    out.version = table.entry_point->version;
  else if (elsewhere != nullptr)
    out.version = elsewhere->version;
  const auto system = std::ranges::find(table.structures, System::kType, &Structure::type);
  const std::string_view manufacturer =
      system != table.structures.end() ? system->string_at(4) : std::string_view{};
  out.entries.reserve(table.structures.size());
  for (const Structure& s : table.structures) {
    Entry& e = out.entries.emplace_back();
    e.type = s.type;
    e.handle = s.handle;
    e.length = static_cast<std::uint16_t>(s.formatted.size());
    e.at = s.offset;
    e.title = oem_title(s.type, manufacturer);
    if (e.title.empty()) e.title = title_of(s.type);
    e.body = decode(s, out.version);
    e.strings = s.strings;
  }
  out.broken = table.broken;
  if (!out.broken) out.broken = cut_short(table, elsewhere);
  return out;
}

}  // namespace assay::formats::smbios
