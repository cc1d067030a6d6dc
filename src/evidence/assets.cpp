#include "evidence/assets.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>
#include <tuple>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "formats/csv/csv.h"

namespace assay::evidence {
namespace {

using evidence::make_finding;

constexpr std::size_t kMostOfAKind = 1000;  // findings; a register of another format is one mistake

struct Column {
  std::string_view name;
  std::string AssetRow::* text;
};
constexpr std::array kTexts{
    Column{"server", &AssetRow::server},   Column{"manufacturer", &AssetRow::manufacturer},
    Column{"product", &AssetRow::product}, Column{"board_revision", &AssetRow::board_revision},
    Column{"lot", &AssetRow::lot},         Column{"serial", &AssetRow::serial},
    Column{"uuid", &AssetRow::uuid},       Column{"received", &AssetRow::received},
    Column{"site", &AssetRow::site},       Column{"role", &AssetRow::role},
    Column{"tenant", &AssetRow::tenant},   Column{"acquired_with", &AssetRow::acquired_with}};
constexpr std::array<std::string_view, 2> kTimes{"valid_from", "valid_to"};

base::Time begin_of(const AssetRow& r) {
  return r.valid_from.value_or(base::Time{std::numeric_limits<std::int64_t>::min()});
}
base::Time end_of(const AssetRow& r) {
  return r.valid_to.value_or(base::Time{std::numeric_limits<std::int64_t>::max()});
}

class Parser {
 public:
  explicit Parser(AssetRegister& out) : out_(out) {}

  base::Result<void> header(const formats::csv::Row& row) {
    for (const auto& name : row.fields) {
      const bool known = std::ranges::find(kTexts, name, &Column::name) != kTexts.end() ||
                         std::ranges::find(kTimes, name) != kTimes.end();
      if (std::ranges::count(row.fields, name) > 1)
        return base::fail(base::ErrorKind::malformed,
                          fmt::format("line {}: the column \"{}\" stands there twice", row.line,
                                      base::printable(name, 100)));
      if (!known)
        out_.findings.push_back(make_finding(
            "custody.assets.column", base::printable(name, 100),
            fmt::format("The asset register has a column \"{}\" that Assay does not read.",
                        base::printable(name, 100)),
            {{out_.file, fmt::format("line {}", row.line)}}));
    }
    const auto missing = [&](std::string_view name) {
      if (std::ranges::find(row.fields, name) == row.fields.end())
        out_.missing_columns.emplace_back(name);
    };
    for (const auto& c : kTexts) missing(c.name);
    for (const auto& c : kTimes) missing(c);
    columns_ = row.fields;
    if (std::ranges::find(columns_, "server") == columns_.end())
      return base::fail(base::ErrorKind::malformed,
                        fmt::format("line {}: no column \"server\" in the header", row.line));
    return {};
  }

  void row(const formats::csv::Row& row) {
    AssetRow r;
    r.line = row.line;
    if (row.fields.size() != columns_.size()) {
      const auto server = std::ranges::find(columns_, "server") - columns_.begin();
      const auto at = static_cast<std::size_t>(server);
      return refuse(
          r, at < row.fields.size() ? row.fields[at] : "",
          fmt::format("has {} fields where the header has {}", row.fields.size(), columns_.size()));
    }
    bool good = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto text = std::ranges::find(kTexts, columns_[i], &Column::name);
      if (text != kTexts.end()) r.*(text->text) = row.fields[i];
    }
    if (r.server.empty()) return refuse(r, "", "names no server");
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == "valid_from") good &= date(r, columns_[i], row.fields[i], r.valid_from);
      if (columns_[i] == "valid_to") good &= date(r, columns_[i], row.fields[i], r.valid_to);
      std::optional<base::Time> received;
      if (columns_[i] == "received" && !date(r, columns_[i], row.fields[i], received))
        r.received.clear();
    }
    // A row whose time is unknown says nothing about any time.
    if (!good) return;
    if (end_of(r) <= begin_of(r)) return refuse(r, r.server, "ends before it begins");
    out_.rows.push_back(std::move(r));
  }

 private:
  bool date(const AssetRow& r, std::string_view column, const std::string& text,
            std::optional<base::Time>& into) {
    if (text.empty()) return true;
    into = base::parse_rfc3339(text);
    if (into) return true;
    tell("custody.assets.date", r, r.server,
         fmt::format("\"{}\" is no date (column {}); expected 2026-11-22 or RFC 3339",
                     base::printable(text, 60), column));
    return false;
  }
  void refuse(const AssetRow& r, std::string_view server, std::string_view why) {
    tell("custody.assets.row", r, server, why);
  }
  void tell(std::string_view code, const AssetRow& r, std::string_view server,
            std::string_view why) {
    if (++told_ > kMostOfAKind) return;
    out_.findings.push_back(
        make_finding(code, server.empty() ? "asset register" : base::printable(server, 200),
                     fmt::format("Line {} of the asset register: {}.", r.line, why),
                     {{out_.file, fmt::format("line {}", r.line)}}));
  }

  AssetRegister& out_;
  std::vector<std::string> columns_;
  std::size_t told_ = 0;
};

