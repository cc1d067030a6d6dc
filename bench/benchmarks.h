// The benchmarks, one function each; main() calls them in order.
#pragma once

#include <string>

#include "figure.h"

namespace assay::bench {

struct Settings {
  bool full = false;           ///< larger fleets, more rounds
  std::string assay;           ///< the program to run
  std::string scratch_folder;  ///< emptied at the start, removed at the end
};

/// boot.appraise.rsa2048, boot.appraise.p256, boot.replay
[[nodiscard]] Figures bench_appraise(const Settings& settings);
/// boot.inspect.1000, beside tpm2_eventlog
[[nodiscard]] Figures bench_inspect(const Settings& settings);
/// boot.audit.20000, with smaller fleets to show how it grows
[[nodiscard]] Figures bench_audit(const Settings& settings);

/// firmware.inspect, firmware.floor, beside UEFIExtract
[[nodiscard]] Figures bench_firmware(const Settings& settings);

/// fleet.import, fleet.import.evidence, fleet.growth, fleet.rare, fleet.show; the million servers
/// only in full
[[nodiscard]] Figures bench_fleet(const Settings& settings);

/// ledger.integrate, ledger.append, ledger.prove, ledger.fsck; ten million leaves only in full
[[nodiscard]] Figures bench_ledger(const Settings& settings);

/// answer.warm, answer.cold: five claims put to a year of monthly collections; the million servers
/// only in full
[[nodiscard]] Figures bench_answer(const Settings& settings);

/// answer.write, verify.100000: a statement over so many servers, written and checked
[[nodiscard]] Figures bench_statement(const Settings& settings);

}  // namespace assay::bench
