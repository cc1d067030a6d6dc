// The draw: which servers of a plan are looked at, as the first head says that the plan's witness
// cosigned after the plan was logged. Nobody could know that head's cosignature beforehand, and
// anybody can draw again. docs/formats/sample.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "answer/sample_plan.h"

namespace assay::answer {

struct SampleDraw {
  std::string plan;                         ///< SHA-256 of the plan's file, hex
  std::uint64_t leaf = 0;                   ///< the plan's, in the ledger
  std::string head;                         ///< the seed is its SHA-256; see seed_head()
  std::vector<SamplePlan::Server> servers;  ///< by part, and in the order of their tickets
};

/// A cosigned head as it is the seed: the checkpoint's text, an empty line, and the witness's line
/// alone, since whoever keeps the head could leave out or turn around the other lines.
[[nodiscard]] std::string seed_head(std::string_view text, std::string_view line);

/// Each server's ticket is SHA-256(hex of SHA-256(head) ‖ " " ‖ its line in the plan); of each part
/// the servers with the least tickets are drawn.
[[nodiscard]] std::vector<SamplePlan::Server> draw_sample(const SamplePlan& plan,
                                                          std::string_view head);

/// A draw out of a plan's file. `plan_text` is what `plan` was read from.
[[nodiscard]] SampleDraw make_draw(const SamplePlan& plan, std::string_view plan_text,
                                   std::uint64_t leaf, std::string head);

/// Whether it is the draw of this plan: the file's digest, the witness's cosignature over a head
/// that holds the plan's leaf, and each server. An error says which does not hold. That no earlier
/// head was cosigned only the witness can say.
[[nodiscard]] base::Result<void> check_draw(const SampleDraw& draw, const SamplePlan& plan,
                                            std::string_view plan_text);

/// When the witness cosigned the head, by its own clock: from then on anybody could know who is
/// drawn. Of a draw that check_draw() passed.
[[nodiscard]] base::Time drawn_at(const SampleDraw& draw, const SamplePlan& plan);

[[nodiscard]] std::string to_text(const SampleDraw& draw);
/// Only what to_text() writes.
[[nodiscard]] bytes::Parsed<SampleDraw> parse_sample_draw(bytes::Reader text,
                                                          bytes::Budget& budget);

}  // namespace assay::answer
