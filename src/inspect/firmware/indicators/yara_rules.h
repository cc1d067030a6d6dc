// YARA rules through libyara, compiled from one text. Rules may not include files; a scan has a
// time limit. libyara reads foreign bytes with its own modules (PE, ELF), so a scan belongs where
// foreign images are parsed: in a process without privileges.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "bytes/reader.h"

namespace assay::inspect::firmware::indicators {

struct YaraMatch {
  std::string rule;         ///< safe to show
  std::string description;  ///< of its meta; empty where it has none
  std::uint64_t at = 0;     ///< of the first string that was found; 0 where none was
};

struct YaraScan {
  std::vector<YaraMatch> matches;
  bool timed_out = false;
};

/// Immutable once compiled; scan() may run on several threads at once.
class YaraRules {
 public:
  [[nodiscard]] static base::Result<std::shared_ptr<const YaraRules>> compile(
      std::string_view text);
  ~YaraRules();
  YaraRules(const YaraRules&) = delete;
  YaraRules& operator=(const YaraRules&) = delete;

  [[nodiscard]] std::size_t count() const noexcept;
  [[nodiscard]] YaraScan scan(bytes::ByteSpan bytes, unsigned seconds) const;

 private:
  struct State;
  explicit YaraRules(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace assay::inspect::firmware::indicators