void tell_overlaps(AssetRegister& out) {
  std::vector<const AssetRow*> order;
  for (const auto& r : out.rows) order.push_back(&r);
  std::ranges::sort(order, [](const AssetRow* a, const AssetRow* b) {
    return std::tuple(std::string_view(a->server), begin_of(*a), a->line) <
           std::tuple(std::string_view(b->server), begin_of(*b), b->line);
  });
  std::size_t told = 0;
  const AssetRow* reaching = nullptr;  // of this server, the row that ends last
  for (const AssetRow* r : order) {
    if (reaching == nullptr || reaching->server != r->server) {
      reaching = r;
      continue;
    }
    if (begin_of(*r) < end_of(*reaching) && ++told <= kMostOfAKind)
      out.findings.push_back(make_finding(
          "custody.assets.overlap", base::printable(r->server, 200),
          fmt::format("Lines {} and {} of the asset register both hold for this server at the same "
                      "time; the later line is believed.",
                      std::min(reaching->line, r->line), std::max(reaching->line, r->line)),
          {{out.file, fmt::format("line {}", reaching->line)},
           {out.file, fmt::format("line {}", r->line)}}));
    if (end_of(*r) > end_of(*reaching)) reaching = r;
  }
}

// Another place or user of the same hardware.
bool only_moved(const AssetRow& before, const AssetRow& now) {
  const auto hardware = [](const AssetRow& r) {
    return std::tie(r.manufacturer, r.product, r.board_revision, r.lot, r.serial, r.uuid);
  };
  const auto use = [](const AssetRow& r) {
    return std::tie(r.site, r.role, r.tenant, r.acquired_with);
  };
  return hardware(before) == hardware(now) && use(before) != use(now);
}

}  // namespace

base::Result<AssetRegister> parse_assets(bytes::ByteSpan csv, const std::string& file) {
  AssetRegister out;
  out.file = file;
  // Ten million servers with every column.
  bytes::Budget budget({.items = 200'000'000, .bytes = 8ULL << 30U, .depth = 1});
  formats::csv::CsvReader reader(bytes::Reader(csv), budget);
  Parser parser(out);
  formats::csv::Row row;
  bool header = true;
  while (true) {
    const auto more = reader.next(row);
    if (!more) return base::in_file(bytes::to_error(more.error()), file);
    if (!*more) break;
    if (!header) {
      parser.row(row);
    } else if (auto ok = parser.header(row); !ok) {
      return base::in_file(std::move(ok).error(), file);
    }
    header = false;
  }
  if (header) return base::in_file({base::ErrorKind::malformed, "holds no header line"}, file);
  tell_overlaps(out);
  return out;
}

AssetIndex::AssetIndex(const AssetRegister& assets) {
  for (const auto& r : assets.rows) rows_.emplace(r.server, &r);
}

const AssetRow* AssetIndex::at(std::string_view server, base::Time when) const {
  const AssetRow* best = nullptr;
  for (auto [it, end] = rows_.equal_range(server); it != end; ++it)
    if (begin_of(*it->second) <= when && when < end_of(*it->second)) best = it->second;
  return best;
}

bool AssetIndex::begins_between(std::string_view server, base::Time earlier,
                                base::Time later) const {
  for (auto [it, end] = rows_.equal_range(server); it != end; ++it) {
    const AssetRow& row = *it->second;
    if (!row.valid_from || *row.valid_from <= earlier || *row.valid_from > later) continue;
    const AssetRow* before = at(server, {row.valid_from->seconds - 1});
    if (before == nullptr || !only_moved(*before, row)) return true;
  }
  return false;
}

}  // namespace assay::evidence
