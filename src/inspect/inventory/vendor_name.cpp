#include "inspect/inventory/vendor_name.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::inspect::inventory {
namespace {

constexpr bool is_alnum(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

using Pair = std::pair<std::string_view, std::string_view>;

// Words that say nothing about who it is.
constexpr std::array<std::string_view, 30> kNoise{"inc",
                                                  "incorporated",
                                                  "corp",
                                                  "corporation",
                                                  "co",
                                                  "company",
                                                  "ltd",
                                                  "limited",
                                                  "llc",
                                                  "gmbh",
                                                  "ag",
                                                  "sa",
                                                  "nv",
                                                  "bv",
                                                  "plc",
                                                  "the",
                                                  "r",
                                                  "tm",
                                                  "electronics",
                                                  "technology",
                                                  "technologies",
                                                  "semiconductor",
                                                  "semiconductors",
                                                  "international",
                                                  "group",
                                                  "systems",
                                                  "computer",
                                                  "computers",
                                                  "memory",
                                                  "electronic"};

// Other names, whole, after the noise is gone.
constexpr std::array<Pair, 27> kOther{{
    {"advanced micro devices", "amd"},
    {"advanced micro devices amd", "amd"},
    {"amd ati", "amd"},
    {"ati", "amd"},
    {"authenticamd", "amd"},
    {"genuineintel", "intel"},
    {"hewlett packard enterprise", "hp"},
    {"hewlett packard", "hp"},
    {"hpe", "hp"},
    {"sk hynix", "hynix"},
    {"skhynix", "hynix"},
    {"hyundai", "hynix"},
    {"super micro", "supermicro"},
    {"western digital", "wd"},
    {"wdc", "wd"},
    {"sandisk", "wd"},
    {"mellanox", "nvidia"},
    {"lsi", "broadcom"},
    {"lsi logic", "broadcom"},
    {"broadcom lsi", "broadcom"},
    {"avago", "broadcom"},
    {"emulex", "broadcom"},
    {"toshiba", "kioxia"},
    {"stmicro", "stm"},
    {"stmicroelectronics", "stm"},
    {"crucial", "micron"},
    {"quanta cloud", "quanta"},
}};

// PCI vendor numbers of what servers hold.
constexpr std::array<Pair, 24> kPci{{
    {"1000", "broadcom"}, {"1002", "amd"},     {"1022", "amd"},        {"1028", "dell"},
    {"103c", "hp"},       {"10de", "nvidia"},  {"10ec", "realtek"},    {"1179", "kioxia"},
    {"1344", "micron"},   {"144d", "samsung"}, {"14e4", "broadcom"},   {"1590", "hp"},
    {"15b3", "nvidia"},   {"15b7", "wd"},      {"15d9", "supermicro"}, {"17aa", "lenovo"},
    {"19e5", "huawei"},   {"1a03", "aspeed"},  {"1b4b", "marvell"},    {"1c5c", "hynix"},
    {"1d49", "lenovo"},   {"1e0f", "kioxia"},  {"8086", "intel"},      {"9005", "adaptec"},
}};

// JEP106 codes as memory modules' tables print them, bank first.
constexpr std::array<Pair, 9> kJedec{{
    {"80ce", "samsung"},
    {"00ce", "samsung"},
    {"80ad", "hynix"},
    {"00ad", "hynix"},
    {"802c", "micron"},
    {"002c", "micron"},
    {"0198", "kingston"},
    {"859b", "micron"},
    {"8089", "intel"},
}};

template <std::size_t N>
std::string_view look_up(const std::array<Pair, N>& table, std::string_view key) noexcept {
  const auto* row = std::ranges::find(table, key, &Pair::first);
  return row == table.end() ? std::string_view{} : row->second;
}

bool is_hex(std::string_view text) noexcept {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string words_of(std::string_view vendor) {
  std::string out;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty() && std::ranges::find(kNoise, word) == kNoise.end()) {
      if (!out.empty()) out += ' ';
      out += word;
    }
    word.clear();
  };
  for (const char c : vendor) {
    if (is_alnum(c))
      word += lower(c);
    else if (c != '.' && c != '\'')  // "Inc.", "S.A.": one word
      end_word();
  }
  end_word();
  return out;
}

}  // namespace

std::string squeezed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text)
    if (is_alnum(c)) out += lower(c);
  return out;
}

std::string vendor_key(std::string_view vendor) {
  std::string words = words_of(vendor);
  if (words.empty()) return squeezed(vendor);  // a maker called "Group" is still a maker
  // "8086:1028:" is a PCI vendor and a subsystem's.
  const std::string_view first = std::string_view(words).substr(0, words.find(' '));
  if (first.size() == 4 && is_hex(first) && (words.size() == 4 || words.size() == 9))
    if (const auto name = look_up(kPci, first); !name.empty()) return std::string(name);
  if ((words.size() == 4 || words.size() == 8 || words.size() == 12) && is_hex(words))
    if (const auto name = look_up(kJedec, std::string_view(words).substr(0, 4)); !name.empty())
      return std::string(name);
  if (const auto name = look_up(kOther, words); !name.empty()) return std::string(name);
  return words;
}

bool may_be_same_vendor(std::string_view a, std::string_view b) {
  const std::string x = vendor_key(a);
  const std::string y = vendor_key(b);
  if (x.empty() || y.empty() || x == y) return true;
  const auto begins = [](const std::string& whole, const std::string& part) {
    return whole.size() > part.size() && whole.starts_with(part) && whole[part.size()] == ' ';
  };
  return begins(x, y) || begins(y, x);
}

}  // namespace assay::inspect::inventory
