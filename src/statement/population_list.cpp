#include "statement/population_list.h"

#include <algorithm>

#include "bytes/text.h"
#include "statement/json_cursor.h"

namespace assay::statement {
namespace {

constexpr std::size_t kDigits = 64;

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string to_text(const proof::Salt& salt, const std::vector<ListedServer>& servers) {
  std::string out = "salt " + bytes::to_hex(salt) + "\n";
  for (const auto& s : servers) {
    out += s.evidence.empty() ? "-" : s.evidence;
    out += ' ';
    append_json_string(out, s.id);
    out += '\n';
  }
  return out;
}

bytes::Parsed<std::vector<ListedServer>> parse_population_list(bytes::Reader text,
                                                               bytes::Budget& budget) {
  const auto first = text.take(5 + 32 + 1, "salt");
  if (!first) return std::unexpected(first.error());
  const auto line = bytes::as_chars(*first);
  if (!line.starts_with("salt ") || !line.ends_with('\n') || !is_lower_hex(line.substr(5, 32)))
    return bytes::bad_value(0, "salt", "\"salt\" and 32 hexadecimal digits");
  std::vector<ListedServer> out;
  JsonCursor j(text, budget);
  while (!j.finish()) {
    if (auto ok = budget.items(1, j.offset(), "server"); !ok) return std::unexpected(ok.error());
    ListedServer one;
    if (!j.take("- ")) {
      ASSAY_TRY(const auto digits, j.word(kDigits, "evidence"));
      if (!is_lower_hex(digits))
        return bytes::bad_value(j.offset(), "evidence", "64 hexadecimal digits, or -");
      one.evidence = digits;
      ASSAY_CHECK(j.literal(" ", "evidence"));
    }
    ASSAY_TRY(one.id, j.string("server"));
    ASSAY_CHECK(j.literal("\n", "server"));
    if (!out.empty() && out.back().id >= one.id)
      return bytes::bad_value(j.offset(), "server", "ids that ascend");
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace assay::statement
