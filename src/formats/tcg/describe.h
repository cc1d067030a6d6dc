// One event of a log in words: what was measured, as a person who reads logs would say it. Decodes
// the event's data by its type; the type is a claim, so a decoder that does not fit falls back to
// saying what the bytes look like, and never fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "formats/tcg/event_log.h"

namespace assay::formats::tcg {

/// A named detail: {"variable", "db"}, {"certificate", "CN=Microsoft …"}, {"cmdline", "root=…"}.
struct Detail {
  std::string_view key;  ///< a string literal
  std::string value;     ///< printable (base::printable)
};

struct Description {
  /// What the event is about, stable from boot to boot and host to host, so that two logs can be
  /// aligned by it: "variable SecureBoot", "kernel command line", "image \EFI\BOOT\BOOTX64.EFI",
  /// "separator". Never holds values that change.
  std::string what;
  /// One line for people: "kernel command line: root=/dev/vda1 ro quiet". At most about 600 bytes.
  std::string text;
  std::vector<Detail> details;
};

/// `data` of at most a few hundred KiB is decoded; costs are charged to `budget`, and a spent
/// budget only makes the words shorter.
[[nodiscard]] Description describe(const EventLog& log, const Event& event, bytes::Budget& budget);

}  // namespace assay::formats::tcg
