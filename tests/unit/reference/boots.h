// Boots for the tests of references: built, inspected, and kept alive together, since a BootResult
// points into its evidence.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "inspect/boot/inspect_boot.h"
#include "reference/learn.h"
#include "reference/observed.h"
#include "support/boot_builder.h"

namespace assay::testing {

struct Boot {
  explicit Boot(const EventLogBuilder& log, std::string id = "server-1")
      : evidence(id, log), result(look(evidence)), observed(result) {}
  explicit Boot(GoodBoot made)
      : evidence(std::move(made)), result(look(evidence)), observed(result) {}
  Boot(const Boot&) = delete;
  Boot& operator=(const Boot&) = delete;

  static inspect::boot::BootResult look(const GoodBoot& boot) {
    static crypto::HashEngine hash;
    return inspect::boot::inspect_boot(boot.evidence(), boot.context(hash));
  }

  GoodBoot evidence;
  inspect::boot::BootResult result;
  reference::ObservedBoot observed;
};

/// A log with the parts that tests vary.
inline EventLogBuilder a_log(std::string_view firmware, std::string_view kernel,
                             std::string_view command_line) {
  using namespace formats::tcg;
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, firmware);
  log.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", hex_bytes("01"));
  log.separators();
  log.event(9, EV_IPL, text_bytes("/vmlinuz"), bytes::as_bytes(kernel));
  log.command_line(command_line);
  return log;
}

inline reference::Reference learned(const std::vector<EventLogBuilder>& logs) {
  reference::BootLearner learner("test");
  std::vector<std::unique_ptr<Boot>> boots;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    boots.push_back(std::make_unique<Boot>(logs[i], "server-" + std::to_string(i + 1)));
    learner.add(boots.back()->evidence.server, boots.back()->result).value();
  }
  return std::move(learner).finish().value();
}

inline const reference::EventSlot& slot(const reference::Reference& r, std::uint32_t pcr,
                                        std::uint32_t type, std::size_t skip = 0) {
  for (const auto& s : r.slots)
    if (s.pcr == pcr && s.type == type && skip-- == 0) return s;
  throw std::runtime_error("no such slot");
}

}  // namespace assay::testing
