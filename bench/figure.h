// One measured figure, and how figures are told: as a table for people and as build/bench.json.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay::bench {

struct Figure {
  std::string name;  ///< "boot.appraise.rsa2048"
  double value = 0;
  std::string unit;             ///< "us", "logs/s", "s", "MB"
  std::optional<double> floor;  ///< the least that the task can cost, in the same unit
  std::optional<double> ratio;  ///< cost over floor (for a rate: floor's rate over ours)
  std::string peer;             ///< another program that does the task; empty: none
  std::optional<double> peer_value;
  std::string note;  ///< for the table alone: minima, what is missing
};

using Figures = std::vector<Figure>;

[[nodiscard]] std::string to_table(const Figures& figures);
/// `[{"name","value","unit","floor","ratio","peer","peer_value"}]`, null where there is none.
[[nodiscard]] std::string to_json(const Figures& figures);

}  // namespace assay::bench
