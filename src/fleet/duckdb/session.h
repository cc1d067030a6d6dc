// One open DuckDB database and its connection, closed when it goes; queries with their rows as
// typed columns, and appending by whole columns. The only place that handles DuckDB's handles.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "fleet/duckdb/library.h"

namespace assay::fleet::duckdb {

/// One chunk of a result (at most 2048 rows); valid until the callback returns.
class Rows {
 public:
  Rows(const Functions& f, duckdb_data_chunk chunk) : f_(f), chunk_(chunk) {}

  [[nodiscard]] std::size_t size() const { return f_.data_chunk_get_size(chunk_); }
  /// The column's values; `T` must be the column's own C type (INTEGER: int32_t).
  template <class T>
  [[nodiscard]] std::span<const T> column(std::size_t index) const {
    return {static_cast<const T*>(f_.vector_get_data(f_.data_chunk_get_vector(chunk_, index))),
            size()};
  }
  [[nodiscard]] bool is_null(std::size_t index, std::size_t row) const;
  /// A VARCHAR's bytes; "" for NULL.
  [[nodiscard]] std::string_view text(std::size_t index, std::size_t row) const;

 private:
  const Functions& f_;
  duckdb_data_chunk chunk_;
};

struct OpenOptions {
  bool read_only = false;
  std::string memory_limit;    ///< "8GB"; empty: DuckDB's own, four fifths of the machine
  std::string temp_directory;  ///< where what exceeds it goes
  unsigned threads = 0;        ///< 0: one a core
  bool locked = false;  ///< no file, network or extension may be reached, and no setting changed
};

class Session {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Session>> open(
      std::shared_ptr<const Functions> functions, const std::string& path,
      const OpenOptions& options);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  using OnRows = std::function<void(const Rows&)>;
  /// Several statements may stand in `sql`; rows are those of the last.
  [[nodiscard]] base::Result<void> query(const std::string& sql, const OnRows& on_rows = {});
  /// Names of the columns of the last query.
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  [[nodiscard]] const std::vector<duckdb_type>& column_types() const noexcept { return types_; }

  /// Stops the query that another thread has under way.
  void interrupt() noexcept { f_->interrupt(connection_); }

  [[nodiscard]] const Functions& functions() const noexcept { return *f_; }
  [[nodiscard]] duckdb_connection connection() const noexcept { return connection_; }
  /// An Error of DuckDB's words, naming the index's file.
  [[nodiscard]] base::Error error(std::string_view words) const;

 private:
  Session(std::shared_ptr<const Functions> functions, std::string path)
      : f_(std::move(functions)), path_(std::move(path)) {}

  std::shared_ptr<const Functions> f_;
  std::string path_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
  std::vector<std::string> columns_;
  std::vector<duckdb_type> types_;
};

/// `text` as an SQL literal.
[[nodiscard]] std::string sql_text(std::string_view text);

/// Rows into one table, column by column, 2048 at a time:
///     Appender a(session, "servers");
///     a.start(); a.put<std::int32_t>(0, key); a.text(1, id); …
///     ASSAY_CHECK(a.finish());
class Appender {
 public:
  Appender(Session& session, const char* table, std::initializer_list<duckdb_type> types);
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;
  ~Appender();

  /// Begins a row; columns that are not put keep what an earlier row had there, so put all.
  void start() {
    if (rows_ == vector_size_) flush_chunk();
    row_ = rows_++;
  }
  template <class T>
  void put(std::size_t column, T value) {
    std::span(static_cast<T*>(data_[column]), vector_size_)[row_] = value;
  }
  void text(std::size_t column, std::string_view value);
  void null(std::size_t column);

  [[nodiscard]] base::Result<void> finish();

 private:
  void flush_chunk();

  Session& session_;
  const Functions& f_;
  duckdb_appender appender_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<duckdb_vector> vectors_;
  std::vector<void*> data_;
  static constexpr std::size_t vector_size_ = 2048;  // STANDARD_VECTOR_SIZE of DuckDB 1.4
  std::size_t rows_ = 0;
  std::size_t row_ = 0;
  std::optional<base::Error> failed_;
};

}  // namespace assay::fleet::duckdb
