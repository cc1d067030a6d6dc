#include "formats/dmidecode/read_field.h"

#include <type_traits>

#include "formats/dmidecode/read_special.h"
#include "formats/dmidecode/words.h"

namespace assay::formats::dmidecode {
namespace {

using smbios::Field;

bool names(const Field& f, std::string_view label) noexcept {
  return (!f.label.empty() && same(f.label, label)) ||
         (!f.other_label.empty() && same(f.other_label, label));
}

// Shown every member of a structure; takes the one whose label it is.
class TakeLine {
 public:
  TakeLine(std::string_view label, std::string_view value) noexcept
      : label_(label), value_(value) {}

  template <class T>
  void operator()(const Field& f, T& member) {
    if (taken || !names(f, label_)) return;
    taken = true;
    read(f, member);
  }

  bool taken = false;

 private:
  void read(const Field&, smbios::Text& out) const noexcept { out = read_text(value_); }
  void read(const Field&, std::string& out) const { out = trimmed(value_); }
  void read(const Field&, std::optional<smbios::Coded>& out) const { out = read_coded(value_); }
  void read(const Field& f, std::optional<smbios::Flags>& out) const {
    const auto value = trimmed(value_);
    out = smbios::Flags{value.empty() || value == "None" ? 0 : read_flat_flags(value, f.words)};
  }
  void read(const Field&, std::optional<smbios::Size>& out) const { out = read_size(value_); }
  void read(const Field&, std::optional<smbios::Millivolts>& out) const {
    out = read_volts(value_);
  }
  void read(const Field&, std::optional<smbios::Release>& out) const { out = read_release(value_); }
  void read(const Field&, std::optional<smbios::BusAddress>& out) const {
    out = read_address(value_);
  }
  void read(const Field&, std::optional<smbios::JedecId>& out) const { out = read_jedec(value_); }
  void read(const Field&, std::optional<smbios::Uuid>& out) const { out = read_uuid(value_); }
  void read(const Field&, std::optional<smbios::Handle>& out) const {
    const auto n = read_number(value_);
    if (n && *n < 0xFFFE) out = smbios::Handle{static_cast<std::uint16_t>(*n)};
  }
  template <class T>
    requires(std::is_unsigned_v<T> && !std::is_same_v<T, bool>)
  void read(const Field&, std::optional<T>& out) const {
    const auto n = read_number(value_);
    if (n && *n <= static_cast<T>(~T{0})) out = static_cast<T>(*n);
  }
  // A list: its line only counts the items.
  template <class T>
  void read(const Field&, std::vector<T>&) const noexcept {}
  void read(const Field&, std::optional<bool>&) const noexcept {}

  std::string_view label_;
  std::string_view value_;
};

class TakeItem {
 public:
  TakeItem(std::string_view label, std::string_view item) noexcept : label_(label), item_(item) {}

  template <class T>
  void operator()(const Field& f, T& member) {
    if (!taken && names(f, label_)) taken = add(f, member);
  }

  bool taken = false;

 private:
  bool add(const Field& f, std::optional<smbios::Flags>& out) const {
    const auto bit = bit_of(item_, f.words);
    if (!bit) return false;
    if (!out) out.emplace();
    out->bits |= std::uint64_t{1} << *bit;
    return true;
  }
  bool add(const Field&, std::vector<smbios::Handle>& out) const {
    const auto n = read_number(item_);
    if (!n || *n > 0xFFFF) return false;
    out.push_back({static_cast<std::uint16_t>(*n)});
    return true;
  }
  bool add(const Field&, std::vector<std::string_view>& out) const {
    out.push_back(item_);
    return true;
  }
  template <class T>
  bool add(const Field&, T&) const noexcept {
    return false;
  }

  std::string_view label_;
  std::string_view item_;
};

}  // namespace

bool read_field(smbios::Body& body, std::string_view label, std::string_view value) {
  return std::visit(
      [&]<class T>(T& out) {
        if constexpr (std::is_same_v<T, std::monostate>) {
          return false;
        } else {
          if (special(out, label, value)) return true;
          TakeLine take(label, value);
          T::fields(out, take);
          return take.taken;
        }
      },
      body);
}

bool read_item(smbios::Body& body, std::string_view label, std::string_view item) {
  return std::visit(
      [&]<class T>(T& out) {
        if constexpr (std::is_same_v<T, std::monostate>) {
          return false;
        } else {
          if (special_item(out, label, item)) return true;
          TakeItem take(label, item);
          T::fields(out, take);
          return take.taken;
        }
      },
      body);
}

}  // namespace assay::formats::dmidecode
