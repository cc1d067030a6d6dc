#include "reference/file.h"

#include <array>
#include <charconv>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/tcg/event_log.h"
#include "formats/tcg/event_types.h"
#include "formats/toml/strict_table.h"
#include "reference/firmware_file.h"
#include "reference/inventory_file.h"
#include "reference/toml_text.h"

namespace assay::reference {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using formats::toml::Table;

std::optional<std::uint32_t> type_from_name(std::string_view name) {
  std::uint32_t value = 0;
  if (name.starts_with("0x")) {
    const auto digits = name.substr(2);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(value)
                                                                        : std::nullopt;
  }
  // The names cover two short ranges (event_types.h); a table would repeat them.
  for (const std::uint32_t first :
       {0U, static_cast<std::uint32_t>(formats::tcg::EV_EFI_EVENT_BASE)})
    for (std::uint32_t type = first; type < first + 0x600; ++type)
      if (formats::tcg::event_type_name(type) == name) return type;
  return std::nullopt;
}

class TypeNames {
 public:
  std::optional<std::uint32_t> find(const std::string& name) {
    const auto it = known_.find(name);
    if (it != known_.end()) return it->second;
    const auto type = type_from_name(name);
    if (type) known_.emplace(name, *type);
    return type;
  }

 private:
  std::map<std::string, std::uint32_t> known_;
};

std::optional<Digest> digest_of(HashAlg alg, const std::string& hex) {
  const auto raw = bytes::from_hex(hex);
  return raw ? Digest::from(alg, *raw) : std::nullopt;
}

EventSlot parse_slot(Table& t, TypeNames& types) {
  EventSlot slot;
  const auto pcr = t.integer("pcr").value_or(-1);
  if (pcr < 0 || pcr >= static_cast<std::int64_t>(formats::tcg::kPcrCount))
    t.refuse("pcr", "a PCR index 0 to 23");
  slot.pcr = static_cast<std::uint32_t>(pcr);
  const auto type = types.find(t.required_text("type"));
  if (!type) t.refuse("type", "an event type like EV_IPL or 0x80000001");
  slot.type = type.value_or(0);
  slot.what = t.required_text("what");
  slot.varies = t.boolean("varies").value_or(false);
  slot.optional = t.boolean("optional").value_or(false);
  slot.pattern = t.text("pattern").value_or("");
  const auto texts = t.texts("text");
  for (const HashAlg bank : crypto::all_hash_algs()) {
    const std::string key(crypto::name(bank));
    if (!t.has(key)) continue;
    const auto digests = t.texts(key);
    for (std::size_t i = 0; i < digests.size(); ++i) {
      if (slot.values.size() <= i) slot.values.emplace_back();
      const auto d = digest_of(bank, digests[i]);
      if (d)
        slot.values[i].digests.emplace(bank, *d);
      else if (!digests[i].empty())
        t.refuse(key, "hex digests of that bank's size");
    }
  }
  for (std::size_t i = 0; i < slot.values.size() && i < texts.size(); ++i)
    slot.values[i].text = texts[i];
  if (slot.values.empty() && !slot.varies)
    t.refuse("type", "at least one digest (sha256 = [\"…\"]), or varies = true");
  return slot;
}

void parse_pcr(Table& t, Reference& out) {
  const auto bank = crypto::hash_alg_from_name(t.required_text("bank"));
  const auto index = t.integer("index").value_or(-1);
  if (!bank) return t.refuse("bank", "a bank's name like sha256");
  if (index < 0 || index >= static_cast<std::int64_t>(formats::tcg::kPcrCount))
    return t.refuse("index", "a PCR index 0 to 23");
  for (const auto& hex : t.texts("values")) {
    const auto d = digest_of(*bank, hex);
    if (!d) return t.refuse("values", "hex digests of that bank's size");
    out.pcrs[*bank][static_cast<std::uint32_t>(index)].push_back(*d);
  }
}

std::string slot_toml(const EventSlot& s) {
  std::string out = fmt::format("[[event]]\npcr = {}\ntype = {}\nwhat = {}\n", s.pcr,
                                quoted(formats::tcg::event_type_name(s.type)), quoted(s.what));
  if (s.varies) out += "varies = true   # each host has its own value here\n";
  if (!s.pattern.empty()) out += fmt::format("pattern = {}\n", quoted(s.pattern));
  if (s.optional) out += "optional = true   # some known-good hosts do not have it\n";
  // Values that only name each host's own would grow the file with the fleet and check nothing.
  if (s.varies && s.values.size() > 3) return out + "\n";
  std::vector<std::string> texts;
  std::map<HashAlg, std::vector<std::string>> digests;
  for (const EventValue& v : s.values) {
    texts.push_back(v.text);
    for (const auto& [bank, digest] : v.digests) digests[bank];
  }
  for (auto& [bank, list] : digests)
    for (const EventValue& v : s.values) {
      const auto it = v.digests.find(bank);
      list.push_back(it != v.digests.end() ? it->second.hex() : "");
    }
  out += fmt::format("text = {}\n", quoted_list(texts));
  for (const auto& [bank, list] : digests)
    out += fmt::format("{} = {}\n", crypto::name(bank), quoted_list(list));
  return out + "\n";
}

}  // namespace

base::Result<Reference> parse_reference(std::string_view toml, const std::string& file) {
  ASSAY_TRY(auto doc, formats::toml::Document::parse(toml, file));
  Table root = doc.root();
  Reference out;
  if (root.integer("version") != 1) root.refuse("version", "version = 1");
  out.name = root.required_text("name");
  out.learned_from = root.texts("learned_from");
  out.valid_from = root.time("valid_from");
  out.valid_to = root.time("valid_to");
  TypeNames types;
  for (Table& t : root.tables("event")) out.slots.push_back(parse_slot(t, types));
  for (Table& t : root.tables("pcr")) parse_pcr(t, out);
  out.inventory = parse_inventory(root);
  out.firmware = parse_firmware(root);
  ASSAY_CHECK(doc.finish());
  return out;
}

std::string to_toml(const Reference& r) {
  std::string out =
      "# What known-good servers boot and are made of. Made by `assay learn`; review it, edit it, "
      "keep "
      "it under\n"
      "# version control. docs/formats/reference.md explains every key.\n";
  // Ids may come from file names, which are any bytes; TOML is UTF-8.
  std::vector<std::string> sources;
  for (const auto& id : r.learned_from) sources.push_back(base::printable(id));
  out += fmt::format("version = 1\nname = {}\nlearned_from = {}\n", quoted(base::printable(r.name)),
                     quoted_list(sources));
  if (r.valid_from) out += fmt::format("valid_from = {}\n", base::to_rfc3339(*r.valid_from));
  if (r.valid_to) out += fmt::format("valid_to = {}\n", base::to_rfc3339(*r.valid_to));
  if (!r.inventory.describes.empty())
    out += fmt::format("describes = {}\n", quoted_list(r.inventory.describes));
  out += "\n" + inventory_toml(r.inventory) + firmware_toml(r.firmware);
  for (const EventSlot& s : r.slots) out += slot_toml(s);
  for (const auto& [bank, pcrs] : r.pcrs)
    for (const auto& [index, values] : pcrs) {
      std::vector<std::string> hex;
      for (const Digest& d : values) hex.push_back(d.hex());
      out += fmt::format("[[pcr]]\nbank = {}\nindex = {}\nvalues = {}\n\n",
                         quoted(crypto::name(bank)), index, quoted_list(hex));
    }
  return out;
}

}  // namespace assay::reference
