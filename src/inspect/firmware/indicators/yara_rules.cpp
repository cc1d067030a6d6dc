#include "inspect/firmware/indicators/yara_rules.h"

#include <fmt/format.h>
#include <yara.h>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::inspect::firmware::indicators {
namespace {

using base::ErrorKind;

constexpr std::size_t kMostMatches = 256;

// libyara counts its users.
struct Library {
  Library() : ready(yr_initialize() == ERROR_SUCCESS) {}
  ~Library() {
    if (ready) yr_finalize();
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  bool ready;
};

struct FirstError {
  std::string text;
};

void on_error(int level, const char* /*file*/, int line, const YR_RULE* /*rule*/,
              const char* message, void* user) {
  auto* first = static_cast<FirstError*>(user);
  if (level == YARA_ERROR_LEVEL_ERROR && first->text.empty())
    first->text = fmt::format("line {}: {}", line, base::printable(message, 200));
}

// Rules that name another file get nothing.
const char* no_include(const char* /*name*/, const char* /*from*/, const char* /*space*/,
                       void* /*user*/) {
  return nullptr;
}
void free_include(const char* /*text*/, void* /*user*/) {}

std::string description_of(YR_RULE* rule) {
  YR_META* meta = nullptr;
  yr_rule_metas_foreach(rule, meta) {
    if (meta->type == META_TYPE_STRING && std::string_view(meta->identifier) == "description")
      return base::printable(meta->string, 300);
  }
  return {};
}

std::uint64_t first_place(YR_SCAN_CONTEXT* context, YR_RULE* rule) {
  std::optional<std::uint64_t> first;
  YR_STRING* string = nullptr;
  yr_rule_strings_foreach(rule, string) {
    YR_MATCH* match = nullptr;
    yr_string_matches_foreach(context, string, match) {
      const auto at = static_cast<std::uint64_t>(match->base + match->offset);
      if (!first || at < *first) first = at;
    }
  }
  return first.value_or(0);
}

int on_message(YR_SCAN_CONTEXT* context, int message, void* data, void* user) {
  if (message != CALLBACK_MSG_RULE_MATCHING) return CALLBACK_CONTINUE;
  auto* out = static_cast<YaraScan*>(user);
  auto* rule = static_cast<YR_RULE*>(data);
  out->matches.push_back(
      {base::printable(rule->identifier, 128), description_of(rule), first_place(context, rule)});
  return out->matches.size() < kMostMatches ? CALLBACK_CONTINUE : CALLBACK_ABORT;
}

struct FreeCompiler {
  void operator()(YR_COMPILER* compiler) const noexcept { yr_compiler_destroy(compiler); }
};

}  // namespace

struct YaraRules::State {
  Library library;
  YR_RULES* rules = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (rules != nullptr) yr_rules_destroy(rules);
  }
};

YaraRules::YaraRules(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
YaraRules::~YaraRules() = default;

std::size_t YaraRules::count() const noexcept { return state_->rules->num_rules; }

base::Result<std::shared_ptr<const YaraRules>> YaraRules::compile(std::string_view text) {
  auto state = std::make_unique<State>();
  if (!state->library.ready) return base::fail(ErrorKind::refused, "libyara does not start");
  YR_COMPILER* raw = nullptr;
  if (yr_compiler_create(&raw) != ERROR_SUCCESS)
    return base::fail(ErrorKind::budget, "libyara has no memory for a compiler");
  const std::unique_ptr<YR_COMPILER, FreeCompiler> compiler(raw);
  FirstError error;
  yr_compiler_set_callback(raw, on_error, &error);
  yr_compiler_set_include_callback(raw, no_include, free_include, nullptr);
  const std::string copy(text);
  if (yr_compiler_add_string(raw, copy.c_str(), nullptr) != 0)
    return base::fail(ErrorKind::malformed, "YARA rules: " + error.text);
  if (yr_compiler_get_rules(raw, &state->rules) != ERROR_SUCCESS)
    return base::fail(ErrorKind::budget, "YARA rules: too large");
  return std::shared_ptr<const YaraRules>(new YaraRules(std::move(state)));
}

YaraScan YaraRules::scan(bytes::ByteSpan bytes, unsigned seconds) const {
  YaraScan out;
  // Without its signal handlers: the bytes are in memory, nothing needs them.
  const int result = yr_rules_scan_mem(state_->rules, bytes::as_uchars(bytes), bytes.size(),
                                       SCAN_FLAGS_NO_TRYCATCH | SCAN_FLAGS_REPORT_RULES_MATCHING,
                                       on_message, &out, static_cast<int>(seconds));
  out.timed_out = result == ERROR_SCAN_TIMEOUT;
  return out;
}

}  // namespace assay::inspect::firmware::indicators
