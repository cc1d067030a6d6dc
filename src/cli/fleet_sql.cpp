// assay fleet sql and export: the index for people who bring their own questions and tools.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/fleet.h"

namespace assay::cli {
namespace {

using formats::json::Value;

constexpr std::size_t kWidest = 60;  // columns of a table's cell on a terminal

struct SqlOptions {
  FleetOptions fleet;
  std::string question;
  unsigned seconds = 60;
  bool csv = false;
};

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && !text.empty())
    return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

// Row by row, so that any number of rows needs no memory.
fleet::TableSink csv_sink(const Context& c) {
  const auto line = [&c](const auto& cells) {
    std::string out;
    bool first = true;
    for (const auto& cell : cells) {
      if (!std::exchange(first, false)) out += ',';
      out += cell;
    }
    c.print(out + "\r\n");
  };
  return {.columns =
              [line](const std::vector<std::string>& names, const std::vector<bool>&) {
                std::vector<std::string> cells;
                for (const auto& n : names) cells.push_back(csv_field(n));
                line(cells);
              },
          .row =
              [line](const fleet::TextRow& row) {
                // NULL is an empty field, an empty text is "".
                std::vector<std::string> cells;
                for (const auto& cell : row)
                  cells.push_back(cell ? csv_field(*cell) : std::string{});
                line(cells);
              }};
}

// {"columns":[…],"rows":[[…],…]}: a question may give one name to two columns.
struct JsonTable {
  std::vector<bool> numeric;
  bool first = true;

  [[nodiscard]] Value cell(const std::optional<std::string>& text, bool number) const {
    if (!text) return nullptr;
    if (number) {
      // "NaN" and the like are no JSON numbers and stay text.
      auto value = Value::parse(*text, nullptr, false);
      if (value.is_number() || value.is_boolean()) return value;
    }
    return *text;
  }
};

struct TextTable {
  std::vector<std::vector<std::string>> rows;
};

void print_table(const Context& c, const TextTable& table) {
  std::vector<std::size_t> widths;
  for (const auto& row : table.rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], report::columns(row[i]));
  }
  for (const auto& row : table.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += i + 1 == row.size() ? row[i] : report::padded(row[i], widths[i] + 2);
    c.print(line + "\n");
  }
}

base::Result<int> sql(const SqlOptions& o, const Context& c) {
  ASSAY_TRY(const auto index, open_fleet(o.fleet, /*locked=*/true));
  if (o.csv) {
    ASSAY_CHECK(index->ask(o.question, o.seconds, csv_sink(c)));
    return kOk;
  }
  if (o.fleet.json) {
    JsonTable table;
    const fleet::TableSink sink{
        .columns =
            [&](const std::vector<std::string>& names, const std::vector<bool>& numeric) {
              table.numeric = numeric;
              c.print("{\"columns\":" + formats::json::to_text(Value(names), -1) + ",\"rows\":[");
            },
        .row =
            [&](const fleet::TextRow& row) {
              Value cells = Value::array();
              for (std::size_t i = 0; i < row.size(); ++i)
                cells.push_back(table.cell(row[i], table.numeric[i]));
              c.print(std::exchange(table.first, false) ? "\n" : ",\n");
              c.print(formats::json::to_text(cells, -1));
            }};
    ASSAY_CHECK(index->ask(o.question, o.seconds, sink));
    c.print("\n]}\n");
    return kOk;
  }
  TextTable table;
  const fleet::TableSink sink{
      .columns = [&](const std::vector<std::string>& names,
                     const std::vector<bool>&) { table.rows.push_back(names); },
      .row =
          [&](const fleet::TextRow& row) {
            auto& cells = table.rows.emplace_back();
            for (const auto& cell : row) {
              auto text = base::printable(cell.value_or("-"), 4096);
              if (c.out_color) text = base::printable(text, kWidest);
              cells.push_back(std::move(text));
            }
          }};
  ASSAY_CHECK(index->ask(o.question, o.seconds, sink));
  print_table(c, table);
  return kOk;
}

struct ExportOptions {
  FleetOptions fleet;
  std::string parquet;
};

base::Result<int> export_tables(const ExportOptions& o, const Context& c) {
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  std::error_code failed;
  std::filesystem::create_directories(o.parquet, failed);
  if (failed)
    return base::in_file({base::ErrorKind::io, "cannot make the folder: " + failed.message()},
                         o.parquet);
  ASSAY_TRY(const auto counts, index->counts());
  ASSAY_CHECK(index->export_parquet(o.parquet));
  if (o.fleet.json) {
    c.print_json({{"folder", o.parquet},
                  {"servers", counts.servers},
                  {"evidence", counts.evidence},
                  {"holdings", counts.holdings}});
  } else {
    c.print(fmt::format(
        "{}: {}, {} of {}\n", base::printable(o.parquet), base::counted(counts.servers, "server"),
        base::counted(counts.holdings, "holding"), base::counted(counts.facts, "fact")));
  }
  return kOk;
}

}  // namespace

void add_fleet_sql(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<SqlOptions>();
  CLI::App* verb = fleet.add_subcommand(
      "sql", "ask the index in SQL: read-only, without access to anything outside it");
  verb->add_option("question", o->question, "one SELECT, DESCRIBE or EXPLAIN")->required();
  add_fleet_options(*verb, o->fleet);
  verb->add_flag("--csv", o->csv, "print comma-separated values");
  verb->add_option("--seconds", o->seconds, "most time for the answer; 0: any (default: 60)");
  run_verb(*verb, context, code, [o, &context] { return sql(*o, context); });
}

void add_fleet_export(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<ExportOptions>();
  CLI::App* verb =
      fleet.add_subcommand("export", "write the index's tables as Parquet, one file each");
  verb->add_option("--parquet", o->parquet, "folder for the files; made where it is not there")
      ->required();
  add_fleet_options(*verb, o->fleet);
  run_verb(*verb, context, code, [o, &context] { return export_tables(*o, context); });
}

}  // namespace assay::cli
