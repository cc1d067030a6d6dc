// A plan which servers to examine next: of those about whom a claim's answer is unknown, how many
// by lot and site, settled and logged before anybody can know which. docs/formats/sample.md.
#pragma once

#include <string>
#include <vector>

#include "answer/answer.h"
#include "answer/sample_size.h"
#include "bytes/budget.h"
#include "proof/cosignature.h"
#include "statement/leaves.h"

namespace assay::answer {

struct SamplePlan {
  struct Part {
    std::uint64_t servers = 0;
    std::uint64_t drawn = 0;
    std::string name;  ///< "lot A, site fra"
  };
  struct Server {
    std::uint64_t part = 0;
    std::string id;
  };
  std::string allegation;  ///< SHA-256 of its file, hex
  std::string claim;       ///< its id
  base::Time made;
  std::string confidence;                  ///< as it was given, like "0.95"
  std::uint64_t tolerate = 0;              ///< fewer affected servers than this may stay unseen
  std::uint64_t population_leaf = 0;       ///< of the fleet's list of servers
  statement::PopulationRecord population;  ///< its record, with the list's digest
  proof::CosignerKey witness;              ///< whose cosignature is the seed
  std::vector<Part> parts;                 ///< each with at least one server
  std::vector<Server> servers;             ///< the frame, by id

  [[nodiscard]] std::vector<Stratum> strata() const;
  [[nodiscard]] std::uint64_t drawn() const noexcept;
};

/// "0.95" as a number between 0 and 1, both excluded; at most 6 digits behind the point.
[[nodiscard]] base::Result<double> parse_confidence(std::string_view text);

struct SampleSettings {
  std::string confidence = "0.95";
  std::string tolerate = "1%";  ///< a count, or a share of the frame in percent
  bool by_lot = true;
  bool by_site = true;
};

/// All but allegation, made, population and witness. The frame is whoever is certainly in the
/// population and unknown for the claim; parts whose share of the sample would be less than one
/// server are drawn from together. An error where nobody is unknown, or where what is tolerated is
/// no number or more than the frame.
[[nodiscard]] base::Result<SamplePlan> plan_sample(
    const Allegation& allegation, const Answer& answer, std::size_t claim,
    const std::vector<fleet::IndexReader::Placement>& placements, const SampleSettings& settings);

[[nodiscard]] std::string to_text(const SamplePlan& plan);
/// Only what to_text() writes, and a plan that keeps its confidence.
[[nodiscard]] bytes::Parsed<SamplePlan> parse_sample_plan(bytes::Reader text,
                                                          bytes::Budget& budget);
/// For the two parsers of samples' files.
[[nodiscard]] bytes::Budget sample_budget();

/// What the plan's leaf stands for.
[[nodiscard]] std::string sample_record(std::string_view plan_sha256);

}  // namespace assay::answer
