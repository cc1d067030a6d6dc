#include "reference/order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "base/text.h"
#include "formats/csv/csv.h"
#include "formats/hbom/bom.h"
#include "inspect/inventory/from_hbom.h"
#include "inspect/inventory/merge.h"
#include "reference/changes.h"

namespace assay::reference {
namespace {

using inspect::inventory::Component;
using inspect::inventory::PartClass;

constexpr bytes::Limits kLimits{.items = 10'000'000, .bytes = 512U << 20U, .depth = 32};
constexpr std::uint32_t kMostPieces = 10'000;
constexpr std::array<std::string_view, 8> kColumns{"server",   "class",  "model",    "vendor",
                                                   "revision", "serial", "location", "count"};

base::Error at_line(const formats::csv::Row& row, std::string_view why) {
  return {base::ErrorKind::malformed, fmt::format("line {}: {}", row.line, why)};
}

std::optional<PartClass> class_named(std::string_view name) {
  for (std::size_t c = 0; c < inspect::inventory::kPartClasses; ++c)
    if (inspect::inventory::name(static_cast<PartClass>(c)) == name)
      return static_cast<PartClass>(c);
  return std::nullopt;
}

std::string class_names() {
  std::string out;
  for (std::size_t c = 0; c < inspect::inventory::kPartClasses; ++c)
    out += fmt::format("{}{}", out.empty() ? "" : ", ",
                       inspect::inventory::name(static_cast<PartClass>(c)));
  return out;
}

base::Result<void> check_header(const formats::csv::Row& row) {
  for (const auto& name : row.fields) {
    if (std::ranges::find(kColumns, name) == kColumns.end())
      return std::unexpected(
          at_line(row, fmt::format("unknown column \"{}\"", base::printable(name, 60))));
    if (std::ranges::count(row.fields, name) > 1)
      return std::unexpected(
          at_line(row, fmt::format("the column \"{}\" stands there twice", name)));
  }
  for (const std::string_view needed : {"server", "class", "model"})
    if (std::ranges::find(row.fields, needed) == row.fields.end())
      return std::unexpected(at_line(row, fmt::format("no column \"{}\" in the header", needed)));
  return {};
}

base::Result<OrderLine> line_of(const std::vector<std::string>& columns,
                                const formats::csv::Row& row, const std::string& file) {
  if (row.fields.size() != columns.size())
    return std::unexpected(at_line(
        row, fmt::format("{} fields where the header has {}", row.fields.size(), columns.size())));
  OrderLine out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& text = row.fields[i];
    if (columns[i] == "server") out.server = text;
    if (columns[i] == "model") out.part.model = inspect::inventory::clean_text(text);
    if (columns[i] == "vendor") out.part.vendor = inspect::inventory::clean_text(text);
    if (columns[i] == "revision") out.part.revision = inspect::inventory::clean_text(text);
    if (columns[i] == "serial") out.part.serial = inspect::inventory::clean_text(text);
    if (columns[i] == "location") out.part.location = inspect::inventory::clean_text(text);
    if (columns[i] == "class") {
      const auto cls = class_named(text);
      if (!cls)
        return std::unexpected(at_line(row, fmt::format("class \"{}\": expected one of {}",
                                                        base::printable(text, 60), class_names())));
      out.part.cls = *cls;
    }
    if (columns[i] == "count" && !text.empty()) {
      const auto end = text.data() + text.size();
      const auto [at, bad] = std::from_chars(text.data(), end, out.count);
      if (bad != std::errc{} || at != end || out.count == 0 || out.count > kMostPieces)
        return std::unexpected(at_line(row, fmt::format("count \"{}\": expected 1 to {}",
                                                        base::printable(text, 60), kMostPieces)));
    }
  }
  if (out.server.empty()) return std::unexpected(at_line(row, "names no server"));
  if (out.part.model.empty()) return std::unexpected(at_line(row, "names no model"));
  if (out.count > 1 && !out.part.serial.empty())
    return std::unexpected(at_line(row, "one serial number for several parts"));
  out.part.sources.push_back(
      {evidence::FactSource::other, {file, fmt::format("line {}", row.line)}});
  return out;
}

base::Result<Order> parse_csv(bytes::ByteSpan text, const std::string& file) {
  Order out{.file = file, .lines = {}};
  bytes::Budget budget(kLimits);
  formats::csv::CsvReader reader(bytes::Reader(text), budget);
  formats::csv::Row row;
  std::vector<std::string> columns;
  while (true) {
    const auto more = reader.next(row);
    if (!more) return std::unexpected(bytes::to_error(more.error()));
    if (!*more) break;
    if (columns.empty()) {
      ASSAY_CHECK(check_header(row));
      columns = row.fields;
      continue;
    }
    ASSAY_TRY(auto line, line_of(columns, row, file));
    out.lines.push_back(std::move(line));
  }
  if (columns.empty())
    return base::fail(base::ErrorKind::malformed, "holds no header line of an order");
  return out;
}

base::Result<Order> parse_hbom(bytes::ByteSpan text, const std::string& file) {
  bytes::Budget budget(kLimits);
  ASSAY_TRY(const auto bom, formats::hbom::parse_bom(text, budget));
  Order out{.file = file, .lines = {}};
  if (!bom.subject)
    return base::fail(base::ErrorKind::malformed,
                      "metadata.component: expected the server that the bill is of");
  const std::string_view serial = bom.subject->property(
      {"assay:serial", "cdx:device:serialNumber", "serialNumber", "serial number", "serial"});
  const std::string server(serial.empty() ? std::string_view(bom.subject->name) : serial);
  for (auto& part : inspect::inventory::hbom_components(bom, file))
    out.lines.push_back({.server = server, .count = 1, .part = std::move(part)});
  return out;
}

}  // namespace

std::vector<Component> Order::parts_for(std::string_view server,
                                        const inspect::inventory::Identity& identity) const {
  std::vector<Component> out;
  for (const auto& line : lines) {
    if (!glob_matches(line.server, server) &&
        !inspect::inventory::same_serial(line.server, identity.serial))
      continue;
    out.insert(out.end(), line.count, line.part);
  }
  return out;
}

base::Result<Order> parse_order(bytes::ByteSpan text, const std::string& file) {
  auto order = formats::hbom::looks_like_bom(text) ? parse_hbom(text, file) : parse_csv(text, file);
  if (!order) return base::in_file(std::move(order).error(), file);
  return order;
}

}  // namespace assay::reference
