// Runs another program to its end and says what it cost.
#pragma once

#include <string>
#include <vector>

namespace assay::bench {

struct ChildCost {
  int exit_code = -1;  ///< -1: it could not be started, or died of a signal
  double seconds = 0;  ///< on the wall
  double cpu_seconds = 0;
  double peak_mb = 0;  ///< resident
};

/// Standard output and error go to /dev/null.
[[nodiscard]] ChildCost run_child(const std::vector<std::string>& arguments);

/// Where `program` stands on PATH; empty where it is not installed.
[[nodiscard]] std::string find_program(const std::string& program);

}  // namespace assay::bench
