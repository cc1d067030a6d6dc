// A boot as it was observed, in the shape that references are compared with and learned from: per
// PCR the sequence of extending events. Words are made only when asked for; most boots never need
// them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/boot/inspect_boot.h"

namespace assay::reference {

class ObservedBoot {
 public:
  /// `result` must outlive this and have a log.
  explicit ObservedBoot(const inspect::boot::BootResult& result);

  /// Log numbers of the events that extend `pcr`, in order.
  [[nodiscard]] const std::vector<std::uint32_t>& events_of(std::size_t pcr) const {
    return by_pcr_[pcr];
  }
  [[nodiscard]] const formats::tcg::Event& event(std::uint32_t number) const;
  [[nodiscard]] std::optional<crypto::Digest> digest(std::uint32_t number,
                                                     crypto::HashAlg bank) const;
  [[nodiscard]] const std::string& what(std::uint32_t number) const {
    return described(number).what;
  }
  [[nodiscard]] const std::string& text(std::uint32_t number) const {
    return described(number).text;
  }
  /// The event's words are what was measured.
  [[nodiscard]] bool words_proven(std::uint32_t number) const;
  [[nodiscard]] const inspect::boot::BootResult& result() const noexcept { return *result_; }

 private:
  struct Words {
    bool made = false;
    std::string what;
    std::string text;
  };
  const Words& described(std::uint32_t number) const;

  const inspect::boot::BootResult* result_;
  std::vector<std::vector<std::uint32_t>> by_pcr_;
  mutable std::vector<Words> words_;  // one thread uses one ObservedBoot
};

/// The strongest bank that the log has and that counts (quoted, or all of a bare log).
[[nodiscard]] crypto::HashAlg comparison_bank(const inspect::boot::BootResult& result);

}  // namespace assay::reference
