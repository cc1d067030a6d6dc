#include "figure.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay::bench {
namespace {

std::string number(const std::optional<double>& value) {
  if (!value) return "-";
  const int digits = *value < 10 ? 2 : *value < 1000 ? 1 : 0;
  return fmt::format("{:.{}f}", *value, digits);
}

nlohmann::json or_null(const std::optional<double>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

}  // namespace

std::string to_table(const Figures& figures) {
  std::string out = fmt::format("{:<24} {:>10} {:<7} {:>10} {:>6}  {:>10}  {}\n", "name", "value",
                                "unit", "floor", "ratio", "peer", "");
  for (const Figure& f : figures)
    out +=
        fmt::format("{:<24} {:>10} {:<7} {:>10} {:>6}  {:>10}  {}{}{}\n", f.name, number(f.value),
                    f.unit, number(f.floor), number(f.ratio), number(f.peer_value), f.peer,
                    f.peer.empty() || f.note.empty() ? "" : "; ", f.note);
  return out;
}

std::string to_json(const Figures& figures) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const Figure& f : figures)
    out.push_back({{"name", f.name},
                   {"value", f.value},
                   {"unit", f.unit},
                   {"floor", or_null(f.floor)},
                   {"ratio", or_null(f.ratio)},
                   {"peer", f.peer.empty() ? nlohmann::json(nullptr) : nlohmann::json(f.peer)},
                   {"peer_value", or_null(f.peer_value)}});
  return out.dump(2) + "\n";
}

}  // namespace assay::bench
