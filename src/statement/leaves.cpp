#include "statement/leaves.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/lines.h"
#include "bytes/text.h"
#include "statement/json_cursor.h"

namespace assay::statement {
namespace {

// The next word of a line, taken from it.
std::string_view word(std::string_view& line) {
  const auto space = line.find(' ');
  const auto out = line.substr(0, space);
  line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  return out;
}

// Lower case only, so that no two texts are one leaf.
std::optional<base::Bytes> lower_hex(std::string_view text) {
  if (text.find_first_of("ABCDEF") != std::string_view::npos) return std::nullopt;
  return bytes::from_hex(text);
}

bytes::Parsed<LeafLine> parse_line(std::string_view line, std::uint64_t offset) {
  constexpr std::string_view kWant = "number and leaf, then nothing or salt and record";
  const auto bad = [&] { return bytes::bad_value(offset, "line of leaves.txt", kWant); };
  const auto number = word(line);
  const auto index = bytes::number<std::uint64_t>(number);
  const auto leaf_bytes = lower_hex(word(line));
  if (!index || (number.size() > 1 && number.front() == '0') || !leaf_bytes) return bad();
  const auto leaf = proof::parse_leaf(bytes::Reader(*leaf_bytes, offset));
  if (!leaf) return std::unexpected(leaf.error());
  LeafLine out{.index = *index, .leaf = *leaf, .salt = {}, .record = {}};
  if (line.empty()) return out;
  const auto salt = lower_hex(word(line));
  if (!salt || salt->size() != proof::kSaltSize || line.empty()) return bad();
  std::ranges::copy(*salt, out.salt.emplace().begin());
  out.record = line;
  return out;
}

// Lines that end with a line feed each, without carriage returns.
template <class Each>
bytes::Parsed<void> each_line(bytes::Reader text, bytes::Budget& budget, std::string_view field,
                              const Each& each) {
  auto rest = bytes::as_chars(text.rest());
  auto offset = text.offset();
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return bytes::bad_value(offset, field, "a line's end");
    if (auto ok = budget.items(1, offset, field); !ok) return ok;
    if (auto ok = each(rest.substr(0, end), offset); !ok) return ok;
    rest.remove_prefix(end + 1);
    offset += end + 1;
  }
  return {};
}

}  // namespace

std::string to_text(const std::vector<LeafLine>& leaves) {
  std::string out;
  for (const LeafLine& l : leaves) {
    base::append(out, "{} {}", l.index, bytes::to_hex(proof::to_bytes(l.leaf)));
    if (l.salt) base::append(out, " {} {}", bytes::to_hex(*l.salt), l.record);
    out += '\n';
  }
  return out;
}

bytes::Parsed<std::vector<LeafLine>> parse_leaves(bytes::Reader text, bytes::Budget& budget) {
  std::vector<LeafLine> out;
  const auto each = [&](std::string_view line, std::uint64_t offset) -> bytes::Parsed<void> {
    ASSAY_TRY(auto leaf, parse_line(line, offset));
    const bool ends_in_blank = line.ends_with(' ') && !leaf.salt;
    if (ends_in_blank || (!out.empty() && out.back().index >= leaf.index))
      return bytes::bad_value(offset, "line of leaves.txt", "numbers that ascend, no blank after");
    out.push_back(leaf);
    return {};
  };
  if (auto ok = each_line(text, budget, "leaves.txt", each); !ok)
    return std::unexpected(ok.error());
  return out;
}

std::string path_text(const std::vector<proof::Hash>& path) {
  std::string out;
  for (const auto& hash : path) out += bytes::to_base64(hash) + "\n";
  return out;
}

bytes::Parsed<std::vector<proof::Hash>> parse_path(bytes::Reader text, bytes::Budget& budget) {
  std::vector<proof::Hash> out;
  const auto each = [&](std::string_view line, std::uint64_t offset) -> bytes::Parsed<void> {
    const auto raw = bytes::from_base64(line);
    const auto hash = raw ? proof::to_hash(*raw) : std::nullopt;
    if (!hash) return bytes::bad_value(offset, "hash", "32 bytes in base64");
    out.push_back(*hash);
    return {};
  };
  if (auto ok = each_line(text, budget, "hashes", each); !ok) return std::unexpected(ok.error());
  return out;
}

bytes::Parsed<EvidenceRecord> parse_evidence_record(std::string_view record,
                                                    bytes::Budget& budget) {
  JsonCursor j(bytes::Reader(bytes::as_bytes(record)), budget);
  EvidenceRecord out;
  ASSAY_CHECK(j.literal("{\"collected\":", "collected"));
  ASSAY_TRY(const auto collected, j.string_or_null("collected"));
  if (!collected.empty()) {
    out.collected = base::parse_rfc3339(collected);
    if (!out.collected) return bytes::bad_value(j.offset(), "collected", "a time");
  }
  ASSAY_CHECK(j.literal(",\"evidence\":", "evidence"));
  ASSAY_TRY(out.evidence, j.string("evidence"));
  ASSAY_CHECK(j.literal(",\"kind\":\"evidence\",\"manifest\":", "manifest"));
  ASSAY_CHECK(j.string_or_null("manifest"));
  ASSAY_CHECK(j.literal(",\"path\":", "path"));
  ASSAY_CHECK(j.string("path"));
  ASSAY_CHECK(j.literal(",\"server\":", "server"));
  ASSAY_TRY(out.server, j.string("server"));
  ASSAY_CHECK(j.literal(",\"sha256\":", "sha256"));
  ASSAY_TRY(out.object, j.string("sha256"));
  ASSAY_CHECK(j.literal(",\"version\":1}", "version"));
  ASSAY_CHECK(j.finish());
  return out;
}

std::string to_text(const PopulationRecord& r) {
  std::string out = "{\"assets\":";
  append_json_or_null(out, r.assets);
  base::append(out, R"(,"count":{},"kind":"population","servers":"{}","version":1}})", r.count,
               r.servers);
  return out;
}

bytes::Parsed<PopulationRecord> parse_population_record(bytes::Reader text, bytes::Budget& budget) {
  JsonCursor j(text, budget);
  PopulationRecord out;
  ASSAY_CHECK(j.literal("{\"assets\":", "assets"));
  ASSAY_TRY(out.assets, j.string_or_null("assets"));
  ASSAY_CHECK(j.literal(",\"count\":", "count"));
  ASSAY_TRY(out.count, j.number("count"));
  ASSAY_CHECK(j.literal(",\"kind\":\"population\",\"servers\":", "servers"));
  ASSAY_TRY(out.servers, j.string("servers"));
  ASSAY_CHECK(j.literal(",\"version\":1}", "version"));
  ASSAY_CHECK(j.finish());
  return out;
}

std::string statement_record(std::string_view sha256_hex) {
  return fmt::format(R"({{"kind":"statement","sha256":"{}","version":1}})", sha256_hex);
}

}  // namespace assay::statement
