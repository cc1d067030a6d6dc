// A simulated fleet: thousands to millions of servers whose evidence, registers and planted
// deviations are a function of a few numbers. Evidence is native and passes the same parsers as a
// real server's; nothing in it says that it was made. For tests and measurements of scale and of
// accuracy; docs/simulate.md says what it models and what it does not.
//
//     ASSAY_TRY(const auto fleet, simulate::Fleet::create({.servers = 1000, .planted = 25}));
//     ASSAY_TRY(const auto bundle, fleet.server(7).collection(1));
//
// A Fleet is read-only and may be used by any number of threads at once; no disk is touched.
#pragma once

#include <string>

#include "evidence/bundle.h"
#include "proof/note.h"
#include "simulate/acpi.h"
#include "simulate/machine.h"

namespace assay::simulate {

class Fleet;

/// A view of one server; valid while its Fleet is.
class Server {
 public:
  [[nodiscard]] std::string id() const;
  /// The evidence of one collection (0: March 2026, 1: September), with a signed manifest.
  [[nodiscard]] base::Result<evidence::Bundle> collection(unsigned number) const;
  /// All of them, in order.
  [[nodiscard]] base::Result<std::vector<evidence::Bundle>> collections() const;
  /// What it is made of then.
  [[nodiscard]] Machine machine(unsigned collection) const;

 private:
  friend class Fleet;
  Server(const Fleet& fleet, std::uint64_t index) : fleet_(&fleet), index_(index) {}
  const Fleet* fleet_;
  std::uint64_t index_;
};

class Fleet {
 public:
  /// Refuses options that cannot be met (ErrorKind::usage).
  [[nodiscard]] static base::Result<Fleet> create(const Options& options);

  [[nodiscard]] std::uint64_t size() const noexcept { return plan_.options.servers; }
  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
  /// `index` is below size().
  [[nodiscard]] Server server(std::uint64_t index) const { return {*this, index}; }

  [[nodiscard]] std::string assets_csv() const;  ///< with its header; 150 bytes a server
  [[nodiscard]] std::string changes_toml() const;
  [[nodiscard]] std::string planted_json() const;
  /// The collector's public key, as `--collectors` wants it. Its private half follows from the
  /// seed: nobody may ever trust it outside a simulation.
  [[nodiscard]] std::string collectors_txt() const;
  [[nodiscard]] std::string policy_toml() const;

 private:
  friend class Server;
  Fleet(Plan plan, proof::SigningKey key);
  [[nodiscard]] const std::vector<AcpiTable>& tables(const Machine& m) const;

  Plan plan_;
  proof::SigningKey key_;
  std::vector<std::vector<AcpiTable>> tables_;  ///< by family, BIOS version and processor choice
};

}  // namespace assay::simulate
