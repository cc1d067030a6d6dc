#include "inspect/smbios_json.h"

#include <fmt/format.h>

#include "base/text.h"

namespace assay::inspect {
namespace {

namespace smbios = formats::smbios;
using formats::json::Value;

constexpr std::size_t kMost = 1000;

// Without the blanks that firmware fills its strings up with.
std::string shown(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return base::printable(text.substr(first, text.find_last_not_of(' ') - first + 1), kMost);
}
std::string hex(std::uint64_t n, int digits) { return fmt::format("0x{:0{}X}", n, digits); }

// Shown every member of a structure; writes those that are there.
class Members {
 public:
  explicit Members(Value& out) : out_(out) {}

  template <class T>
  void operator()(const smbios::Field& f, const std::optional<T>& member) {
    if (member) put(f, *member);
  }
  void operator()(const smbios::Field& f, const std::string& member) {
    if (!member.empty()) at(f) = shown(member);
  }
  template <class T>
  void operator()(const smbios::Field& f, const std::vector<T>& members) {
    if (members.empty()) return;
    Value list = Value::array();
    for (const T& m : members) list.push_back(one(m));
    at(f) = std::move(list);
  }

 private:
  Value& at(const smbios::Field& f) { return out_[std::string(f.key)]; }

  void put(const smbios::Field& f, std::string_view text) { at(f) = shown(text); }
  void put(const smbios::Field& f, bool value) { at(f) = value; }
  template <class T>
    requires std::is_unsigned_v<T>
  void put(const smbios::Field& f, T value) {
    // Addresses and identifiers are read in hex.
    if (f.key.ends_with("address") || f.key == "id" || f.key == "oem_defined" ||
        f.key.ends_with("_id") || f.key.ends_with("_revision") || f.key == "firmware_version_2" ||
        f.key == "vendor_characteristics") {
      if (f.key == "id" && sizeof(T) < 8)
        at(f) = value;
      else
        at(f) = fmt::format("0x{:0{}x}", value, sizeof(T) * 2);
    } else {
      at(f) = value;
    }
  }
  void put(const smbios::Field& f, const smbios::Handle& h) { at(f) = hex(h.value, 4); }
  void put(const smbios::Field& f, const smbios::Millivolts& v) { at(f) = v.value; }
  void put(const smbios::Field& f, const smbios::Size& s) {
    at(f) = smbios::to_text(s);
    out_[std::string(f.key) + "_bytes"] = s.bytes;
  }
  void put(const smbios::Field& f, const smbios::Coded& c) { at(f) = shown(smbios::to_text(c)); }
  void put(const smbios::Field& f, const smbios::Flags& flags) {
    Value list = Value::array();
    for (std::uint32_t bit = 0; bit < 64; ++bit)
      if (((flags.bits >> bit) & 1U) != 0)
        if (const auto word = f.words(bit); !word.empty()) list.push_back(std::string(word));
    at(f) = std::move(list);
  }
  template <class T>
    requires requires(const T& v) { smbios::to_text(v); }
  void put(const smbios::Field& f, const T& value) {
    at(f) = smbios::to_text(value);
  }

  static Value one(std::string_view text) { return shown(text); }
  static Value one(const smbios::Handle& h) { return hex(h.value, 4); }
  static Value one(const smbios::ContainedElement& e) {
    const bool structure = (e.type & 0x80U) != 0;
    const auto code = static_cast<std::uint8_t>(e.type & 0x7FU);
    const auto word = structure ? smbios::title_of(code) : smbios::words::board_type(code);
    return {{"type", word.empty() ? hex(code, 2) : std::string(word)},
            {"minimum", e.minimum},
            {"maximum", e.maximum}};
  }
  static Value one(const smbios::SlotPeer& p) {
    return {{"bus_address", smbios::to_text(p.address)}, {"width", p.width}};
  }
  static Value one(const smbios::BoardDevice& d) {
    Value out = Value::object();
    Members m(out);
    m(smbios::Field{"device_type", ""}, d.type);
    m(smbios::Field{"device_status", ""}, d.status);
    m(smbios::Field{"description", ""}, d.description);
    return out;
  }
  static Value one(const smbios::HostProtocol& p) {
    Value out = Value::object();
    Members m(out);
    m(smbios::Field{"protocol", ""}, p.type);
    m(smbios::Field{"service_uuid", ""}, p.service_uuid);
    m(smbios::Field{"host_ip_assignment", ""}, p.host_assignment);
    m(smbios::Field{"host_address", ""}, p.host_address);
    m(smbios::Field{"host_mask", ""}, p.host_mask);
    m(smbios::Field{"service_ip_discovery", ""}, p.service_discovery);
    m(smbios::Field{"service_address", ""}, p.service_address);
    m(smbios::Field{"service_mask", ""}, p.service_mask);
    m(smbios::Field{"service_port", ""}, p.service_port);
    m(smbios::Field{"service_vlan", ""}, p.service_vlan);
    m(smbios::Field{"service_hostname", ""}, p.service_hostname);
    return out;
  }

  Value& out_;
};

Value entry_json(const smbios::Entry& e, std::string_view place) {
  Value out{{"type", e.type}};
  out["handle"] = e.handle ? Value(hex(*e.handle, 4)) : Value(nullptr);
  out["name"] = shown(e.title);
  out[std::string(place)] = e.at;
  if (e.length != 0) out["structure_length"] = e.length;
  std::visit(
      [&]<class T>(const T& body) {
        if constexpr (!std::is_same_v<T, std::monostate>) {
          T::fields(body, Members(out));
          if constexpr (std::is_same_v<T, smbios::Processor>)
            if (const auto text = smbios::signature(body); !text.empty()) out["signature"] = text;
        }
      },
      e.body);
  const bool decoded = !std::holds_alternative<std::monostate>(e.body);
  if (!decoded && !e.strings.empty()) {
    out["strings"] = Value::array();
    for (const auto& s : e.strings) out["strings"].push_back(shown(s));
  }
  if (!e.other.empty()) {
    Value& lines = out["lines"] = Value::array();
    for (const auto& [label, value] : e.other)
      lines.push_back(label.empty() ? shown(value)
                                    : fmt::format("{}: {}", shown(label), shown(value)));
  }
  return out;
}

}  // namespace

std::string version_text(const smbios::Version& v) {
  return v.docrev != 0 ? fmt::format("{}.{}.{}", v.major, v.minor, v.docrev)
                       : fmt::format("{}.{}", v.major, v.minor);
}

Value entry_point_json(const smbios::EntryPoint& e) {
  Value out{{"anchor", std::string(smbios::anchor(e.kind))},
            {"version", version_text(e.version)},
            {"checksum_good", e.checksum_good},
            {"table_address", fmt::format("0x{:x}", e.table_address)},
            {"table_length", e.table_length}};
  if (e.structures) out["structures"] = *e.structures;
  return out;
}

Value smbios_json(const smbios::Model& model, std::string_view place) {
  Value out = Value::object();
  out["version"] = model.version ? Value(version_text(*model.version)) : Value(nullptr);
  Value& list = out["structures"] = Value::array();
  for (const auto& e : model.entries) list.push_back(entry_json(e, place));
  if (!model.notes.empty()) {
    out["notes"] = Value::array();
    for (const auto& [line, text] : model.notes)
      out["notes"].push_back(fmt::format("line {}: {}", line, shown(text)));
  }
  return out;
}

}  // namespace assay::inspect
