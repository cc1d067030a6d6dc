// changes.toml: planned changes. A change explains findings; it never hides one. A digest that it
// does not name stays open.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "crypto/digest.h"

namespace assay::reference {

struct ChangeRecord {
  std::string id;
  std::vector<std::string> servers;  ///< ids or globs ("web-*")
  base::Time from;
  base::Time to;
  std::vector<std::string> codes;        ///< finding codes
  std::vector<std::string> new_digests;  ///< lower-case hex
  std::string ticket;
  std::string by;

  [[nodiscard]] bool covers(std::string_view server, base::Time when, std::string_view code) const;
  /// Findings without a digest (something was removed) are explained by code alone.
  [[nodiscard]] bool names(const std::optional<crypto::Digest>& digest) const;
};

[[nodiscard]] base::Result<std::vector<ChangeRecord>> parse_changes(std::string_view toml,
                                                                    const std::string& file);

/// "change fw-2026-11 (CHG-4711, by firmware team)": what an explained finding says.
[[nodiscard]] std::string explanation(const ChangeRecord& record);

/// `*` stands for any run of characters, `?` for one.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text) noexcept;

}  // namespace assay::reference
