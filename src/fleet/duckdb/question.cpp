#include "fleet/duckdb/question.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <thread>

namespace assay::fleet::duckdb {
namespace {

// Interrupts the session when its time is over, unless it goes first.
class Alarm {
 public:
  Alarm(Session& session, unsigned seconds) {
    if (seconds == 0) return;
    thread_ = std::jthread([this, &session, seconds](const std::stop_token& stop) {
      std::unique_lock guard(lock_);
      if (wake_.wait_for(guard, stop, std::chrono::seconds(seconds), [] { return false; })) return;
      if (stop.stop_requested()) return;
      rang_ = true;
      session.interrupt();
    });
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm() {
    if (thread_.joinable()) thread_.request_stop();
  }
  [[nodiscard]] bool rang() const noexcept { return rang_; }

 private:
  std::mutex lock_;
  std::condition_variable_any wake_;
  std::atomic<bool> rang_{false};
  std::jthread thread_;
};

struct Statement {
  duckdb_statement_type type = DUCKDB_STATEMENT_TYPE_INVALID;
};

// What the text is, without running it.
base::Result<Statement> look_at(Session& session, const std::string& sql) {
  const Functions& f = session.functions();
  duckdb_extracted_statements statements = nullptr;
  const auto n = f.extract_statements(session.connection(), sql.c_str(), &statements);
  base::Result<Statement> out;
  if (n == 0) {
    const char* words = f.extract_statements_error(statements);
    out = base::fail(base::ErrorKind::usage,
                     fmt::format("the question cannot be read: {}",
                                 words != nullptr ? words : "it holds no statement"));
  } else if (n > 1) {
    out = base::fail(base::ErrorKind::usage, "one statement was expected, not several");
  } else {
    duckdb_prepared_statement prepared = nullptr;
    if (f.prepare_extracted_statement(session.connection(), statements, 0, &prepared) ==
        DuckDBSuccess) {
      out = Statement{f.prepared_statement_type(prepared)};
    } else {
      const char* words = f.prepare_error(prepared);
      out = base::fail(base::ErrorKind::usage,
                       fmt::format("the question cannot be answered: {}",
                                   words != nullptr ? words : "it cannot be prepared"));
    }
    f.destroy_prepare(&prepared);
  }
  f.destroy_extracted(&statements);
  return out;
}

bool is_number(duckdb_type t) {
  return (t >= DUCKDB_TYPE_BOOLEAN && t <= DUCKDB_TYPE_DOUBLE) || t == DUCKDB_TYPE_HUGEINT ||
         t == DUCKDB_TYPE_UHUGEINT || t == DUCKDB_TYPE_DECIMAL;
}

}  // namespace

base::Result<void> ask_question(Session& session, const std::string& sql, unsigned seconds,
                                const TableSink& sink) {
  std::string text = sql;
  while (!text.empty() && (text.back() == ';' || text.back() == ' ' || text.back() == '\n'))
    text.pop_back();
  ASSAY_TRY(const auto statement, look_at(session, text));
  const bool select = statement.type == DUCKDB_STATEMENT_TYPE_SELECT;
  if (!select && statement.type != DUCKDB_STATEMENT_TYPE_EXPLAIN)
    return base::fail(base::ErrorKind::usage,
                      "only questions are answered here: one SELECT, DESCRIBE or EXPLAIN");
  Alarm alarm(session, seconds);
  const auto failed = [&](base::Error error) -> base::Result<void> {
    if (alarm.rang())
      return base::fail(
          base::ErrorKind::budget,
          fmt::format("the question was not answered within {} seconds (--seconds)", seconds));
    error.kind = base::ErrorKind::usage;
    error.file.clear();
    return std::unexpected(std::move(error));
  };
  std::vector<bool> numeric;
  if (select) {
    // The types that the person asked for; the rows themselves come as text, whatever they are.
    if (auto typed = session.query(fmt::format("SELECT * FROM ({}\n) LIMIT 0", text)); !typed)
      return failed(std::move(typed).error());
    for (const auto type : session.column_types()) numeric.push_back(is_number(type));
  }
  bool told = false;
  const auto columns = [&] {
    if (!std::exchange(told, true)) {
      numeric.resize(session.columns().size());
      sink.columns(session.columns(), numeric);
    }
  };
  TextRow row;
  const auto on_rows = [&](const Rows& rows) {
    columns();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      row.clear();
      for (std::size_t c = 0; c < session.columns().size(); ++c)
        row.push_back(rows.is_null(c, i) ? std::nullopt
                                         : std::optional(std::string(rows.text(c, i))));
      sink.row(row);
    }
  };
  const auto as_text = select ? fmt::format("SELECT COLUMNS(*)::VARCHAR FROM ({}\n)", text) : text;
  if (auto done = session.query(as_text, on_rows); !done) return failed(std::move(done).error());
  columns();
  return {};
}

}  // namespace assay::fleet::duckdb
